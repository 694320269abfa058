#include "checks/blocking/blocking-check.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

std::string quoted(const NamedDecl &Called) {
  if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(&Called))
    return "the destructor of '" + Destructor->getParent()->getNameAsString() + "'";
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Called); Method && Method->getParent()->isLambda())
    return "this lambda";
  return "'" + Called.getNameAsString() + "'";
}

} // namespace

void BlockingCheck::examine(const FunctionDecl &F, Facts &Facts) {
  if (!isCoroutine(F) || F.isDependentContext() || forbidsAwait(F))
    return;
  for (const BlockingChain &Chain : Facts.blocking().callsIn(F)) {
    const SourceLocation At = Chain.begin()->getBeginLoc();
    if (!concerns(Chain.End) || !firstAt(At))
      continue;
    const NamedDecl &Called = Chain.Through.empty() ? *Chain.End.Blocker : *Chain.Through.front().Into;
    diag(At, "%0 %1") << quoted(Called) << harm();
    for (size_t I = 0; I < Chain.Through.size(); ++I) {
      const bool Last = I + 1 == Chain.Through.size();
      const Stmt &Next = Last ? *Chain.End.At : *Chain.Through[I + 1].At;
      const NamedDecl &Callee = Last ? *Chain.End.Blocker : *Chain.Through[I + 1].Into;
      diag(Next.getBeginLoc(), "%0 calls %1 here", DiagnosticIDs::Note)
          << quoted(*Chain.Through[I].Into) << quoted(Callee);
    }
    if (const models::Entry *Said = Chain.End.Said)
      diag(Chain.End.At->getBeginLoc(), "%0 (%1)", DiagnosticIDs::Note) << Said->Because << Said->Origin;
  }
}

} // namespace asynctidy::checks
