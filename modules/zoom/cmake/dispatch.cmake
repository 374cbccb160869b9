# What ocv_add_dispatched_file() does in an OpenCV tree: compiles src/<name>.simd.hpp once more for every instruction set
# that the compiler knows, and writes <name>.simd_declarations.hpp, which declares the variants and lists them.
#
# zoom_add_dispatched_file(<target> <name>)
set(ZOOM_AVX2_FLAGS -mavx2 -mfma -mf16c -mpopcnt)
set(ZOOM_AVX2_DEFINITIONS CV_SSE3=1 CV_SSSE3=1 CV_SSE4_1=1 CV_SSE4_2=1 CV_POPCNT=1 CV_AVX=1 CV_AVX2=1 CV_FMA3=1
                          CV_FP16=1)
set(ZOOM_AVX512_SKX_FLAGS ${ZOOM_AVX2_FLAGS} -mavx512f -mavx512cd -mavx512bw -mavx512dq -mavx512vl)
set(ZOOM_AVX512_SKX_DEFINITIONS ${ZOOM_AVX2_DEFINITIONS} CV_AVX_512F=1 CV_AVX512_COMMON=1 CV_AVX_512CD=1
                                CV_AVX512_SKX=1 CV_AVX_512VL=1 CV_AVX_512BW=1 CV_AVX_512DQ=1)

include("${CMAKE_CURRENT_LIST_DIR}/dispatch_warnings.cmake")

# Best first: the order in which they are tried at run time.
set(ZOOM_DISPATCH_MODES "")
include(CheckCXXCompilerFlag)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  foreach(mode AVX512_SKX AVX2)
    string(REPLACE ";" " " flags "${ZOOM_${mode}_FLAGS}")
    check_cxx_compiler_flag("${flags}" ZOOM_HAVE_${mode}_FLAGS)
    if(ZOOM_HAVE_${mode}_FLAGS)
      list(APPEND ZOOM_DISPATCH_MODES ${mode})
    endif()
  endforeach()
endif()

function(zoom_add_dispatched_file target name)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/src")
  set(binary "${CMAKE_CURRENT_BINARY_DIR}/dispatch")
  set(declarations "// Written by cmake/dispatch.cmake.\n#define CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY\n")
  foreach(mode ${ZOOM_DISPATCH_MODES})
    string(APPEND declarations
      "#pragma push_macro(\"CV_CPU_OPTIMIZATION_NAMESPACE\")\n"
      "#undef CV_CPU_OPTIMIZATION_NAMESPACE\n"
      "#define CV_CPU_OPTIMIZATION_NAMESPACE opt_${mode}\n"
      "#include \"${source}/${name}.simd.hpp\"\n"
      "#pragma pop_macro(\"CV_CPU_OPTIMIZATION_NAMESPACE\")\n")
    string(TOLOWER "${mode}" suffix)
    set(variant "${binary}/${name}.${suffix}.cpp")
    file(CONFIGURE OUTPUT "${variant}"
         CONTENT "#include \"${source}/precomp.hpp\"\n#include \"${source}/${name}.simd.hpp\"\n" @ONLY)
    set_source_files_properties("${variant}" PROPERTIES COMPILE_OPTIONS "${ZOOM_${mode}_FLAGS};${ZOOM_${mode}_WARNINGS}"
                                COMPILE_DEFINITIONS "CV_CPU_DISPATCH_MODE=${mode};${ZOOM_${mode}_DEFINITIONS}")
    target_sources(${target} PRIVATE "${variant}")
  endforeach()
  string(REPLACE ";" ", " modes "${ZOOM_DISPATCH_MODES};BASELINE")
  string(REGEX REPLACE "^, " "" modes "${modes}")
  string(APPEND declarations
    "#undef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY\n"
    "#undef CV_CPU_DISPATCH_MODES_ALL\n"
    "#define CV_CPU_DISPATCH_MODES_ALL ${modes}\n")
  file(CONFIGURE OUTPUT "${binary}/${name}.simd_declarations.hpp" CONTENT "${declarations}" @ONLY)
  target_include_directories(${target} PRIVATE "${binary}")
endfunction()
