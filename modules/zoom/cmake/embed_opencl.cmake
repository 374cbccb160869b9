# What OpenCV's cl2cpp.cmake does in an OpenCV tree, which does not install it: writes src/opencl/*.cl as strings to
# opencl_kernels_zoom.hpp and .cpp.
#
# As a script: cmake -DSOURCE=<folder of .cl files> -DOUTPUT=<folder> -P embed_opencl.cmake
# Included:    zoom_embed_opencl(<target>)
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB kernels "${SOURCE}/*.cl")
  list(SORT kernels)
  set(declarations "")
  set(definitions "")
  foreach(kernel ${kernels})
    get_filename_component(name "${kernel}" NAME_WE)
    file(READ "${kernel}" code)
    string(MD5 hash "${code}")
    # MSVC takes no literal beyond 16 KB, so every line becomes one.
    string(REPLACE "\\" "\\\\" code "${code}")
    string(REPLACE "\"" "\\\"" code "${code}")
    string(REPLACE "\n" "\\n\"\n\"" code "${code}")
    string(APPEND declarations "extern struct cv::ocl::internal::ProgramEntry ${name}_oclsrc;\n")
    string(APPEND definitions "struct cv::ocl::internal::ProgramEntry ${name}_oclsrc = {\"zoom\", \"${name}\",\n"
                              "\"${code}\",\n\"${hash}\", NULL};\n")
  endforeach()
  set(open "namespace cv {\nnamespace ocl {\nnamespace zoom {\n\n")
  set(close "\n} // namespace zoom\n} // namespace ocl\n} // namespace cv\n")
  file(WRITE "${OUTPUT}/opencl_kernels_zoom.hpp"
    "// Written by cmake/embed_opencl.cmake.\n#include \"opencv2/core/ocl.hpp\"\n"
    "#include \"opencv2/core/ocl_genbase.hpp\"\n\n${open}${declarations}${close}")
  file(WRITE "${OUTPUT}/opencl_kernels_zoom.cpp"
    "// Written by cmake/embed_opencl.cmake.\n#include \"opencl_kernels_zoom.hpp\"\n\n${open}${definitions}${close}")
  return()
endif()

set(ZOOM_EMBED_OPENCL "${CMAKE_CURRENT_LIST_FILE}")

function(zoom_embed_opencl target)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/src/opencl")
  set(output "${CMAKE_CURRENT_BINARY_DIR}/opencl")
  file(GLOB kernels CONFIGURE_DEPENDS "${source}/*.cl")
  add_custom_command(OUTPUT "${output}/opencl_kernels_zoom.hpp" "${output}/opencl_kernels_zoom.cpp"
    COMMAND "${CMAKE_COMMAND}" "-DSOURCE=${source}" "-DOUTPUT=${output}" -P "${ZOOM_EMBED_OPENCL}"
    DEPENDS ${kernels} "${ZOOM_EMBED_OPENCL}" COMMENT "Embedding the OpenCL kernels")
  target_sources(${target} PRIVATE "${output}/opencl_kernels_zoom.hpp" "${output}/opencl_kernels_zoom.cpp")
  target_include_directories(${target} PRIVATE "${output}")
  target_compile_definitions(${target} PRIVATE HAVE_OPENCL=1) # an OpenCV tree says it in cvconfig.h
endfunction()
