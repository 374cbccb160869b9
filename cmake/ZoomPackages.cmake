# Finds what the build may use and says which Debian package brings what is missing.
# Sets ZOOM_HAVE_<PART> and, for the summary, ZOOM_FOUND_<PART> (what was found, or why not).

find_package(OpenCV 4.6 QUIET COMPONENTS core imgproc dnn)
if(NOT OpenCV_FOUND)
  message(FATAL_ERROR "OpenCV 4.6 or newer was not found. On Debian: apt-get install libopencv-dev")
endif()
# What the samples and tests use beyond the module itself.
find_package(OpenCV 4.6 QUIET OPTIONAL_COMPONENTS imgcodecs videoio highgui objdetect)

# zoom_part(<PART> <found> <what> <where or which> <Debian package>): settles one AUTO|ON|OFF choice.
function(zoom_part part found what which package)
  if(ZOOM_WITH_${part} STREQUAL "OFF")
    set(have OFF)
    set(text "no (ZOOM_WITH_${part}=OFF)")
  elseif(found)
    set(have ON)
    set(text "yes (${what}: ${which})")
  elseif(ZOOM_WITH_${part} STREQUAL "ON")
    message(FATAL_ERROR "ZOOM_WITH_${part}=ON, but ${what} was not found. On Debian: apt-get install ${package}")
  else()
    set(have OFF)
    set(text "no (${what} was not found; Debian package ${package})")
  endif()
  set(ZOOM_HAVE_${part} ${have} PARENT_SCOPE)
  set(ZOOM_FOUND_${part} "${text}" PARENT_SCOPE)
endfunction()

find_package(PkgConfig QUIET)
if(NOT ZOOM_WITH_GSTREAMER STREQUAL "OFF" AND PKG_CONFIG_FOUND)
  pkg_check_modules(GSTREAMER QUIET IMPORTED_TARGET
                    gstreamer-1.0>=1.22 gstreamer-base-1.0>=1.22 gstreamer-video-1.0>=1.22)
endif()
zoom_part(GSTREAMER "${GSTREAMER_FOUND}" "GStreamer 1.22 or newer" "${GSTREAMER_gstreamer-1.0_VERSION}"
          libgstreamer-plugins-base1.0-dev)

set(_cuda_found FALSE)
if(NOT ZOOM_WITH_CUDA STREQUAL "OFF")
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    set(_cuda_found TRUE)
  endif()
endif()
zoom_part(CUDA "${_cuda_found}" "a CUDA compiler" "${CMAKE_CUDA_COMPILER}" nvidia-cuda-toolkit)
if(ZOOM_HAVE_CUDA)
  include(ZoomCuda)
endif()

set(_torch_found FALSE)
if(NOT ZOOM_WITH_TORCH STREQUAL "OFF")
  # Only looked for here: modules/zoom_train/cmake/standalone.cmake loads it, since what it does to compiler flags must
  # not reach the rest.
  set(_places "${Torch_DIR}" "$ENV{Torch_DIR}")
  foreach(_prefix ${CMAKE_PREFIX_PATH} $ENV{CMAKE_PREFIX_PATH} ${CMAKE_SYSTEM_PREFIX_PATH})
    # The last: below PyTorch's torch.utils.cmake_prefix_path.
    list(APPEND _places "${_prefix}/share/cmake/Torch" "${_prefix}/lib/cmake/Torch"
         "${_prefix}/lib/${CMAKE_LIBRARY_ARCHITECTURE}/cmake/Torch" "${_prefix}/Torch")
  endforeach()
  find_path(ZOOM_TORCH_CONFIG TorchConfig.cmake HINTS ${_places} NO_DEFAULT_PATH NO_CACHE)
  if(ZOOM_TORCH_CONFIG)
    set(_torch_found TRUE)
  endif()
endif()
zoom_part(TORCH "${_torch_found}" "LibTorch" "${ZOOM_TORCH_CONFIG}" libtorch-dev)

if(ZOOM_SANITIZE AND ZOOM_WITH_PYTHON STREQUAL "AUTO")
  set(ZOOM_WITH_PYTHON OFF) # the interpreter is not instrumented
endif()
set(_python_found FALSE)
if(NOT ZOOM_WITH_PYTHON STREQUAL "OFF")
  if(NOT Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
    set(Python3_EXECUTABLE /usr/bin/python3) # the one that Debian's cv2 is for, whatever PATH says
  endif()
  find_package(Python3 QUIET COMPONENTS Interpreter Development.Module)
  if(Python3_FOUND)
    find_package(pybind11 2.9 CONFIG QUIET)
    set(_python_found "${pybind11_FOUND}")
  endif()
endif()
zoom_part(PYTHON "${_python_found}" "pybind11 and Python's headers" "Python ${Python3_VERSION}, ${Python3_EXECUTABLE}"
          "pybind11-dev, python3-dev")
