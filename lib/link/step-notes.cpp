#include "link/step-notes.h"

#include "llvm/ADT/Twine.h"

namespace asynctidy::link {
namespace {

/// Users do not read longer chains; they need the begin, which they would edit, and the end, which is the reason.
constexpr size_t MostSteps = 12, StepsAtEachEnd = 5;

} // namespace

void addSteps(const std::vector<Step> &Steps, const Strings &Names, std::vector<Finding::Note> &Notes,
              const std::string &Actor) {
  using report::NoteRole;
  using report::ShownIn;
  const size_t CutEnd = Steps.size() > MostSteps ? Steps.size() - StepsAtEachEnd : 0;
  for (size_t I = 0; I < Steps.size(); ++I) {
    const Step &S = Steps[I];
    const bool IsCut = I >= StepsAtEachEnd && I < CutEnd;
    if (IsCut && I == StepsAtEachEnd)
      Notes.push_back(
          {S.At, "... " + std::to_string(CutEnd - I) + " calls between", NoteRole::Step, ShownIn::Text, Actor});
    Notes.push_back(
        {S.At, (llvm::Twine(Names[S.Caller]) + (S.IsAwait ? " awaits " : " calls ") + Names[S.Callee] + " here").str(),
         NoteRole::Step, IsCut ? ShownIn::Data : ShownIn::Both, Actor});
  }
}

} // namespace asynctidy::link
