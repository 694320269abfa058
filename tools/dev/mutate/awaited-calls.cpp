// Awaited calls of coroutines: bugs that take the call out of its `co_await`, and make what it needs die first.
#include "finder.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

/// Where a coroutine uses a parameter, or its object if there is none: after its first suspension or not.
class Uses : public RecursiveASTVisitor<Uses> {
public:
  Uses(const CoroutineBodyStmt &Body, const ParmVarDecl *Parameter) : Parameter(Parameter) {
    const auto *Initial = dyn_cast_or_null<Expr>(Body.getInitSuspendStmt());
    const auto *Await = Initial ? dyn_cast<CoawaitExpr>(Initial->IgnoreImplicit()) : nullptr;
    const CXXRecordDecl *Awaiter = Await ? Await->getOperand()->getType()->getAsCXXRecordDecl() : nullptr;
    HasSuspended = Awaiter && Awaiter->getIdentifier() && Awaiter->getName() == "suspend_always";
    TraverseStmt(Body.getBody());
  }

  bool IsLate = false;

  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitDeclRefExpr(DeclRefExpr *Name) {
    IsLate |= HasSuspended && Parameter && Name->getDecl() == Parameter;
    return true;
  }
  bool VisitCXXThisExpr(CXXThisExpr *) {
    IsLate |= HasSuspended && !Parameter;
    return true;
  }

  // Clang keeps an await's operand in several parts of it.
  bool TraverseCoawaitExpr(CoawaitExpr *Await) {
    const bool Continue = TraverseStmt(Await->getOperand());
    HasSuspended = true;
    return Continue;
  }

private:
  const ParmVarDecl *Parameter;
  bool HasSuspended = false;
};

const CXXRecordDecl *classOf(const Expr &E) {
  const CXXRecordDecl *Record = E.getType()->getAsCXXRecordDecl();
  return Record && Record->hasDefinition() ? Record->getDefinition() : nullptr;
}

/// Whether \p E names an object of a class that can be copied and has something to lose.
bool isCopyable(const Expr &E) {
  if (!E.isGLValue() || E.isXValue())
    return false;
  const CXXRecordDecl *Record = classOf(E);
  if (!Record)
    return E.getType()->isArithmeticType();
  if (Record->isEmpty() || Record->isAbstract())
    return false;
  for (const CXXConstructorDecl *Constructor : Record->ctors())
    if (Constructor->isCopyConstructor())
      return !Constructor->isDeleted();
  return Record->needsOverloadResolutionForCopyConstructor() || !Record->defaultedCopyConstructorIsDeleted();
}

bool isMoveOnly(const Expr &E) {
  const CXXRecordDecl *Record = classOf(E);
  if (!Record)
    return false;
  for (const CXXConstructorDecl *Constructor : Record->ctors())
    if (Constructor->isCopyConstructor())
      return Constructor->isDeleted();
  return Record->hasUserDeclaredMoveConstructor();
}

/// One `co_await call(…)`.
class AwaitedCall {
public:
  AwaitedCall(const Function &In, const Statement &At, const CallExpr &Call, const CoroutineBodyStmt &Body,
              const FunctionDecl &Callee, Places &Into)
      : In(In), At(At), Call(Call), Body(Body), Callee(Callee), Into(Into), Text(Into.Text) {}

  void find() {
    const std::optional<Span> Bytes = Text.span(Call.getSourceRange());
    const std::optional<std::string> Written = Text.oneLine(Call.getSourceRange());
    if (!Bytes || !Written || Bytes->Begin == At.Begin.Offset)
      return;
    Whole = *Bytes;
    if (isWholeStatement() && isMoveOnly(Call)) {
      const std::string Again = "co_await ::std::move(planted);";
      instead("twice", "auto planted = " + *Written + "; " + Again + " " + Again);
      instead("callback", "::std::function<void()>([&] { return " + *Written + "; })();");
      instead("detached",
              "[](auto planted) -> ::planted_detached { co_await ::std::move(planted); }(" + *Written + ");");
    }
    arguments();
    object();
  }

private:
  bool isWholeStatement() const {
    const auto *E = dyn_cast<Expr>(&At.S);
    const auto *Await = E ? dyn_cast<CoawaitExpr>(E->IgnoreImplicit()) : nullptr;
    return Await && Await->getOperand()->IgnoreImplicit() == &Call;
  }

  void instead(llvm::StringRef Kind, std::string Statement) {
    Into.add(kindNamed(Kind), At.Begin.File, {{{At.Begin.Offset, At.End.Offset}, std::move(Statement)}}, {At.lines()},
             In.IsInstantiated);
  }

