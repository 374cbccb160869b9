# The CUDA language, for ZOOM_CUDA_ARCHITECTURES. Included where a CUDA compiler was found.
set(ZOOM_CUDA_ARCHITECTURES AUTO CACHE STRING
    "Architectures of the CUDA kernels, as CMAKE_CUDA_ARCHITECTURES takes them; AUTO: of the GPU that is present, or all")

option(ZOOM_CUDA_NO_SPILLS "Make it an error when a CUDA kernel spills registers or has a stack (scripts/test does)" OFF)

# Those of ours that the compiler knows, as machine code, and the last one as PTX for what comes after it.
function(zoom_known_architectures result)
  execute_process(COMMAND "${CMAKE_CUDA_COMPILER}" --list-gpu-arch OUTPUT_VARIABLE known ERROR_QUIET)
  set(architectures "")
  foreach(architecture 75 80 86 89 90 100 120)
    if(known MATCHES "compute_${architecture}([^0-9]|$)")
      list(APPEND architectures ${architecture}-real)
      set(last ${architecture})
    endif()
  endforeach()
  if(NOT architectures) # a compiler that cannot be asked
    set(${result} 75 PARENT_SCOPE)
    return()
  endif()
  set(${result} ${architectures} ${last}-virtual PARENT_SCOPE)
endfunction()

if(NOT ZOOM_CUDA_ARCHITECTURES STREQUAL "AUTO")
  set(CMAKE_CUDA_ARCHITECTURES ${ZOOM_CUDA_ARCHITECTURES})
elseif(EXISTS /dev/nvidiactl AND CMAKE_VERSION VERSION_GREATER_EQUAL 3.24)
  set(CMAKE_CUDA_ARCHITECTURES native)
else()
  zoom_known_architectures(CMAKE_CUDA_ARCHITECTURES)
endif()

set(CMAKE_CUDA_STANDARD 17)
set(CMAKE_CUDA_STANDARD_REQUIRED ON)
set(CMAKE_CUDA_EXTENSIONS OFF)
set(CMAKE_CUDA_VISIBILITY_PRESET hidden)
if(ZOOM_CCACHE AND NOT CMAKE_CUDA_COMPILER_LAUNCHER)
  set(CMAKE_CUDA_COMPILER_LAUNCHER "${ZOOM_CCACHE}")
endif()
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)
string(JOIN " " _architectures ${CMAKE_CUDA_ARCHITECTURES})
string(APPEND ZOOM_FOUND_CUDA ", architectures ${_architectures}")
