// The flags that waits for a signal test: `co_await changed_.wait([this] { return !busy_; });`
#include "facts/calls/signals.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/MapVector.h"

#include <optional>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// A flag, and the value with which a wait goes on.
struct AwaitedFlag {
  const FieldDecl *Flag;
  bool GoesOnWith;
  SignalUse Wait;
  bool IsClear = true; ///< all waits go on with the same value
};

/// By the location of the flag, so that the instances of a template are one.
using AwaitedFlags = llvm::MapVector<SourceLocation, AwaitedFlag>;

/// `bool`, also in a std::atomic.
bool isFlag(QualType T) {
  const auto *Wrapped = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  const bool IsAtomic = Wrapped && Wrapped->isInStdNamespace() && Wrapped->getName() == "atomic" &&
                        Wrapped->getTemplateArgs().size() > 0 &&
                        Wrapped->getTemplateArgs()[0].getKind() == TemplateArgument::Type;
  return (IsAtomic ? Wrapped->getTemplateArgs()[0].getAsType() : T)->isBooleanType();
}

/// The flag of this object that \p E names.
const MemberExpr *flagIn(const Expr *E) {
  const auto *Member = dyn_cast<MemberExpr>(withoutTemporaries(E));
  const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()) && isFlag(Field->getType()) ? Member
                                                                                                         : nullptr;
}

/// Calls \p Visit with the flags that \p Condition needs, or needs one of, and the values that it needs.
void forEachFlagIn(const Expr *Condition, bool Value, llvm::function_ref<void(const MemberExpr &, bool)> Visit) {
  Condition = withoutTemporaries(Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(Condition); Not && Not->getOpcode() == UO_LNot)
    return forEachFlagIn(Not->getSubExpr(), !Value, Visit);
  if (const auto *Both = dyn_cast<BinaryOperator>(Condition); Both && Both->isLogicalOp()) {
    forEachFlagIn(Both->getLHS(), Value, Visit);
    return forEachFlagIn(Both->getRHS(), Value, Visit);
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Condition); // of a std::atomic: a conversion, or load()
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (Method && (isa<CXXConversionDecl>(Method) || simpleNameOf(Method) == "load"))
    Condition = Call->getImplicitObjectArgument();
  if (const MemberExpr *Flag = flagIn(Condition))
    Visit(*Flag, Value);
}

/// What \p S sets a flag to.
std::optional<std::pair<const MemberExpr *, bool>> flagSetBy(const Stmt &S) {
  const Expr *Target = nullptr, *Value = nullptr;
  if (const auto *Assign = dyn_cast<BinaryOperator>(&S); Assign && Assign->getOpcode() == BO_Assign) {
    Target = Assign->getLHS();
    Value = Assign->getRHS();
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S);
             Operator && Operator->getOperator() == OO_Equal) {
    Target = Operator->getArg(0);
    Value = Operator->getArg(1);
  } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
             Call && Call->getNumArgs() > 0 && simpleNameOf(Call->getMethodDecl()) == "store") {
    Target = Call->getImplicitObjectArgument();
    Value = Call->getArg(0);
  }
  const MemberExpr *Flag = Target ? flagIn(Target) : nullptr;
  const auto *To = Value ? dyn_cast<CXXBoolLiteralExpr>(withoutTemporaries(Value)) : nullptr;
  return Flag && To ? std::optional(std::pair(Flag, To->getValue())) : std::nullopt;
}

/// Adds what \p Wait tests: in its predicate, or in the condition of a loop around it.
void addFlagsOf(const SignalUse &Wait, TranslationUnit &Unit, AwaitedFlags &Found) {
  const auto Add = [&](const MemberExpr &Flag, bool GoesOnWith) {
    const auto *Field = cast<FieldDecl>(Flag.getMemberDecl());
    const SignalUse Use{SignalStep::Waits, Wait.In, Field, &Flag, Wait.At, true};
    const auto [It, New] = Found.insert({Field->getLocation(), {Field, GoesOnWith, Use}});
    It->second.IsClear &= New || It->second.GoesOnWith == GoesOnWith;
  };
  forEachEvaluated(Wait.At, [&](const Stmt &S) {
    const auto *Lambda = dyn_cast<LambdaExpr>(&S);
    const auto *Body = Lambda ? dyn_cast<CompoundStmt>(Lambda->getBody()) : nullptr;
    const auto *Return = Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
    if (Return && Return->getRetValue())
      forEachFlagIn(Return->getRetValue(), true, Add);
  });
  const Parents &Up = indexOf(*Wait.In, Unit).parents();
  for (const Stmt *Above = Up.of(*Wait.At); Above; Above = Up.of(*Above))
    if (const auto *Loop = dyn_cast<WhileStmt>(Above))
      forEachFlagIn(Loop->getCond(), false, Add);
}

} // namespace

void Signals::findFlags() {
  AwaitedFlags Flags;
  for (const FunctionDecl *F : Unit.userCode().Functions)
    for (const SignalUse &Use : in(*F))
      if (Use.Does == SignalStep::Waits)
        addFlagsOf(Use, Unit, Flags);
  if (Flags.empty())
    return;
  for (const auto &[At, Flag] : Flags)
    if (Flag.IsClear)
      note(Flag.Wait);
  for (const FunctionDecl *F : Unit.userCode().Functions)
    if (!F->isDependentContext())
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        const auto Sets = flagSetBy(S);
        const auto Flag = Sets ? Flags.find(Sets->first->getMemberDecl()->getLocation()) : Flags.end();
        if (Flag != Flags.end() && Flag->second.IsClear)
          note({Sets->second == Flag->second.GoesOnWith ? SignalStep::Completes : SignalStep::Opens, F,
                cast<FieldDecl>(Sets->first->getMemberDecl()), Sets->first, &S, true});
      });
}

} // namespace asynctidy::facts
