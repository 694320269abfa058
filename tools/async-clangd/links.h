// The links to documentation in messages of the language server protocol.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::editor {

/// \p Message, JSON, in which diagnostics of our checks lead to our pages: clangd takes all checks for those of
/// clang-tidy, so its links would lead nowhere. Texts of the user's that contain such a link stay as they are.
std::string withOurLinks(llvm::StringRef Message);

} // namespace asynctidy::editor
