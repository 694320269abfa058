#include "facts/errors/exception-pointers.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace asynctidy::facts {

bool isExceptionPointer(QualType T, const models::ModelSet &Models) {
  const CXXRecordDecl *Class = recordOf(T);
  return Class && Class->getDeclName().isIdentifier() && Class->getName().contains("exception_") &&
         isErrorOutcome(T, Models);
}

bool givesCurrentException(const Expr &E, const models::ModelSet &Models) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  return Call && Call->getNumArgs() == 0 && !isa<CXXMemberCallExpr>(Call) &&
         isExceptionPointer(Call->getType(), Models);
}

const Expr *exceptionPointerThrownBy(const Stmt &S, const models::ModelSet &Models) {
  const Expr *Thrown = nullptr;
  if (const auto *Throw = dyn_cast<CXXThrowExpr>(&S))
    Thrown = Throw->getSubExpr();
  else if (const auto *Call = dyn_cast<CallExpr>(&S); Call && Call->getNumArgs() == 1)
    if (const FunctionDecl *Callee = Call->getDirectCallee(); Callee && Callee->getDeclName().isIdentifier() &&
                                                              Callee->getName() == "make_exception_ptr" &&
                                                              Callee->getPrimaryTemplate())
      Thrown = Call->getArg(0);
  return Thrown && !Thrown->isTypeDependent() && isExceptionPointer(Thrown->getType(), Models) ? Thrown : nullptr;
}

namespace {

struct CaughtClasses : Analysis<WholeUnit, llvm::DenseSet<const CXXRecordDecl *>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Caught;
    for (const FunctionDecl *F : Unit.userCode().Functions)
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        const auto *Handler = dyn_cast<CXXCatchStmt>(&S);
        if (const CXXRecordDecl *Class =
                Handler && !Handler->getCaughtType().isNull() ? recordOf(Handler->getCaughtType()) : nullptr)
          Caught.insert(Class->getCanonicalDecl());
      });
    return Caught;
  }
};

} // namespace

bool isCaught(QualType T, TranslationUnit &Unit) {
  const CXXRecordDecl *Class = recordOf(T);
  return Class && Unit.get<CaughtClasses>({}).contains(Class->getCanonicalDecl());
}

} // namespace asynctidy::facts
