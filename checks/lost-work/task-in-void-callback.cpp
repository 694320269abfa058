#include "checks/lost-work/task-in-void-callback.h"

#include "facts/calls/callbacks.h"
#include "facts/syntax/functions.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

std::string callable(const IgnoredCallback &Ignored) {
  if (!Ignored.Body)
    return "this callable";
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Ignored.Body)) {
    if (Method->getParent()->isLambda())
      return "this lambda";
    if (Method->isOverloadedOperator())
      return "'" + Method->getParent()->getNameAsString() + "'";
  }
  return "'" + Ignored.Body->getNameAsString() + "'";
}

/// The name of the receiver: with template arguments for a class with a signature, without for a function that a model
/// names, where they would only repeat the lambda's type.
std::string receiver(const IgnoredCallback &Ignored) {
  if (Ignored.Because)
    return Ignored.IgnoredBy->getNameAsString();
  std::string Name;
  llvm::raw_string_ostream Out(Name);
  Ignored.IgnoredBy->getNameForDiagnostic(Out, Ignored.IgnoredBy->getASTContext().getPrintingPolicy(),
                                          /*Qualified=*/false);
  return Name;
}

} // namespace

void TaskInVoidCallbackCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  examineBelow(writtenBody(F), Unit);
}

void TaskInVoidCallbackCheck::examineInitializer(const Expr &E, TranslationUnit &Unit) { examineBelow(&E, Unit); }

void TaskInVoidCallbackCheck::examineBelow(const Stmt *Body, TranslationUnit &Unit) {
  for (const IgnoredCallback &Ignored : ignoredCallbacksIn(Body, Unit.models())) {
    const SourceLocation At = Ignored.Callable->getBeginLoc();
    if (!isNew(At))
      continue;
    warn(At, Ignored.IgnoredBy->getNameAsString(), "%0 returned by %1 is ignored by '%2', %3")
        << nounFor(Ignored.Returns) << callable(Ignored) << receiver(Ignored) << consequenceOfDropping(Ignored.Returns);
    if (Ignored.Because)
      noteReason(At, *Ignored.Because);
  }
}

} // namespace asynctidy::checks
