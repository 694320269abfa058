#include "index-refresh.h"

#include "background-process.h"
#include "output.h"
#include "project.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

#include <chrono>

using llvm::StringRef;

namespace asynctidy::editor {
namespace {

// While one types, edits come faster than it makes sense to look for changed files.
constexpr std::chrono::seconds BetweenLooks(2);
constexpr std::chrono::milliseconds BetweenQuestions(50); // whether a run has ended

bool changedSince(llvm::sys::TimePoint<> Time, StringRef File) {
  const std::optional<FileState> Now = stateOf(File);
  return Now && Now->Changed > Time;
}

StringRef lastLine(StringRef Text) {
  Text = Text.trim();
  return Text.drop_front(Text.rfind('\n') + 1);
}

} // namespace

IndexRefresh::~IndexRefresh() {
  {
    const std::lock_guard<std::mutex> Lock(Mutex);
    IsToStop = true;
  }
  Changed.notify_all();
  if (Worker.joinable())
    Worker.join();
}

void IndexRefresh::noteEdit(StringRef File, StringRef BuildDirectory, StringRef Configured) {
  {
    const std::lock_guard<std::mutex> Lock(Mutex);
    if (IsToStop)
      return;
    Project &P = Projects[BuildDirectory.str()];
    P.Edited.insert(File.str());
    P.File = File.str();
    P.Configured = Configured.str();
    P.IsAsked = true;
    if (!Worker.joinable())
      Worker = std::thread([this] { work(); });
  }
  Changed.notify_all();
}

bool IndexRefresh::restsUntilStop(std::chrono::milliseconds For) {
  std::unique_lock<std::mutex> Lock(Mutex);
  return Changed.wait_for(Lock, For, [&] { return IsToStop; });
}

void IndexRefresh::work() {
  const auto Asked = [&] { return llvm::find_if(Projects, [](const auto &P) { return P.second.IsAsked; }); };
  for (;;) {
    std::unique_lock<std::mutex> Lock(Mutex);
    Changed.wait(Lock, [&] { return IsToStop || Asked() != Projects.end(); });
    if (IsToStop)
      return;
    auto &[BuildDirectory, P] = *Asked(); // stays where it is when others are added
    P.IsAsked = false;
    const auto [Edited, Of, Configured] = std::tuple(P.Edited, P.File, P.Configured);
    Lock.unlock();
    refresh(BuildDirectory, P, Edited, Of, Configured);
    if (restsUntilStop(BetweenLooks))
      return;
  }
}

void IndexRefresh::refresh(const std::string &BuildDirectory, Project &P, const std::set<std::string> &Edited,
                           const std::string &Of, const std::string &Configured) {
  const std::string Database = BuildDirectory + "/compile_commands.json";
  const auto IsStale = [&] { return P.Index.isStale(indexOf(Of, Configured, BuildDirectory), Database); };
  if (!IsStale())
    return;
  // What the last run could not mend, the next can only after a change.
  if (P.Failed && !changedSince(*P.Failed, Database) &&
      llvm::none_of(Edited, [&](const std::string &File) { return changedSince(*P.Failed, File); }))
    return;
  const llvm::sys::TimePoint<> Begin = std::chrono::system_clock::now();
  const std::optional<FileState> Before = stateOf(indexOf(Of, Configured, BuildDirectory));
  const std::string Problem = run(BuildDirectory);
  // A run that could not analyse some files, such as those that do not compile yet, has still written the others.
  if (!Problem.empty() && stateOf(indexOf(Of, Configured, BuildDirectory)) == Before)
    sayOnce(Problem);
  P.Failed.reset();
  if (!Problem.empty() && IsStale()) // else a file has changed before the run had ended
    P.Failed = Begin;
}

std::string IndexRefresh::run(const std::string &BuildDirectory) {
  if (!llvm::sys::fs::can_execute(Program))
    return "there is no async-tidy beside async-clangd, so the index, which says what is in other files, is not kept "
           "up "
           "to date: install it there, or turn this off by '--background-async-index=false'";
  const std::optional<Ended> Done = runInBackground(Program, {"index", "-p", BuildDirectory, "--jobs=1", "--quiet"},
                                                    [&] { return restsUntilStop(BetweenQuestions); });
  if (restsUntilStop(std::chrono::milliseconds(0)) || (Done && Done->Status == 0))
    return "";
  const std::string Tried = "'async-tidy index -p " + BuildDirectory + "', which is run for what is in other files, ";
  if (!Done)
    return Tried + "could not be started";
  return Tried + "ended with " + std::to_string(Done->Status) +
         (Done->Output.empty() ? "" : ": " + lastLine(Done->Output).str());
}

} // namespace asynctidy::editor
