#include "freshness.h"

#include "link/index.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::editor {

std::optional<FileState> stateOf(StringRef File) {
  llvm::sys::fs::file_status Status;
  if (llvm::sys::fs::status(File, Status) || !llvm::sys::fs::exists(Status))
    return std::nullopt;
  return FileState{Status.getLastModificationTime(), Status.getSize()};
}

bool Freshness::isStale(StringRef Path, StringRef Database) {
  const std::optional<FileState> Now = stateOf(Path);
  if (Now != OfIndex)
    Compared.clear();
  OfIndex = Now;
  if (const std::optional<FileState> Commands = stateOf(Database);
      !Now || (Commands && Commands->Changed > Now->Changed))
    return true;
  llvm::Expected<std::unique_ptr<link::Index>> Index = link::Index::open(Path);
  if (!Index) {
    llvm::consumeError(Index.takeError());
    return true;
  }
  llvm::Expected<std::vector<summaries::InputFile>> Files = (*Index)->files();
  if (!Files) {
    llvm::consumeError(Files.takeError());
    return true;
  }
  for (const summaries::InputFile &File : *Files) {
    llvm::SmallString<256> Absolute;
    if (!llvm::sys::path::is_absolute(File.Path))
      Absolute = (*Index)->root();
    llvm::sys::path::append(Absolute, File.Path);
    const std::optional<FileState> State = stateOf(Absolute);
    if (!State)
      return true;
    const auto Known = Compared.find(File.Path);
    if (Known != Compared.end() && Known->second == *State)
      continue;
    if (summaries::digestOfFile(Absolute) != File.Digest)
      return true;
    Compared[File.Path] = *State;
  }
  return false;
}

} // namespace asynctidy::editor
