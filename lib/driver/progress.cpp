#include "driver/progress.h"

#include "driver/messages.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

namespace asynctidy::driver {

using llvm::StringRef;

static bool isAtTerminal() { return llvm::sys::Process::StandardErrIsDisplayed(); }

Progress::Progress(size_t Total, bool Quiet) : Total(Total), Shown(!Quiet && isAtTerminal()) {}

/// Nothing is known before some time has passed.
std::string Progress::timeLeft() const {
  using Seconds = std::chrono::duration<double>;
  constexpr double LeastSeconds = 5;
  const double Elapsed = Seconds(std::chrono::steady_clock::now() - Begun).count();
  if (Elapsed < LeastSeconds || Done == Total)
    return "";
  const auto Left = static_cast<unsigned long>(Elapsed / Done * (Total - Done));
  return ", " + (Left < 100 ? std::to_string(Left) + " s" : std::to_string((Left + 30) / 60) + " min") + " left";
}

void Progress::finished(StringRef File, const Result &Found) {
  ++Done;
  if (!Shown)
    return;
  for (const Reported &E : Found.Errors)
    if (isFinding(E))
      Findings.insert({E.DiagnosticName, E.Message.FilePath + ":" + std::to_string(E.Message.FileOffset)});
  llvm::errs() << "\r\033[K[" << Done << '/' << Total << "] " << counted(Findings.size(), "finding") << timeLeft()
               << "  " << llvm::sys::path::filename(File);
}

void Progress::erase() {
  if (Shown)
    llvm::errs() << "\r\033[K";
}

void tabulate(const std::vector<Reported> &Errors) {
  if (!isAtTerminal())
    return;
  std::map<StringRef, size_t> ByCheck;
  for (const Reported &E : Errors)
    if (isFinding(E))
      ++ByCheck[E.DiagnosticName];
  std::vector<std::pair<StringRef, size_t>> Rows(ByCheck.begin(), ByCheck.end());
  llvm::sort(Rows,
             [](const auto &A, const auto &B) { return std::pair(B.second, A.first) < std::pair(A.second, B.first); });
  for (const auto &[Check, Number] : Rows)
    llvm::errs() << llvm::format("%7zu  ", Number) << Check << '\n';
}

} // namespace asynctidy::driver
