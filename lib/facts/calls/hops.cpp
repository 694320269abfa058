#include "facts/calls/hops.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/thread-owner.h"

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

} // namespace

Hop hopOf(const CoawaitExpr &Await, TranslationUnit &Unit) {
  const Expr *Operand = withoutTemporaries(Await.getOperand());
  const auto *Call = dyn_cast<CallExpr>(Operand);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const models::ModelSet &Models = Unit.models();
  if (Callee && Models.is(qualifiedName(*Callee), models::Means::MovesToBlockingThread))
    return Hop::ToBlockingThread;
  if (!canSuspend(Await) || Unit.workOf(Operand->getType()).isTask())
    return Hop::None;
  OwnThreads Most = std::max(threadsBehind(Operand->getType(), true, Models),
                             threadsBehind(Await.getCommonExpr()->getType(), true, Models));
  if (const auto *OnObject = dyn_cast_or_null<CXXMemberCallExpr>(Call))
    Most = std::max(Most, threadsBehind(OnObject->getImplicitObjectArgument()->getType(), false, Models));
  if (Call)
    for (const Expr *Argument : Call->arguments())
      Most = std::max(Most, threadsBehind(Argument->getType(), false, Models));
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
