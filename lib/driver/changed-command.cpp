#include "driver/changed-command.h"

#include "driver/analyse-command.h"
#include "driver/changed-units.h"
#include "driver/command-output.h"
#include "driver/git.h"
#include "driver/messages.h"
#include "driver/other-content.h"
#include "driver/path-globs.h"
#include "driver/reports.h"
#include "report/formats.h"
#include "report/report-root.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// The baseline that is used without being named.
constexpr StringRef BaselineName = "async-tidy.baseline";

/// The files that are looked at, below git's top level, and what is in them.
struct State {
  std::vector<std::string> Changed;
  llvm::IntrusiveRefCntPtr<OtherContent> Files = nullptr; ///< null: as on disk
};

/// Shows what is staged where that is not what the disk has.
llvm::Error showStaged(const Git &Repository, llvm::ArrayRef<ChangedPath> Commit, State &S) {
  llvm::Expected<std::vector<ChangedPath>> Otherwise = Repository.notStaged();
  if (!Otherwise)
    return Otherwise.takeError();
  // What a link leads to is not changed by it.
  llvm::erase_if(*Otherwise, [](const ChangedPath &P) { return !P.WasFile || !(P.IsFile || P.IsGone); });
  std::vector<std::string> Blobs, Deleted;
  for (const ChangedPath &P : *Otherwise)
    Blobs.push_back(P.Blob);
  for (const ChangedPath &P : Commit)
    if (P.WasFile && P.IsGone)
      Deleted.push_back(P.Path);
  if (Blobs.empty() && Deleted.empty())
    return llvm::Error::success();
  llvm::Expected<std::vector<std::string>> Contents = Repository.contents(Blobs);
  if (!Contents)
    return Contents.takeError();
  S.Files = llvm::makeIntrusiveRefCnt<OtherContent>(llvm::vfs::createPhysicalFileSystem());
  for (const std::string &Path : Deleted)
    S.Files->hide(Repository.topLevel() + "/" + Path);
  for (auto [P, Content] : llvm::zip_equal(*Otherwise, *Contents))
    S.Files->set(Repository.topLevel() + "/" + P.Path, std::move(Content));
  return llvm::Error::success();
}

/// The files that the user names, below git's top level.
llvm::Expected<std::vector<std::string>> namedFiles(const Options &O, const Git &Repository) {
  std::vector<std::string> Named;
  for (const std::string &Given : O.Files) {
    const std::string File = absolutePath(Given);
    if (llvm::sys::fs::is_directory(File))
      return sentence("'" + Given + "' is a directory: 'async-tidy changed' takes files");
    const std::string Real = realPath(path::parent_path(File)) + "/" + path::filename(File).str();
    if (std::optional<std::string> Below = report::pathBelow(Repository.topLevel(), Real))
      Named.push_back(std::move(*Below));
    else
      say("'" + Given + "' is not in the work tree '" + Repository.topLevel() + "' and left out");
  }
  return Named;
}

llvm::Expected<State> stateOf(const Options &O, const Git &Repository) {
  State S;
  bool IsCut = false;
  llvm::Expected<std::string> Base = Repository.forkPoint(O.Since.empty() ? "HEAD" : StringRef(O.Since), IsCut);
  if (!Base)
    return Base.takeError();
  if (IsCut)
    say("the history is too short to tell where '" + O.Since +
        "' branched off: what differs from it counts as changed");
  llvm::Expected<std::vector<ChangedPath>> Commit = Repository.changedSince(*Base, O.Staged);
  if (!Commit)
    return Commit.takeError();
  if (O.Files.empty()) {
    for (const ChangedPath &P : *Commit)
      if (P.IsFile)
        S.Changed.push_back(P.Path);
  } else {
    llvm::Expected<std::vector<std::string>> Named = namedFiles(O, Repository);
    if (!Named)
      return Named.takeError();
    S.Changed = std::move(*Named);
  }
  llvm::erase_if(S.Changed, [](const std::string &File) { return !mayBeCxx(File); });
  llvm::sort(S.Changed);
  S.Changed.erase(llvm::unique(S.Changed), S.Changed.end());
  if (O.Staged && !S.Changed.empty())
    if (llvm::Error E = showStaged(Repository, *Commit, S))
      return std::move(E);
  return S;
}

