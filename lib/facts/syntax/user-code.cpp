#include "facts/syntax/user-code.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace asynctidy::facts {

PathGlobs::PathGlobs(llvm::StringRef Globs) : Text(Globs.str()) {
  llvm::SmallVector<llvm::StringRef, 8> Parts;
  llvm::StringRef(Text).split(Parts, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (llvm::StringRef Part : Parts) {
    if (llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Part.trim()))
      Patterns.push_back(std::move(*Pattern));
    else
      llvm::consumeError(Pattern.takeError());
  }
}

bool PathGlobs::match(llvm::StringRef Path) const {
  for (const llvm::GlobPattern &Pattern : Patterns)
    if (Pattern.match(Path))
      return true;
  return false;
}

UserCode::UserCode(const SourceManager &Sources, llvm::StringRef SystemPaths) : Sources(Sources), Globs(SystemPaths) {}

bool UserCode::contains(SourceLocation Location) const {
  if (Location.isInvalid())
    return false;
  Location = Sources.getExpansionLoc(Location);
  if (Sources.isInSystemHeader(Location))
    return false;
  if (Globs.empty())
    return true;
  const FileID File = Sources.getFileID(Location);
  if (File == Sources.getMainFileID())
    return true; // the user asked to analyse this file
  auto [Known, New] = MatchedByGlob.try_emplace(File, false);
  if (New) {
    llvm::SmallString<256> Path(Sources.getFilename(Location));
    Sources.getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    Known->second = Globs.match(Path);
  }
  return !Known->second;
}

} // namespace asynctidy::facts
