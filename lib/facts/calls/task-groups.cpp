#include "facts/calls/task-groups.h"

#include "facts/syntax/call-parts.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// The words of an operation that waits until a group is empty.
bool isNamedAsWait(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Words[] = {"join",  "joined", "wait",    "empty",  "idle",    "drained",
                                                  "drain", "close",  "cleanup", "finish", "finished"};
  return hasWord(Name, Words);
}

/// Asked of each class once.
struct IsGroup : Analysis<const CXXRecordDecl *, bool> {
  static Result run(const CXXRecordDecl *Class, TranslationUnit &Unit) {
    return visitWithBases(Class, [&](const CXXRecordDecl &Part) {
      return llvm::any_of(Part.methods(), [&](const CXXMethodDecl *Method) {
        if (!Method->getDeclName().isIdentifier() || Method->isStatic() || !isNamedAsWait(Method->getName()))
          return false;
        const QualType Returned = returnTypeOf(*Method);
        return !Returned.isNull() && !Returned->isVoidType() && Unit.workOf(Returned);
      });
    });
  }
};

} // namespace

bool startsInGroup(const CallExpr &Call, const Expr &Argument, TranslationUnit &Unit) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
  if (!Method || !Method->getDeclName().isIdentifier() || isNamedAsWait(Method->getName()) ||
      !Unit.workOf(Argument.getType()) || Unit.workOf(Call.getType()))
    return false;
  const CallParts Parts = partsOf(Call);
  const auto At = llvm::find(Parts.Arguments, &Argument);
  const ParmVarDecl *Parameter = At == Parts.Arguments.end() ? nullptr : Parts.parameter(At - Parts.Arguments.begin());
  if (!Parameter || Parameter->getType()->isLValueReferenceType())
    return false;
  const QualType T = Member->getObjectType();
  const CXXRecordDecl *Class = readable(recordOf(T));
  return Class && !isContainer(T, Unit.models()) && Unit.get<IsGroup>(Class->getCanonicalDecl());
}

} // namespace asynctidy::facts
