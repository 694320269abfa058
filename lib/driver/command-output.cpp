#include "driver/command-output.h"

#include "driver/messages.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;

namespace asynctidy::driver {

ExitCode refuse(llvm::Error E) {
  say(llvm::toString(std::move(E)));
  return NotEverythingAnalysed;
}

llvm::Error checkOutput(StringRef Path, llvm::ArrayRef<StringRef> Beginnings) {
  if (!llvm::sys::fs::exists(Path))
    return llvm::Error::success();
  if (!llvm::sys::fs::is_regular_file(Path))
    return sentence("'" + Path + "' is no regular file: name another output");
  const auto Old = llvm::MemoryBuffer::getFile(Path);
  if (Old && ((*Old)->getBufferSize() == 0 ||
              llvm::any_of(Beginnings, [&](StringRef Begin) { return (*Old)->getBuffer().starts_with(Begin); })))
    return llvm::Error::success();
  return sentence("'" + Path + "' exists and was not written by this command: remove it, or name another output");
}

} // namespace asynctidy::driver