  /// The work, made in a statement of its own, before the one that awaits it.
  void before(llvm::StringRef Kind, std::string Declared, llvm::StringRef Awaited) {
    Into.add(kindNamed(Kind), At.Begin.File,
             {{{At.Begin.Offset, At.Begin.Offset}, Declared + " "}, {Whole, Awaited.str()}}, {At.lines()},
             In.IsInstantiated);
  }

  void arguments() {
    const unsigned Object = isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee) ? 1 : 0;
    for (unsigned I = 0; I < Callee.getNumParams() && I + Object < Call.getNumArgs(); ++I) {
      const ParmVarDecl &Parameter = *Callee.getParamDecl(I);
      const auto *Reference = Parameter.getType()->getAs<LValueReferenceType>();
      const Expr &Argument = *Call.getArg(I + Object)->IgnoreImplicit();
      if (!Reference || !isCopyable(Argument) || !Uses(Body, &Parameter).IsLate ||
          !Argument.getType()->getUnqualifiedDesugaredType()->isStructureOrClassType() ||
          Argument.getType().getCanonicalType().getUnqualifiedType() !=
              Reference->getPointeeType().getCanonicalType().getUnqualifiedType())
        continue;
      const std::optional<Span> Bytes = Text.span(Argument.getSourceRange());
      const std::optional<std::string> Value = Text.oneLine(Argument.getSourceRange());
      if (!Bytes || !Value || Value->find('[') != std::string::npos)
        continue;
      const std::string Copied = "auto planted_copy = " + *Value + "; ";
      const Edit Copy{*Bytes, "planted_copy"},
          Temporary{*Bytes, "::std::decay_t<decltype(" + *Value + ")>(" + *Value + ")"};
      const std::string WithCopy = *Text.oneLine(Call.getSourceRange(), &Copy);
      if (Reference->getPointeeType().isConstQualified())
        before("temporary", "auto planted = " + *Text.oneLine(Call.getSourceRange(), &Temporary) + ";",
               "::std::move(planted)");
      else
        before("temporary",
               "::std::optional<decltype(" + *Text.oneLine(Call.getSourceRange()) + ")> planted; { " + Copied +
                   "planted.emplace(" + WithCopy + "); }",
               "::std::move(*planted)");
      Into.add(kindNamed("escape"), At.Begin.File, {{Whole, "[&] { " + Copied + "return " + WithCopy + "; }()"}},
               {At.lines()}, In.IsInstantiated);
      return;
    }
  }

  void object() {
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
    const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call);
    const auto *Member = Method ? dyn_cast<MemberExpr>(Method->getCallee()->IgnoreParens()) : nullptr;
    const Expr *Object = Operator && isa<CXXMethodDecl>(Callee) ? Operator->getArg(0)
                         : Member && !Member->isArrow()         ? Member->getBase()
                                                                : nullptr;
    if (!Object)
      return;
    const bool IsClosure = cast<CXXMethodDecl>(Callee).getParent()->isLambda();
    const Expr &Named = *Object->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit();
    const llvm::StringRef Kind = IsClosure ? "capture" : "object";
    // A closure's captures are its members, but are written as the variables.
    if (IsClosure ? cast<CXXMethodDecl>(Callee).getParent()->isEmpty() : !Uses(Body, nullptr).IsLate)
      return;
    std::optional<std::string> Made;
    if (isa<LambdaExpr>(Named)) {
      Made = Text.oneLine(Call.getSourceRange());
    } else if (isCopyable(Named)) {
      const std::optional<Span> Bytes = Text.span(Named.getSourceRange());
      const std::optional<std::string> Value = Text.oneLine(Named.getSourceRange());
      if (!Bytes || !Value)
        return;
      const Edit Temporary{*Bytes, "::std::decay_t<decltype(" + *Value + ")>(" + *Value + ")"};
      Made = Text.oneLine(Call.getSourceRange(), &Temporary);
    }
    if (Made)
      before(Kind, "auto planted = " + *Made + ";", "::std::move(planted)");
  }

  const Function &In;
  const Statement &At;
  const CallExpr &Call;
  const CoroutineBodyStmt &Body;
  const FunctionDecl &Callee;
  Places &Into;
  SourceText &Text;
  Span Whole;
};

} // namespace

void findAwaitedCalls(const Function &In, Places &Into) {
  for (const Statement &At : In.Statements)
    for (const CoawaitExpr *Await : At.Awaits) {
      const auto *Call = Await ? dyn_cast<CallExpr>(Await->getOperand()->IgnoreImplicit()->IgnoreParens()) : nullptr;
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (!Callee || !coroutineBody(Callee) || !isa<Expr, DeclStmt, ReturnStmt, CoreturnStmt>(At.S))
        continue;
      Callee->getBody(Callee); // whose parameters the body uses
      AwaitedCall(In, At, *Call, *coroutineBody(Callee), *Callee, Into).find();
    }
}

} // namespace asynctidy::mutate
