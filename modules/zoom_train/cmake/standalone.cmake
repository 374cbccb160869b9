# Builds libopencv_zoom_train and its tests on an installed OpenCV and LibTorch.

# Here, not at the top: Torch's configuration sets compiler flags and variables, which must stay in this folder. Its
# targets are needed by whoever links the module.
find_package(Torch REQUIRED QUIET)
get_property(zoom_train_imported DIRECTORY PROPERTY IMPORTED_TARGETS)
set_property(TARGET ${zoom_train_imported} PROPERTY IMPORTED_GLOBAL TRUE)

include("${ZOOM_TRAIN_ZOOM_DIR}/cmake/dispatch.cmake")

# What knows nothing of torch: raw pointers in and out.
file(GLOB zoom_train_kernels CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/src/ops/cpu/*_adjoint.cpp"
     "${CMAKE_CURRENT_SOURCE_DIR}/src/ops/cpu/*_kernel.cpp")
add_library(zoom_train_kernels OBJECT ${zoom_train_kernels})
foreach(kernel ${ZOOM_TRAIN_SHARED_SOURCES})
  target_sources(zoom_train_kernels PRIVATE "${ZOOM_TRAIN_ZOOM_DIR}/src/${kernel}.cpp")
endforeach()
target_include_directories(zoom_train_kernels PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src" "${ZOOM_TRAIN_ZOOM_DIR}/src"
                           "${ZOOM_TRAIN_ZOOM_DIR}/include")
target_include_directories(zoom_train_kernels SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS})
target_compile_options(zoom_train_kernels PRIVATE ${ZOOM_TRAIN_COMPILE_OPTIONS})
foreach(kernel ${ZOOM_TRAIN_DISPATCHED_KERNELS})
  zoom_add_dispatched_file(zoom_train_kernels ${kernel})
endforeach()
function(zoom_train_add_shared_kernels)
  set(CMAKE_CURRENT_SOURCE_DIR "${ZOOM_TRAIN_ZOOM_DIR}") # whose sources zoom_add_dispatched_file() compiles
  foreach(kernel ${ZOOM_TRAIN_SHARED_DISPATCHED})
    zoom_add_dispatched_file(zoom_train_kernels ${kernel})
  endforeach()
endfunction()
zoom_train_add_shared_kernels()

file(GLOB_RECURSE zoom_train_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp")
list(REMOVE_ITEM zoom_train_sources ${zoom_train_kernels})
file(GLOB_RECURSE zoom_train_headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/include/*.hpp")
add_library(opencv_zoom_train SHARED ${zoom_train_sources} ${zoom_train_headers} $<TARGET_OBJECTS:zoom_train_kernels>)
add_library(opencv_zoom::opencv_zoom_train ALIAS opencv_zoom_train)
target_include_directories(opencv_zoom_train
  PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/opencv4>"
  PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src" "${ZOOM_TRAIN_ZOOM_DIR}/src")
find_package(ZLIB REQUIRED) # IDX files are kept compressed
target_link_libraries(opencv_zoom_train PUBLIC opencv_zoom torch PRIVATE opencv_imgcodecs ZLIB::ZLIB)
target_compile_definitions(opencv_zoom_train PRIVATE CVAPI_EXPORTS) # makes CV_EXPORTS visible
target_compile_options(opencv_zoom_train PRIVATE ${ZOOM_TRAIN_COMPILE_OPTIONS})
target_compile_features(opencv_zoom_train PUBLIC cxx_std_17)
zoom_train_use_process_groups(opencv_zoom_train)
target_precompile_headers(opencv_zoom_train PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src/torch_headers.hpp")
set_target_properties(opencv_zoom_train PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

# The tool is part of the module: it shares what is internal there, too.
add_executable(zoom_train apps/zoom_train.cpp apps/settings.cpp apps/compare.cpp apps/comparison_report.cpp
               src/trainer/whole_file.cpp)
target_include_directories(zoom_train PRIVATE src)
add_executable(zoom_train_sample apps/zoom_train_sample.cpp)
target_link_libraries(zoom_train PRIVATE opencv_zoom_train opencv_imgcodecs)
target_precompile_headers(zoom_train PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src/torch_headers.hpp")
# distill and tune look at footage with detectors, which are there where OpenCV's videoio and objdetect are.
if(TARGET zoom_footage)
  target_sources(zoom_train PRIVATE apps/distill.cpp apps/saliency_model.cpp apps/tune.cpp apps/tune_by_gradient.cpp
                 apps/direct_search.cpp apps/taught_footage.cpp)
  target_link_libraries(zoom_train PRIVATE zoom_footage)
  target_compile_definitions(zoom_train PRIVATE ZOOM_TRAIN_WITH_FOOTAGE)
endif()
if(TARGET zoom_detectors)
  # Average precision of detectors that are trained.
  target_sources(zoom_train PRIVATE apps/detection.cpp)
  target_link_libraries(zoom_train PRIVATE zoom_detectors)
  target_compile_definitions(zoom_train PRIVATE ZOOM_TRAIN_WITH_DETECTORS)
endif()
if(TARGET zoom_gaze)
  # Rendered and recorded people who look at something.
  target_sources(zoom_train PRIVATE apps/gaze_data.cpp)
  target_link_libraries(zoom_train PRIVATE zoom_gaze)
  target_compile_definitions(zoom_train PRIVATE ZOOM_TRAIN_WITH_GAZE)
endif()
target_link_libraries(zoom_train_sample PRIVATE opencv_zoom_train)

if(BUILD_TESTING)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND)
    message(FATAL_ERROR "BUILD_TESTING is on, but GoogleTest was not found. On Debian: apt-get install libgtest-dev")
  endif()
  file(GLOB zoom_train_tests CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/test/*.cpp")
  add_executable(opencv_test_zoom_train ${zoom_train_tests})
  target_include_directories(opencv_test_zoom_train PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/test" "${CMAKE_CURRENT_SOURCE_DIR}/../../test"
                             "${ZOOM_TRAIN_ZOOM_DIR}/test/standalone")
  if(TARGET zoom_footage)
    target_sources(opencv_test_zoom_train PRIVATE apps/direct_search.cpp)
    target_include_directories(opencv_test_zoom_train PRIVATE apps)
    target_link_libraries(opencv_test_zoom_train PRIVATE opencv_videoio)
    target_compile_definitions(opencv_test_zoom_train PRIVATE ZOOM_TRAIN_WITH_FOOTAGE)
  endif()
  target_link_libraries(opencv_test_zoom_train PRIVATE opencv_zoom_train opencv_dnn opencv_imgcodecs GTest::gtest)
  target_compile_definitions(opencv_test_zoom_train PRIVATE
    ZOOM_MODELS="${CMAKE_CURRENT_SOURCE_DIR}/../../models" ZOOM_TRAIN_TOOL="$<TARGET_FILE:zoom_train>")
  add_dependencies(opencv_test_zoom_train zoom_train)
  if(TARGET zoom_detectors)
    target_sources(opencv_test_zoom_train PRIVATE apps/detection.cpp)
    target_include_directories(opencv_test_zoom_train PRIVATE apps)
    target_link_libraries(opencv_test_zoom_train PRIVATE zoom_detectors)
    target_compile_definitions(opencv_test_zoom_train PRIVATE ZOOM_TRAIN_WITH_DETECTORS)
  endif()
  if(TARGET zoom_gaze)
    target_sources(opencv_test_zoom_train PRIVATE apps/gaze_data.cpp)
    target_include_directories(opencv_test_zoom_train PRIVATE apps "${CMAKE_SOURCE_DIR}/gaze/test") # tiny_recordings.hpp
    target_link_libraries(opencv_test_zoom_train PRIVATE zoom_gaze zoom_gaze_rays)
    target_compile_definitions(opencv_test_zoom_train PRIVATE ZOOM_TRAIN_WITH_GAZE)
  endif()
  target_precompile_headers(opencv_test_zoom_train PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/test/test_precomp.hpp")
  add_test(NAME opencv_test_zoom_train COMMAND opencv_test_zoom_train)
  add_test(NAME zoom_train_sample COMMAND zoom_train_sample 3) # steps: it runs, but learns nothing in so few
  # PoCL would compile kernels for the comparisons with the OpenCV path, which are on the CPU.
  set_tests_properties(opencv_test_zoom_train PROPERTIES
    ENVIRONMENT "ZOOM_DATA=${ZOOM_DATA};OPENCV_OPENCL_DEVICE=disabled" TIMEOUT 1800)
  set_tests_properties(zoom_train_sample PROPERTIES ENVIRONMENT "OPENCV_OPENCL_DEVICE=disabled")
endif()
