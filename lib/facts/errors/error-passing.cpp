#include "facts/errors/error-passing.h"

#include "facts/flow/def-use.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

struct NeverReadLocals : Analysis<const FunctionDecl *, Variables> {
  static Result run(const FunctionDecl *F, TranslationUnit &) { return neverReadIn(writtenBody(*F)); }
};

class PassingOn {
public:
  PassingOn(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit) {}

  bool operator()(const Stmt *Body, const Variables &Error, bool Unknown) {
    Found = false;
    UnknownCounts = Unknown;
    look(Body, Error, false, /*Depth=*/2);
    return Found;
  }

private:
  /// \p Whole: the value of \p S is passed on.
  void look(const Stmt *S, const Variables &Error, bool Whole, unsigned Depth) {
    if (!S || Found || isStoredUnread(*S))
      return;
    if (const auto *Name = dyn_cast<DeclRefExpr>(S)) {
      Found |= Whole && Error.contains(Name->getDecl());
      return;
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &Capture : Lambda->captures())
        Found |= Capture.capturesVariable() && Error.contains(Capture.getCapturedVar());
      return;
    }
    if (isa<ParenExpr>(S) || isa<ImplicitCastExpr>(S) || isa<FullExpr>(S) || isa<MaterializeTemporaryExpr>(S) ||
        isa<CXXBindTemporaryExpr>(S) || isa<ExplicitCastExpr>(S) || isa<ConditionalOperator>(S))
      return forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child, Error, Whole, Depth); });
    if (const auto *Operator = dyn_cast<UnaryOperator>(S); Operator && Operator->getOpcode() == UO_AddrOf)
      return look(Operator->getSubExpr(), Error, true, Depth);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(S)) {
      for (const Expr *Argument : Construct->arguments())
        look(Argument, Error, true, Depth);
      return;
    }
    if (isa<InitListExpr>(S) || isa<ReturnStmt>(S) || isa<CoreturnStmt>(S))
      return forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child, Error, true, Depth); });
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S); Operator && Operator->getOperator() != OO_Call) {
      for (const Expr *Argument : Operator->arguments())
        look(Argument, Error, Operator->isAssignmentOp(), Depth);
      return;
    }
    if (const auto *Operator = dyn_cast<BinaryOperator>(S); Operator && Operator->getOpcode() == BO_Assign) {
      look(Operator->getLHS(), Error, false, Depth);
      return look(Operator->getRHS(), Error, true, Depth);
    }
    if (const auto *Call = dyn_cast<CallExpr>(S))
      return call(*Call, Error, Depth);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child, Error, false, Depth); });
  }

  /// std::current_exception() and its like.
  bool returnsCurrentException(const CallExpr &Call) const {
    return Call.getNumArgs() == 0 && !isa<CXXMemberCallExpr>(Call) && isErrorOutcome(Call.getType(), Unit.models());
  }

  /// Whether \p S only stores the exception in a local that is never read.
  bool isStoredUnread(const Stmt &S) const {
    const VarDecl *Into = nullptr;
    const Expr *Stored = nullptr;
    if (const Expr *Target = assignedBy(S)) {
      Into = localIn(Target);
      Stored = valueAssignedBy(S);
    }
    forEachDeclared(S, [&](const VarDecl &V) {
      Into = &V;
      Stored = V.getInit();
    });
    const auto *Call = Into && Stored ? dyn_cast<CallExpr>(valueIn(Stored)) : nullptr;
    return Call && returnsCurrentException(*Call) && Unit.get<NeverReadLocals>(&F).contains(Into);
  }

  void call(const CallExpr &Call, const Variables &Error, unsigned Depth) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (returnsCurrentException(Call)) { // its result is passed on
      Found = true;
      return;
    }
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
      look(Member->getImplicitObjectArgument(), Error, false, Depth);
      // Promises and test frameworks take an exception by a member function that is named for it: `set_exception`.
      if (Callee && Callee->getDeclName().isIdentifier() &&
          llvm::StringRef(Callee->getName()).lower().find("exception") != std::string::npos &&
          !Callee->getReturnType()->isBooleanType() && !mentions(Member->getImplicitObjectArgument(), Error))
        Found = true;
    }
    const Stmt *Body = Callee && Unit.isUserCode(Callee->getLocation()) ? bodyOf(*Callee) : nullptr;
    const bool Looks = Body && Depth > 0 && !isCoroutine(*Callee);
    for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
      if (!Looks || I >= Callee->getNumParams()) {
        look(Call.getArg(I), Error, !isOutput(Call), Depth);
        continue;
      }
      Variables Given;
      if (mentions(Call.getArg(I), Error)) {
        look(Call.getArg(I), Error, false, Depth);
        Given.insert(Callee->getParamDecl(I));
        look(Body, Given, false, Depth - 1);
      }
    }
    if (Looks) {
      forEachEvaluated(Body, [&](const Stmt &S) { Found |= isa<CXXThrowExpr>(S) || isNoReturnCall(S); });
      if (!Found)
        look(Body, {}, false, Depth - 1);
    } else if (UnknownCounts && Call.getNumArgs() == 0 && !Body) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      const bool Own = Member && isa<CXXThisExpr>(withoutTemporaries(Member->getImplicitObjectArgument()));
      Found |= (!Member || Own) && !isa<CXXOperatorCallExpr>(Call); // it may inspect the exception being handled
    }
  }

  /// A variadic C function only formats the value and keeps nothing of it.
  static bool isOutput(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Callee->isVariadic();
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  bool Found = false;
  bool UnknownCounts = false;
};

} // namespace

bool passesOn(const Stmt *Body, const FunctionDecl &F, const Variables &Error, bool Unknown, TranslationUnit &Unit) {
  return PassingOn(F, Unit)(Body, Error, Unknown);
}

} // namespace asynctidy::facts
