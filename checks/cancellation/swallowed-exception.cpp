#include "checks/cancellation/swallowed-exception.h"

#include "analyses/cancellation/swallowed-exception.h"
#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

/// What \p Handler catches: "exception", or "'std::exception'".
std::string caughtBy(const CXXCatchStmt &Handler) {
  const QualType Caught = Handler.getCaughtType();
  if (Caught.isNull()) // catch (...)
    return "exception";
  const PrintingPolicy Policy(Handler.getExceptionDecl()->getASTContext().getLangOpts());
  return "'" + Caught.getNonReferenceType().getUnqualifiedType().getAsString(Policy) + "'";
}

} // namespace

void SwallowedExceptionCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  const SourceManager &Sources = Unit.context().getSourceManager();
  for (const SilencedError &Silenced : silencedErrors(F, Unit)) {
    const SourceLocation At = Silenced.Handler->getBeginLoc();
    const FindingKind Kind = Silenced.HidesCheck ? FindingKind::HidesCheck : FindingKind::DropsError;
    if (Sources.isMacroBodyExpansion(At) || !isNew(At, Kind))
      continue;
    if (Silenced.Value)
      warn(At, subjectOf(*Silenced.Await),
           "handler turns every %0 of a 'co_await' into a plain value, so a failure looks like a result")
          << caughtBy(*Silenced.Handler);
    else
      warn(At, subjectOf(*Silenced.Await), "handler drops every %0 of a 'co_await', so a failure looks like success")
          << caughtBy(*Silenced.Handler);
    note(Silenced.Await->getBeginLoc(), "an exception may come from here");
  }
  for (const UnreadJoin &Join : unreadJoins(F, Unit)) {
    const SourceLocation At = Join.Await->getBeginLoc();
    if (Sources.isMacroBodyExpansion(At) || !isNew(At))
      continue;
    warn(At, *Join.Join,
         "result of %0 holds the exceptions of its tasks but is never read, so a failure looks like success")
        << quotedName(*Join.Join);
    note(Join.Throws->getBeginLoc(), "an exception may come from here");
  }
  if (dropsUnhandledException(F) && !Sources.isMacroBodyExpansion(F.getLocation()) &&
      isNew(F.getLocation(), FindingKind::DropsError))
    warn(F.getLocation(), F, "%0 of this promise does nothing, so an exception that ends a coroutine is lost") << &F;
}

} // namespace asynctidy::checks
