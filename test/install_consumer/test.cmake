# Configures, builds and runs this folder's project against an installation, by CMake's package and by pkg-config's.
# cmake -DPREFIX=... -DLIBDIR=... -DBINARY_DIR=... -DTRAIN=0|1 -DGENERATOR=... -DCXX=... -P test.cmake
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed: ${result}")
  endif()
endfunction()

file(REMOVE_RECURSE "${BINARY_DIR}")
set(components "")
if(TRAIN)
  set(components zoom_train)
endif()
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${BINARY_DIR}" -G "${GENERATOR}"
    "-DCMAKE_PREFIX_PATH=${PREFIX}" "-DCMAKE_CXX_COMPILER=${CXX}" "-DCONSUMER_COMPONENTS=${components}"
    "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF")
run("${CMAKE_COMMAND}" --build "${BINARY_DIR}")
run("${BINARY_DIR}/zoom")
if(TRAIN)
  run("${BINARY_DIR}/train")
endif()

find_program(pkg_config NAMES pkg-config pkgconf)
if(NOT pkg_config)
  message(FATAL_ERROR "pkg-config was not found")
endif()
set(ENV{PKG_CONFIG_PATH} "${PREFIX}/${LIBDIR}/pkgconfig")
execute_process(COMMAND "${pkg_config}" --cflags --libs opencv_zoom OUTPUT_VARIABLE flags RESULT_VARIABLE result
                OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND "${pkg_config}" --variable=modelsdir opencv_zoom OUTPUT_VARIABLE models
                OUTPUT_STRIP_TRAILING_WHITESPACE)
separate_arguments(flags UNIX_COMMAND "${flags}")
run("${CXX}" -std=c++17 "-DMODEL=\"${models}/contrast.yaml\"" "${CMAKE_CURRENT_LIST_DIR}/zoom.cpp" -o
    "${BINARY_DIR}/zoom_pkg_config" ${flags} "-Wl,-rpath,${PREFIX}/${LIBDIR}")
run("${BINARY_DIR}/zoom_pkg_config")
