# What kernels must be compiled with, wherever they are.
# Neighbouring cells must find the same common edge, and a grid the corners of its frame, to the last bit.
set_source_files_properties("${CMAKE_CURRENT_LIST_DIR}/../src/cuda/grid.cu" "${CMAKE_CURRENT_LIST_DIR}/../src/cuda/unzoom.cu"
                            PROPERTIES COMPILE_OPTIONS "-fmad=false")
