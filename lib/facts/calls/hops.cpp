#include "facts/calls/hops.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/thread-owner.h"
#include "facts/types/work.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// The class that \p T is, or that it refers to by a reference, a pointer or a smart pointer.
const CXXRecordDecl *referredTo(QualType T) {
  if (T.isNull())
    return nullptr;
  if (T->isPointerType())
    return readable(recordOf(T->getPointeeType()));
  const QualType Pointee = isSmartPointer(T) ? typeArgumentOf(T) : QualType();
  return readable(recordOf(Pointee.isNull() ? T : Pointee));
}

/// The most threads of \p T or, with \p WithMembers, of what its members refer to.
OwnThreads threadsBehind(QualType T, bool WithMembers, const models::ModelSet &Models) {
  const CXXRecordDecl *Class = referredTo(T);
  if (!Class)
    return OwnThreads::None;
  OwnThreads Most = ownThreads(*Class, Models);
  if (WithMembers)
    visitWithBases(Class, [&](const CXXRecordDecl &Base) {
      for (const FieldDecl *Field : Base.fields())
        Most = std::max(Most, threadsBehind(Field->getType(), false, Models));
      return false;
    });
  return Most;
}

/// The most threads of what \p Value, an argument of what is awaited, is or was made for: `on(pool)`,
/// `pool.get_executor()`. What a call gives must refer to them; it may be no more than a number that the pool was
/// asked.
OwnThreads threadsOf(const Expr &Value, const models::ModelSet &Models) {
  OwnThreads Most = threadsBehind(Value.getType(), false, Models);
  const auto *Made = dyn_cast<CallExpr>(withoutTemporaries(&Value));
  if (!Made)
    return Most;
  OwnThreads Asked = OwnThreads::None;
  if (const auto *OnObject = dyn_cast<CXXMemberCallExpr>(Made))
    Asked = threadsBehind(OnObject->getImplicitObjectArgument()->getType(), false, Models);
  for (const Expr *Argument : Made->arguments())
    Asked = std::max(Asked, threadsOf(*Argument, Models));
  return std::max(Most, std::min(Asked, threadsBehind(Value.getType(), true, Models)));
}

/// What \p E is, or what the local that it names was made of.
const Expr &madeOf(const Expr &E) {
  const Expr *Made = valueIn(&E);
  const auto *Name = dyn_cast<DeclRefExpr>(Made);
  const auto *Local = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Local && Local->hasLocalStorage() && Local->getInit() ? *valueIn(Local->getInit()) : *Made;
}

/// Whether \p E is a pool of threads, as a model or its members say, or was asked of one: `pool.get_executor()`.
bool isOfPool(const Expr &E, const models::ModelSet &Models) {
  const auto IsPool = [&](const Expr &Object) {
    return isModelled(Object.getType(), models::Means::MovesToBlockingThread, Models) ||
           threadsBehind(Object.getType(), false, Models) == OwnThreads::Several;
  };
  const auto *Asked = dyn_cast<CXXMemberCallExpr>(&madeOf(E));
  return IsPool(E) || (Asked && IsPool(*Asked->getImplicitObjectArgument()));
}

/// Whether an argument of \p Call binds the coroutine that awaits it to a pool, as a model says of what made it:
/// `bind_executor(pool, use_awaitable)`.
bool isBoundToPool(const CallExpr &Call, const models::ModelSet &Models) {
  return llvm::any_of(Call.arguments(), [&](const Expr *Argument) {
    const auto *Made = dyn_cast<CallExpr>(&madeOf(*Argument));
    const FunctionDecl *Callee = Made ? Made->getDirectCallee() : nullptr;
    if (!Callee)
      return false;
    if (!Models.is(qualifiedName(*Callee), models::Means::MovesToBlockingThread))
      return isBoundToPool(*Made, Models);
    return llvm::any_of(Made->arguments(), [&](const Expr *To) { return isOfPool(*To, Models); });
  });
}

} // namespace

Hop hopOf(const CoawaitExpr &Await, TranslationUnit &Unit) {
  const Expr *Operand = withoutTemporaries(Await.getOperand());
  const auto *Call = dyn_cast<CallExpr>(Operand);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const models::ModelSet &Models = Unit.models();
  if (Callee && Models.is(qualifiedName(*Callee), models::Means::MovesToBlockingThread))
    return Hop::ToBlockingThread;
  if (Call && isBoundToPool(*Call, Models))
    return Hop::ToBlockingThread;
  if (!canSuspend(Await) || Unit.workOf(Operand->getType()).isTask())
    return Hop::None;
  OwnThreads Most = std::max(threadsBehind(Operand->getType(), true, Models),
                             threadsBehind(Await.getCommonExpr()->getType(), true, Models));
  if (const auto *OnObject = dyn_cast_or_null<CXXMemberCallExpr>(Call))
    Most = std::max(Most, threadsBehind(OnObject->getImplicitObjectArgument()->getType(), false, Models));
  if (Call)
    for (const Expr *Argument : Call->arguments())
      Most = std::max(Most, threadsOf(*Argument, Models));
  switch (Most) {
  case OwnThreads::Several:
    return Hop::ToBlockingThread;
  case OwnThreads::One:
    return Hop::ToLoop;
  case OwnThreads::None:
    return Hop::None;
  }
  return Hop::None;
}

} // namespace asynctidy::facts
