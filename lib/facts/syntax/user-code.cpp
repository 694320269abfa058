#include "facts/syntax/user-code.h"

#include "facts/syntax/third-party.h"

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

bool SystemPaths::match(llvm::StringRef Path) const {
  return Globs.match(Path) || (WithDefault && isThirdParty(Path, Root));
}

static std::string absolutePathOf(llvm::StringRef Name, const SourceManager &Sources) {
  llvm::SmallString<256> Path(Name);
  Sources.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

/// The directory of the main file; empty when it is no file.
static std::string directoryOfMain(const SourceManager &Sources) {
  const auto Main = Sources.getFileEntryRefForID(Sources.getMainFileID());
  return Main ? llvm::sys::path::parent_path(absolutePathOf(Main->getName(), Sources)).str() : "";
}

UserCode::UserCode(const SourceManager &Sources, llvm::StringRef SystemPathGlobs, bool WithDefaultSystemPaths)
    : Sources(Sources), System(SystemPathGlobs, WithDefaultSystemPaths,
                               WithDefaultSystemPaths ? directoryOfMain(Sources) : std::string()) {}

bool UserCode::contains(SourceLocation Location) const {
  if (Location.isInvalid())
    return false;
  Location = Sources.getExpansionLoc(Location);
  if (Sources.isInSystemHeader(Location))
    return false;
  if (System.empty())
    return true;
  const FileID File = Sources.getFileID(Location);
  if (File == Sources.getMainFileID())
    return true; // the user asked to analyse this file
  auto [Known, New] = MatchedByGlob.try_emplace(File, false);
  if (New)
    Known->second = System.match(absolutePathOf(Sources.getFilename(Location), Sources));
  return !Known->second;
}

} // namespace asynctidy::facts
