# async_embed(<target> <header> <variable> FILE...)
#
# Generates <header> with `inline constexpr EmbeddedFile <variable>[]`: the stem and the text of each FILE, in the order
# given, so that models and pages travel inside the binary. Editing a file rebuilds what embeds it.
set(ASYNC_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed-text.cmake")

function(async_embed target header variable)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/generated/${header}")
  list(JOIN ARGN "|" files)
  add_custom_command(
    OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" "-DOUT=${out}" "-DVARIABLE=${variable}" "-DFILES=${files}" -P "${ASYNC_EMBED_SCRIPT}"
    DEPENDS ${ARGN} "${ASYNC_EMBED_SCRIPT}"
    COMMENT "Embedding ${header}" VERBATIM)
  target_sources(${target} PRIVATE "${out}")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
