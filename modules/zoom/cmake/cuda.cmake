# Compiles src/cuda/*.cu into an object library that libopencv_zoom and its tests take in. The kernels know nothing of
# OpenCV's CUDA modules, so an OpenCV without CUDA will do.
file(GLOB zoom_cuda_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/../src/cuda/*.cu")
add_library(zoom_cuda OBJECT ${zoom_cuda_sources})
target_include_directories(zoom_cuda SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS}) # for the numbers of its depths
set_target_properties(zoom_cuda PROPERTIES POSITION_INDEPENDENT_CODE ON CUDA_RUNTIME_LIBRARY Static)
target_compile_options(zoom_cuda PRIVATE
  "SHELL:-Werror all-warnings" "SHELL:-Xcompiler -Wall,-Wextra,-Wshadow,-Werror")
if(ZOOM_CUDA_NO_SPILLS)
  target_compile_options(zoom_cuda PRIVATE
    "SHELL:-Xptxas --warn-on-spills,--warn-on-local-memory-usage,--warning-as-error")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/cuda_options.cmake")

# zoom_use_cuda(<target>): takes the kernels in. No device code is linked across files, so an ordinary linker will do.
function(zoom_use_cuda target)
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:zoom_cuda>)
  target_link_libraries(${target} PRIVATE CUDA::cudart_static)
  target_include_directories(${target} SYSTEM PRIVATE ${CUDAToolkit_INCLUDE_DIRS})
  target_compile_definitions(${target} PRIVATE ZOOM_CUDA=1)
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
