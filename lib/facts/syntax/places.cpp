#include "facts/syntax/places.h"

#include "clang/Basic/FileManager.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace asynctidy::facts {

summaries::Text Places::fileOf(FileID File) {
  const auto [Entry, New] = Files.try_emplace(File, 0);
  if (!New)
    return Entry->second;
  const auto Ref = Sources.getFileEntryRefForID(File);
  if (!Ref)
    return 0;
  llvm::SmallString<256> Path(Ref->getName());
  Sources.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  llvm::StringRef Written = Path;
  if (!Root.empty() && Written.starts_with(Root) && llvm::sys::path::is_separator(Written[Root.size()]))
    Written = Written.drop_front(Root.size() + 1);
  return Entry->second = Names.add(Written);
}

summaries::Text Places::fileOf(SourceLocation Location) {
  return Location.isValid() ? fileOf(Sources.getFileID(Sources.getFileLoc(Location))) : 0;
}

summaries::Place Places::of(SourceLocation Location) {
  if (Location.isInvalid())
    return {};
  const auto [File, Offset] = Sources.getDecomposedLoc(Sources.getFileLoc(Location));
  const summaries::Place Result = {fileOf(File), Sources.getLineNumber(File, Offset),
                                   Sources.getColumnNumber(File, Offset)};
  if (!Result.File)
    return {};
  Known.try_emplace(Result, Location);
  return Result;
}

SourceLocation Places::locate(const summaries::Place &P) const {
  if (!P)
    return {};
  if (const auto It = Known.find(P); It != Known.end())
    return It->second;
  const FileID File = load(P.File);
  return File.isValid() ? Sources.translateLineCol(File, P.Line, P.Column) : SourceLocation();
}

FileID Places::load(summaries::Text File) const {
  for (const auto &[Loaded, Name] : Files)
    if (Name == File)
      return Loaded;
  llvm::SmallString<256> Path;
  if (!llvm::sys::path::is_absolute(Names[File]))
    Path = Root;
  llvm::sys::path::append(Path, Names[File]);
  auto Ref = Sources.getFileManager().getFileRef(Path);
  if (!Ref) {
    llvm::consumeError(Ref.takeError());
    return {};
  }
  const FileID Loaded = Sources.createFileID(*Ref, SourceLocation(), SrcMgr::C_User);
  Files[Loaded] = File;
  return Loaded;
}

} // namespace asynctidy::facts
