#include "checks/blocking/blocking-call.h"

#include "facts/calls/blocking.h"
#include "facts/locks/held-locks.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/coroutine-promise.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

constexpr llvm::StringLiteral ThreadLocksOption = "ThreadLocks";
constexpr llvm::StringLiteral DescriptorsOption = "Descriptors";

} // namespace

BlockingCallCheck::BlockingCallCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : BlockingCheck(Name, Context), ThreadLocks(Options.get(ThreadLocksOption, false)),
      Descriptors(Options.get(DescriptorsOption, false)) {}

void BlockingCallCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  BlockingCheck::storeOptions(Opts);
  Options.store(Opts, ThreadLocksOption, ThreadLocks);
  Options.store(Opts, DescriptorsOption, Descriptors);
}

summaries::CheckId BlockingCallCheck::finds() const { return summaries::CheckId::BlockingCall; }

void BlockingCallCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || forbidsAwait(F))
    return;
  if (ThreadLocks)
    for (const LockEvent &Event : lockEventsIn(F, Unit))
      if (const SourceLocation At = Event.At->getBeginLoc(); Event.What == LockEvent::Happening::Acquires &&
                                                             Event.Lock.Kind == LockKind::Thread && !Event.OnlyTries &&
                                                             isNew(At, FindingKind::Blocks))
        warn(At, Event.Lock.Path.text(), "this lock blocks the thread of this coroutine while another holder has it");
  if (Descriptors)
    for (const MaybeBlocking &Call : maybeBlockingCallsIn(F, Unit.models()))
      if (const SourceLocation At = Call.At->getBeginLoc(); isNew(At, FindingKind::Blocks)) {
        warn(At, *Call.At->getDirectCallee(),
             "%0 blocks the thread of this coroutine unless its descriptor or object is non-blocking")
            << quotedName(*Call.At->getDirectCallee());
        noteReason(At, *Call.Reason);
      }
}

} // namespace asynctidy::checks
