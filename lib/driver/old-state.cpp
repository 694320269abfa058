#include "driver/old-state.h"

#include "driver/changed-units.h"
#include "driver/git.h"
#include "driver/path-globs.h"
#include "report/identity.h"
#include "report/report-root.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <optional>

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// The work tree that the project lies in, else that of the current directory: generated files may lie elsewhere.
llvm::Expected<Git> repositoryOf(const Selection &Today) {
  llvm::Expected<Git> There = Git::at(Today.ProjectRoot.empty() ? "." : StringRef(Today.ProjectRoot));
  if (There)
    return There;
  llvm::Expected<Git> Here = Git::here();
  if (!Here) {
    llvm::consumeError(Here.takeError());
    return There;
  }
  llvm::consumeError(There.takeError());
  return Here;
}

fs::file_type typeOf(StringRef Path) {
  fs::file_status Status;
  fs::status(Path, Status, /*Follow=*/false);
  return Status.type();
}

/// Whether no link replaces a directory of \p Path.
bool isReached(StringRef Path) {
  const StringRef Parent = path::parent_path(Path);
  return !fs::exists(Parent) || realPath(Parent) == Parent;
}

/// Configuration is today's.
bool isConfiguration(StringRef Path) { return path::filename(Path) == ".clang-tidy"; }

/// The directory of the build, below git's top level, with a slash, if git tracks nothing in it: what is there is
/// generated. Empty otherwise.
llvm::Expected<std::string> generatedDirectory(const Git &Repository, const Options &Asked) {
  if (Asked.HasFlags)
    return "";
  llvm::Expected<std::string> Database = findDatabase(Asked);
  if (!Database)
    return Database.takeError();
  const std::string File = realPath(absolutePath(*Database)); // there may be a link to it beside the sources
  const std::optional<std::string> Below = report::pathBelow(Repository.topLevel(), path::parent_path(File));
  if (!Below || Below->empty() || *Below == ".")
    return "";
  llvm::Expected<bool> IsTracked = Repository.tracksAnyIn(*Below);
  if (!IsTracked)
    return IsTracked.takeError();
  return *IsTracked ? "" : *Below + "/";
}

} // namespace

void OldState::add(StringRef Path, std::string Content) {
  for (StringRef Rest = Content; !Rest.empty();) {
    const auto [Line, Next] = Rest.split('\n');
    Lines.insert(report::textHash(Line));
    Rest = Next;
  }
  Files->set(Path, std::move(Content));
}

bool OldState::isNewLine(StringRef Line) const { return !Lines.contains(report::textHash(Line)); }

llvm::Expected<OldState> OldState::of(const Options &Asked, const Selection &Today) {
  llvm::Expected<Git> Repository = repositoryOf(Today);
  if (!Repository)
    return Repository.takeError();
  llvm::Expected<std::string> Commit = Repository->commit(Asked.NewSince);
  if (!Commit)
    return Commit.takeError();
  llvm::Expected<std::vector<ChangedPath>> Changed = Repository->changedSince(*Commit, /*InIndex=*/false);
  if (!Changed)
    return Changed.takeError();
  llvm::Expected<std::vector<std::string>> Untracked = Repository->untracked();
  if (!Untracked)
    return Untracked.takeError();
  llvm::Expected<std::string> Generated = generatedDirectory(*Repository, Asked);
  if (!Generated)
    return Generated.takeError();

  OldState Old;
  Old.Revision = Asked.NewSince;
  Old.Files = llvm::makeIntrusiveRefCnt<OtherContent>(llvm::vfs::createPhysicalFileSystem());
  const auto Absolute = [&](StringRef Path) { return Repository->topLevel() + "/" + Path.str(); };
  const auto Hide = [&](StringRef Path) {
    if (const std::string File = Absolute(Path); !isConfiguration(Path) && typeOf(File) == fs::file_type::regular_file)
      Old.Files->hide(File);
  };
  for (const std::string &Path : *Untracked)
    if (Generated->empty() || !StringRef(Path).starts_with(*Generated))
      Hide(Path);
  std::vector<std::string> Paths, Blobs;
  for (const ChangedPath &P : *Changed) {
    const std::string File = Absolute(P.Path);
    const fs::file_type Type = typeOf(File);
    if (!P.WasFile)
      Hide(P.Path);
    else if (!isConfiguration(P.Path) && isReached(File) &&
             (Type == fs::file_type::regular_file || Type == fs::file_type::file_not_found)) {
      Paths.push_back(File);
      Blobs.push_back(P.Blob);
      if (!P.IsFile && Type == fs::file_type::file_not_found && isSource(File))
        Old.GoneSources.push_back(File);
    }
  }
  llvm::Expected<std::vector<std::string>> Contents = Repository->contents(Blobs);
  if (!Contents)
    return Contents.takeError();
  for (auto [Path, Content] : llvm::zip_equal(Paths, *Contents)) // after hiding: git may have forgotten a file
    Old.add(Path, std::move(Content));
  return Old;
}

} // namespace asynctidy::driver
