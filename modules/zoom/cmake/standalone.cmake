# Builds libopencv_zoom and its tests on an installed OpenCV.
file(GLOB_RECURSE zoom_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/../src/*.cpp")
file(GLOB_RECURSE zoom_headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/../include/*.hpp")

add_library(opencv_zoom SHARED ${zoom_sources} ${zoom_headers})
add_library(opencv_zoom::opencv_zoom ALIAS opencv_zoom)
target_include_directories(opencv_zoom
  PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/opencv4>"
  PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src")
target_include_directories(opencv_zoom SYSTEM PUBLIC "$<BUILD_INTERFACE:${OpenCV_INCLUDE_DIRS}>")
target_link_libraries(opencv_zoom PUBLIC opencv_core opencv_imgproc PRIVATE opencv_dnn)
target_compile_definitions(opencv_zoom PRIVATE CVAPI_EXPORTS) # makes CV_EXPORTS visible
target_compile_options(opencv_zoom PRIVATE ${ZOOM_COMPILE_OPTIONS})
target_compile_features(opencv_zoom PUBLIC cxx_std_17)
include("${CMAKE_CURRENT_LIST_DIR}/dispatch.cmake")
foreach(kernel ${ZOOM_DISPATCHED_KERNELS})
  zoom_add_dispatched_file(opencv_zoom ${kernel})
endforeach()
include("${CMAKE_CURRENT_LIST_DIR}/embed_opencl.cmake")
zoom_embed_opencl(opencv_zoom)
if(ZOOM_HAVE_CUDA)
  include("${CMAKE_CURRENT_LIST_DIR}/cuda.cmake")
  zoom_use_cuda(opencv_zoom)
endif()
set_target_properties(opencv_zoom PROPERTIES VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

if(BUILD_TESTING)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND)
    message(FATAL_ERROR "BUILD_TESTING is on, but GoogleTest was not found. On Debian: apt-get install libgtest-dev")
  endif()
  file(GLOB zoom_tests CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/../test/*.cpp")
  add_executable(opencv_test_zoom ${zoom_tests})
  # test/standalone holds the stand-in for opencv2/ts.hpp.
  target_include_directories(opencv_test_zoom PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/test/standalone")
  target_link_libraries(opencv_test_zoom PRIVATE opencv_zoom opencv_imgcodecs opencv_dnn GTest::gtest)
  if(ZOOM_HAVE_CUDA)
    zoom_use_cuda(opencv_test_zoom) # its own copy: in the library the kernels are hidden
  endif()
  target_compile_definitions(opencv_test_zoom PRIVATE
    ZOOM_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}/test/data" ZOOM_MODELS="${CMAKE_CURRENT_SOURCE_DIR}/../../models")
  set(zoom_test_arguments "")
  set(zoom_test_environment "ZOOM_DATA=${ZOOM_DATA}" "ZOOM_GOLDEN=${ZOOM_GOLDEN}")
  set(zoom_opencl_device ":CPU:") # OpenCV takes no CPU (PoCL) for an OpenCL device unless it is told to
  if(ZOOM_SANITIZE MATCHES "thread")
    # What runs on threads of its own. The tests use one thread of OpenCV there, whose pool is not instrumented and gives
    # false reports; neither is what PoCL compiles.
    set(zoom_opencl_device "disabled")
    set(zoom_test_arguments "--gtest_filter=*thread*:-*number_of_threads*")
  endif()
  list(APPEND zoom_test_environment "OPENCV_OPENCL_DEVICE=${zoom_opencl_device}")
  add_test(NAME opencv_test_zoom COMMAND opencv_test_zoom ${zoom_test_arguments})
  set_tests_properties(opencv_test_zoom PROPERTIES
    ENVIRONMENT "${zoom_test_environment}" TIMEOUT 1800)
endif()
