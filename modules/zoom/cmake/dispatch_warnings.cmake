# GCC takes what its own AVX-512 headers leave undefined on purpose for a mistake of ours.
set(ZOOM_AVX512_SKX_WARNINGS "$<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized;-Wno-maybe-uninitialized>")

# zoom_dispatch_warnings(<source>...): for those of OpenCV's ocv_add_dispatched_file() in a module's sources.
function(zoom_dispatch_warnings)
  foreach(source ${ARGN})
    if(source MATCHES "\\.avx512_skx\\.cpp$")
      set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "${ZOOM_AVX512_SKX_WARNINGS}")
    endif()
  endforeach()
endfunction()
