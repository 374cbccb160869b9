# What ocv_add_dispatched_file() does in an OpenCV tree: compiles src/<name>.simd.hpp once more for every instruction set
# that the compiler knows, and writes <name>.simd_declarations.hpp, which declares the variants and lists them.
#
# zoom_add_dispatched_file(<target> <name>)
set(ZOOM_AVX2_FLAGS -mavx2 -mfma -mf16c -mpopcnt)
set(ZOOM_AVX2_DEFINITIONS CV_CPU_DISPATCH_MODE=AVX2 CV_SSE3=1 CV_SSSE3=1 CV_SSE4_1=1 CV_SSE4_2=1 CV_POPCNT=1 CV_AVX=1
                          CV_AVX2=1 CV_FMA3=1)
include(CheckCXXCompilerFlag)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  check_cxx_compiler_flag("-mavx2" ZOOM_HAVE_AVX2_FLAGS)
endif()

function(zoom_add_dispatched_file target name)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/src")
  set(binary "${CMAKE_CURRENT_BINARY_DIR}/dispatch")
  set(declarations "// Written by cmake/dispatch.cmake.\n#define CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY\n")
  set(modes "BASELINE")
  if(ZOOM_HAVE_AVX2_FLAGS)
    set(modes "AVX2, BASELINE")
    string(APPEND declarations
      "#pragma push_macro(\"CV_CPU_OPTIMIZATION_NAMESPACE\")\n"
      "#undef CV_CPU_OPTIMIZATION_NAMESPACE\n"
      "#define CV_CPU_OPTIMIZATION_NAMESPACE opt_AVX2\n"
      "#include \"${source}/${name}.simd.hpp\"\n"
      "#pragma pop_macro(\"CV_CPU_OPTIMIZATION_NAMESPACE\")\n")
    set(variant "${binary}/${name}.avx2.cpp")
    file(CONFIGURE OUTPUT "${variant}"
         CONTENT "#include \"${source}/precomp.hpp\"\n#include \"${source}/${name}.simd.hpp\"\n" @ONLY)
    set_source_files_properties("${variant}" PROPERTIES COMPILE_OPTIONS "${ZOOM_AVX2_FLAGS}"
                                COMPILE_DEFINITIONS "${ZOOM_AVX2_DEFINITIONS}")
    target_sources(${target} PRIVATE "${variant}")
  endif()
  string(APPEND declarations
    "#undef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY\n"
    "#undef CV_CPU_DISPATCH_MODES_ALL\n"
    "#define CV_CPU_DISPATCH_MODES_ALL ${modes}\n")
  file(CONFIGURE OUTPUT "${binary}/${name}.simd_declarations.hpp" CONTENT "${declarations}" @ONLY)
  target_include_directories(${target} PRIVATE "${binary}")
endfunction()
