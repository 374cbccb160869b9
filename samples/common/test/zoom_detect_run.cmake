# Runs zoom_detect on three frames of vtest.avi and reads what it wrote; then checks that a wrong argument is an error
# that names it.
set(video /usr/share/doc/opencv-doc/examples/data/vtest.avi)

execute_process(COMMAND "${ZOOM_DETECT}" --input=x --sigma=wide RESULT_VARIABLE result ERROR_VARIABLE message)
if(result EQUAL 0 OR NOT message MATCHES "--sigma is 'wide'")
  message(FATAL_ERROR "A wrong --sigma gave exit status ${result} and '${message}'")
endif()

if(NOT EXISTS "${video}")
  message(STATUS "SKIPPED: ${video} is absent (Debian package opencv-doc)")
  return()
endif()
file(REMOVE_RECURSE "${OUTPUT}")
execute_process(COMMAND "${ZOOM_DETECT}" --input=${video} --frames=3 --step=4 --scale=0.75 --reference-scale=1
                        --output=${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
file(READ "${OUTPUT}/summary.json" summary)
string(JSON frames GET "${summary}" frames)
string(JSON size GET "${summary}" sizes 0 input_size)
string(JSON methods LENGTH "${summary}" sizes 0 methods)
if(NOT frames EQUAL 3 OR NOT size STREQUAL "576x432" OR NOT methods EQUAL 4)
  message(FATAL_ERROR "summary.json says ${frames} frames, ${size}, ${methods} methods")
endif()
file(GLOB written RELATIVE "${OUTPUT}" "${OUTPUT}/*" "${OUTPUT}/.*")
list(SORT written)
if(NOT written STREQUAL "summary.json;zoom_detect.mp4;zoom_detect.png")
  message(FATAL_ERROR "The output folder holds ${written}")
endif()

# Three panes, with a saliency model.
file(REMOVE_RECURSE "${OUTPUT}")
execute_process(COMMAND "${ZOOM_DETECT}" --input=${video} --frames=2 --step=4 --size=384x288 --panes
                        --saliency-model=${MODEL} --output=${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB written RELATIVE "${OUTPUT}" "${OUTPUT}/*" "${OUTPUT}/.*")
list(SORT written)
if(NOT written STREQUAL "zoom_detect.mp4;zoom_detect.png")
  message(FATAL_ERROR "The output folder of --panes holds ${written}")
endif()
# A PNG's width is in its bytes 16 to 19: three panes of 480 columns, and a gap of 6 behind each.
file(READ "${OUTPUT}/zoom_detect.png" width OFFSET 16 LIMIT 4 HEX)
if(NOT width STREQUAL "000005b2")
  message(FATAL_ERROR "zoom_detect.png of --panes is 0x${width} columns wide, expected 0x5b2")
endif()
