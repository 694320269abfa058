// What goes to the editor: clangd's messages, in which the links to pages of our checks are mended, and messages of
// ours.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy::editor {

/// Whether clangd talks to an editor; it can also check one file.
bool editorListens();

/// Shows \p Sentence in the editor as a warning, unless it was shown before. From any thread, once the
/// editor has opened a file: the protocol forbids messages before.
void sayOnce(llvm::StringRef Sentence);

} // namespace asynctidy::editor
