#include "link/step-notes.h"

#include "llvm/ADT/Twine.h"

namespace asynctidy::link {
namespace {

/// Users do not read longer chains; they need the begin, which they would edit, and the end, which is the reason.
constexpr size_t MostSteps = 12, StepsAtEachEnd = 5;

} // namespace

void addSteps(const std::vector<Step> &Steps, const Strings &Names, std::vector<Finding::Note> &Notes) {
  const bool IsLong = Steps.size() > MostSteps;
  for (size_t I = 0; I < Steps.size(); ++I) {
    const Step &S = Steps[I];
    if (IsLong && I == StepsAtEachEnd) {
      const size_t Between = Steps.size() - 2 * StepsAtEachEnd;
      Notes.push_back({S.At, "... " + std::to_string(Between) + " calls between"});
      I += Between - 1;
    } else {
      Notes.push_back(
          {S.At,
           (llvm::Twine(Names[S.Caller]) + (S.IsAwait ? " awaits " : " calls ") + Names[S.Callee] + " here").str()});
    }
  }
}

} // namespace asynctidy::link
