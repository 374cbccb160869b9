# Installs libraries, headers, tools and models, and describes the Debian packages that `cpack -G DEB` makes of them:
#   libopencv-zoom        the library and the models
#   libopencv-zoom-dev    headers, CMake and pkg-config files of everything
#   gstreamer1.0-zoom     the elements and the library of their meta
#   opencv-zoom-tools     zoom_train and its library, the programs of samples/
#   python3-opencv-zoom   the Python module cv2_zoom
# Rules elsewhere name their COMPONENT: runtime, dev, tools, gstreamer or python.
include(CMakePackageConfigHelpers)

set(zoom_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/opencv_zoom")
set(zoom_include_dir "${CMAKE_INSTALL_INCLUDEDIR}/opencv4")
set(zoom_models_dir "${CMAKE_INSTALL_DATADIR}/opencv-zoom/models")

# zoom_install_library(<target> <export> <component>): a library, its headers and the target for find_package()
function(zoom_install_library target export component)
  get_target_property(source_dir ${target} SOURCE_DIR)
  install(TARGETS ${target} EXPORT ${export}
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${component} NAMELINK_COMPONENT dev)
  install(DIRECTORY "${source_dir}/include/opencv2" DESTINATION ${zoom_include_dir} COMPONENT dev)
  install(EXPORT ${export} NAMESPACE opencv_zoom:: DESTINATION ${zoom_cmake_dir} COMPONENT dev)
  set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN")
endfunction()

zoom_install_library(opencv_zoom opencv_zoom-targets runtime)
if(ZOOM_HAVE_TORCH)
  zoom_install_library(opencv_zoom_train opencv_zoom_train-targets tools)
endif()

file(RELATIVE_PATH zoom_bin_to_lib "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
foreach(tool zoom_train zoom_detect zoom_image)
  if(TARGET ${tool})
    set_target_properties(${tool} PROPERTIES INSTALL_RPATH "$ORIGIN/${zoom_bin_to_lib}")
    install(TARGETS ${tool} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
  endif()
endforeach()
install(DIRECTORY models/ DESTINATION ${zoom_models_dir} COMPONENT runtime
        FILES_MATCHING PATTERN "*.yaml" PATTERN "*.onnx" PATTERN "*.names" PATTERN "*.md")

configure_package_config_file(cmake/opencv_zoom-config.cmake.in opencv_zoom-config.cmake
                              INSTALL_DESTINATION ${zoom_cmake_dir} PATH_VARS zoom_models_dir
                              NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(opencv_zoom-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/opencv_zoom-config.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/opencv_zoom-config-version.cmake"
        DESTINATION ${zoom_cmake_dir} COMPONENT dev)

# Relative to the file itself, so that the installed tree can be moved.
file(RELATIVE_PATH zoom_pc_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
configure_file(cmake/opencv_zoom.pc.in opencv_zoom.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/opencv_zoom.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)

set(CPACK_PACKAGE_NAME opencv-zoom)
set(CPACK_PACKAGE_VENDOR "cv::zoom developers")
set(CPACK_PACKAGE_CONTACT "cv::zoom developers <cv-zoom@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Where dpkg-shlibdeps finds the libraries of the other packages made here.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "")
foreach(target opencv_zoom opencv_zoom_train gstzoom)
  if(TARGET ${target})
    get_target_property(zoom_binary_dir ${target} BINARY_DIR)
    list(APPEND CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${zoom_binary_dir}")
  endif()
endforeach()

set(zoom_same_version "(= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME libopencv-zoom)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "Zooms frames where it matters, before networks with a small input\n\
cv::zoom::SaliencySampler resamples a big frame so that salient parts get more pixels of a small one, and maps what is found\
 there back. With models.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libopencv-zoom-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libopencv-zoom ${zoom_same_version}, libopencv-dev")
set(CPACK_COMPONENT_DEV_DESCRIPTION "Development files of cv::zoom\nHeaders, CMake and pkg-config files.")
if(ZOOM_HAVE_TORCH)
  set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "opencv-zoom-tools ${zoom_same_version}, libtorch-dev")
endif()
if(ZOOM_HAVE_TORCH OR ZOOM_BUILD_SAMPLES)
  list(APPEND CPACK_COMPONENTS_ALL tools)
  set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME opencv-zoom-tools)
  set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION graphics)
  set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS "libopencv-zoom ${zoom_same_version}")
  set(CPACK_COMPONENT_TOOLS_DESCRIPTION
      "Programs of cv::zoom\nzoom_train learns saliencies and compares them with the alternatives; zoom_detect and zoom_image show\
 what zooming does to a video and to a picture.")
endif()
if(ZOOM_HAVE_GSTREAMER)
  list(APPEND CPACK_COMPONENTS_ALL gstreamer)
  set(CPACK_DEBIAN_GSTREAMER_PACKAGE_NAME gstreamer1.0-zoom)
  set(CPACK_DEBIAN_GSTREAMER_PACKAGE_SECTION libs)
  set(CPACK_DEBIAN_GSTREAMER_PACKAGE_DEPENDS "libopencv-zoom ${zoom_same_version}")
  set(CPACK_COMPONENT_GSTREAMER_DESCRIPTION
      "GStreamer elements that zoom live video before detectors\nzoomsample zooms, zoomrestore brings what was found back to the\
 source frame.")
endif()
if(ZOOM_HAVE_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
  math(EXPR zoom_next_python "${Python3_VERSION_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-opencv-zoom)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
      "libopencv-zoom ${zoom_same_version}, python3 (>= 3.${Python3_VERSION_MINOR}), python3 (<< 3.${zoom_next_python}), python3-numpy, python3-opencv")
  set(CPACK_COMPONENT_PYTHON_DESCRIPTION
      "Python module of cv::zoom\ncv2_zoom zooms numpy arrays where it matters, before networks with a small input.")
endif()
include(CPack)