/// Ends a run that has nothing to analyse: with reports, as after any other.
ExitCode endWithout(const Options &O, const std::string &Root, std::vector<report::Problem> Problems) {
  report::SourceFiles Sources;
  const report::Run R = makeRun({}, std::move(Problems), Root, Sources);
  if (O.AsGithub)
    report::writeGithub(R, Sources, llvm::outs());
  const std::vector<std::string> Failed = writeReports(O, R, Sources);
  for (const std::string &Problem : Failed)
    say(Problem);
  return Failed.empty() ? Clean : NotEverythingAnalysed;
}

/// Whether a database is of this work tree. One that lies above it may be of the project that has it as a submodule,
/// or of quite another.
bool hasFileOf(const Selection &All, const Git &Repository) {
  return llvm::any_of(All.Jobs, [&](const Job &J) {
    return report::pathBelow(Repository.topLevel(), J.File) ||
           report::pathBelow(Repository.topLevel(), realPath(J.File));
  });
}

/// The whole database. \p IsMissing is set when there is none, which is no reason to stop a commit.
llvm::Expected<Selection> databaseOf(const Options &O, const Git &Repository, bool &IsMissing) {
  llvm::Expected<std::string> Database = findDatabase(O);
  IsMissing = !Database;
  if (!Database)
    return Database.takeError();
  llvm::Expected<Selection> All = readWhole(*Database);
  if (!All || hasFileOf(*All, Repository))
    return All;
  IsMissing = true;
  return sentence("'" + *Database + "' has no file of '" + Repository.topLevel() +
                  "': configure a build of it, and name that with '-p BUILD'");
}

ExitCode analyse(Options O, const char *Argv0, const State &S, Selection All, const Git &Repository) {
  if (O.Baseline.empty())
    if (const std::string Default = Repository.topLevel() + "/" + BaselineName.str(); llvm::sys::fs::exists(Default))
      O.Baseline = Default;
  Inputs From;
  From.Files = S.Files;
  From.Select = [&](const Options &Asked) -> llvm::Expected<Selection> {
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk = llvm::vfs::getRealFileSystem();
    llvm::Expected<ChangedUnits> Units =
        unitsOf(S.Changed, std::move(All), Repository, Asked, S.Files ? *S.Files : *Disk);
    if (!Units)
      return Units.takeError();
    if (!Asked.Quiet)
      for (const std::string &Remark : Units->Remarks)
        say(Remark);
    return std::move(Units->Selected);
  };
  return analyseAll(std::move(O), Argv0, std::move(From));
}

} // namespace

ExitCode analyseChanged(Options O, const char *Argv0) {
  if (llvm::Error E = checkReports(O))
    return refuse(std::move(E));
  llvm::Expected<Git> Repository = Git::here();
  if (!Repository)
    return refuse(Repository.takeError());
  llvm::Expected<State> S = stateOf(O, *Repository);
  if (!S)
    return refuse(S.takeError());
  if (S->Changed.empty()) {
    if (!O.Quiet)
      say(O.Staged ? "no C++ file is staged" : "no C++ file has changed");
    return endWithout(O, Repository->topLevel(), {});
  }
  O.Files.clear(); // from now on those that are analysed
  for (const std::string &File : S->Changed)
    O.Files.push_back(Repository->topLevel() + "/" + File);
  bool IsMissing = false;
  llvm::Expected<Selection> All = databaseOf(O, *Repository, IsMissing);
  if (!All && !(O.Staged && IsMissing))
    return refuse(All.takeError());
  if (!All) {
    const std::string Problem = "what is staged is left to CI: " + llvm::toString(All.takeError());
    say(Problem);
    return endWithout(O, Repository->topLevel(), {{Problem, ""}});
  }
  return analyse(std::move(O), Argv0, *S, std::move(*All), *Repository);
}

} // namespace asynctidy::driver
