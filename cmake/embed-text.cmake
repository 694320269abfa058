# Run by async_embed() at build time: writes OUT, a header with the text of FILES (separated by '|').
string(REPLACE "|" ";" files "${FILES}")
set(entries "")
foreach(file IN LISTS files)
  get_filename_component(stem "${file}" NAME_WE)
  file(READ "${file}" text HEX)
  string(LENGTH "${text}" digits)
  math(EXPR size "${digits} / 2")
  # A byte array: no limit on a literal's length, no delimiter that the text could contain.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${text}")
  string(MAKE_C_IDENTIFIER "${stem}" id)
  string(APPEND arrays "inline constexpr char ${VARIABLE}_${id}[] = {${bytes}'\\0'};\n")
  string(APPEND entries "    {\"${stem}\", llvm::StringRef(${VARIABLE}_${id}, ${size})},\n")
endforeach()
file(WRITE "${OUT}.tmp"
"// Generated from the files it names; do not edit.
#pragma once

#include \"compat/embedded-file.h\"

namespace asynctidy {
// NOLINTBEGIN(readability-identifier-naming)
${arrays}
inline constexpr EmbeddedFile ${VARIABLE}[] = {
${entries}};
// NOLINTEND(readability-identifier-naming)
} // namespace asynctidy
")
file(RENAME "${OUT}.tmp" "${OUT}")
