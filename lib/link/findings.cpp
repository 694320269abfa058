#include "link/analysis.h"
#include "link/lock-cycles.h"
#include "link/places.h"
#include "link/self-deadlock.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

namespace asynctidy::link {
namespace {

bool isOfBlocking(const Finding &F) { return F.Check == CheckId::BlockingCall || F.Check == CheckId::BlockingWait; }

/// True for duplicates: findings of one place in several instantiations of a template. Of a blocking call one finding
/// is kept whatever its message; a lock may be part of several cycles.
bool areOne(const Finding &A, const Finding &B) {
  return A.Check == B.Check && A.At == B.At && (isOfBlocking(A) || A.Message == B.Message);
}

} // namespace

std::vector<Finding> Analysis::findings(CheckSet Wanted) {
  std::vector<Finding> All;
  const auto Add = [&](std::vector<Finding> Some) { std::move(Some.begin(), Some.end(), std::back_inserter(All)); };
  for (const CheckId Check : {CheckId::BlockingCall, CheckId::BlockingWait})
    if (Wanted.contains(Check))
      Add(blockingChains().findings(Check));
  if (Wanted.contains(CheckId::LockOrder))
    Add(lockOrderFindings(Whole, lockGraph()));
  if (Wanted.contains(CheckId::SelfDeadlock))
    Add(selfDeadlocks(Whole, lockSummaries(), Calls));
  const Strings &Names = Whole.strings();
  llvm::sort(All, [&](const Finding &A, const Finding &B) {
    if (A.At != B.At)
      return isBefore(A.At, B.At, Names);
    if (A.Check != B.Check)
      return A.Check < B.Check;
    if (confidenceOf(A.Assumes) != confidenceOf(B.Assumes))
      return confidenceOf(A.Assumes) < confidenceOf(B.Assumes);
    if (A.Notes.size() != B.Notes.size()) // keep the shortest path
      return A.Notes.size() < B.Notes.size();
    if (A.Message != B.Message)
      return A.Message < B.Message;
    return std::lexicographical_compare(A.Notes.begin(), A.Notes.end(), B.Notes.begin(), B.Notes.end(),
                                        [&](const Finding::Note &X, const Finding::Note &Y) {
                                          return X.At != Y.At ? isBefore(X.At, Y.At, Names) : X.Message < Y.Message;
                                        });
  });
  // Duplicates need not be adjacent, because messages may differ.
  size_t Kept = 0;
  for (size_t I = 0; I < All.size(); ++I) {
    bool IsNew = true;
    for (size_t Other = Kept; Other && All[Other - 1].At == All[I].At && IsNew; --Other)
      IsNew = !areOne(All[Other - 1], All[I]);
    if (IsNew && Kept++ != I)
      All[Kept - 1] = std::move(All[I]);
  }
  All.resize(Kept);
  return All;
}

std::vector<Finding> findingsOf(const Program &Whole, CheckSet Wanted) { return Analysis(Whole).findings(Wanted); }

} // namespace asynctidy::link
