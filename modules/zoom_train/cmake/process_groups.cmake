# What of LibTorch's c10d process groups can be used: training on several processes.

include(CheckCXXSourceCompiles)

# zoom_train_process_group(<have> <class> <header> <targets>): does LibTorch have that class (its destructor is looked
# for; including the class's own header would take a minute), and is there the header of the library beneath it, which
# LibTorch's includes and does not bring?
function(zoom_train_process_group have class header targets)
  find_path(ZOOM_TRAIN_${have}_INCLUDE ${header} HINTS ${TORCH_INCLUDE_DIRS} ${CUDAToolkit_INCLUDE_DIRS})
  mark_as_advanced(ZOOM_TRAIN_${have}_INCLUDE)
  # The libraries themselves: CMake 3.31 does not hand all of the targets of LibTorch 2.6 to the check.
  set(CMAKE_REQUIRED_LIBRARIES "")
  foreach(target ${targets})
    if(TARGET ${target})
      get_target_property(file ${target} LOCATION)
      list(APPEND CMAKE_REQUIRED_LIBRARIES "${file}")
    endif()
  endforeach()
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles("
    namespace c10d { struct ${class} { ~${class}(); }; }
    int main(int count, char** arguments) { delete (count > 1 ? (c10d::${class}*)(void*)arguments : nullptr); }"
    ZOOM_TRAIN_LIBTORCH_HAS_${have})
  if(ZOOM_TRAIN_${have}_INCLUDE AND ZOOM_TRAIN_LIBTORCH_HAS_${have})
    set(ZOOM_TRAIN_HAVE_${have} ON PARENT_SCOPE)
  else()
    set(ZOOM_TRAIN_HAVE_${have} OFF PARENT_SCOPE)
  endif()
endfunction()

# zoom_train_use_process_groups(<target>): after find_package(Torch)
function(zoom_train_use_process_groups target)
  zoom_train_process_group(GLOO ProcessGroupGloo gloo/algorithm.h torch_cpu)
  zoom_train_process_group(NCCL ProcessGroupNCCL nccl.h "torch_cuda;torch_cpu")
  set(found "")
  foreach(have GLOO NCCL)
    if(ZOOM_TRAIN_HAVE_${have})
      list(APPEND found ${have})
      target_compile_definitions(${target} PRIVATE ZOOM_TRAIN_HAVE_${have})
      target_include_directories(${target} SYSTEM PRIVATE "${ZOOM_TRAIN_${have}_INCLUDE}")
    endif()
  endforeach()
  if(ZOOM_TRAIN_HAVE_GLOO)
    list(JOIN found ", " found)
    message(STATUS "Training on several processes: yes (${found})")
  elseif(ZOOM_TRAIN_LIBTORCH_HAS_GLOO)
    message(STATUS "Training on several processes: no (Gloo's headers were not found; Debian package libgloo-dev)")
  else()
    message(STATUS "Training on several processes: no (this LibTorch has no ProcessGroupGloo)")
  endif()
endfunction()
