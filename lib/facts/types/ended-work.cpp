#include "facts/types/ended-work.h"

#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/work.h"

#include "clang/AST/ExprCXX.h"

#include <optional>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// Calls \p Visit for each object whose work the destructor of \p Record ends by a call.
void forEachEndedBy(const CXXRecordDecl *Record, const models::ModelSet &Models,
                    llvm::function_ref<void(const Expr &)> Visit) {
  Record = readable(Record);
  const CXXDestructorDecl *Destructor = Record ? writtenDestructor(*Record) : nullptr;
  const Stmt *Body = Destructor ? bodyOf(*Destructor) : nullptr;
  if (!Body)
    return;
  forEachEvaluated(Body, [&](const Stmt &S) {
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      for (const Expr *Object : workEndedBy(*Call, Models))
        Visit(*Object);
  });
}

/// The member of `this` that \p E names, looks into or points through; null for `this` itself, nothing for all else.
std::optional<const FieldDecl *> partOfThis(const Expr *E) {
  const FieldDecl *Part = nullptr;
  while (E) {
    E = withoutTemporaries(E);
    if (isa<CXXThisExpr>(E))
      return Part;
    if (const auto *Operator = dyn_cast<UnaryOperator>(E)) {
      E = Operator->getSubExpr(); // *this, &member
    } else if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(E)) {
      E = Arrow->getNumArgs() == 1 ? Arrow->getArg(0) : nullptr;
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      Part = dyn_cast<FieldDecl>(Member->getMemberDecl());
      E = Part ? Member->getBase() : nullptr;
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

/// True when no member of a \p Record that dies before \p Part has a destructor to speak of.
bool diesFirst(const FieldDecl &Part, const CXXRecordDecl *Record) {
  if (!declaresSameEntity(Part.getParent(), Record))
    return false; // of a base, which dies after all of them
  bool IsAfter = false;
  for (const FieldDecl *Field : Part.getParent()->fields()) {
    if (IsAfter && Field->getType().isDestructedType())
      return false;
    IsAfter |= Field == &Part;
  }
  return IsAfter;
}

} // namespace

llvm::SmallVector<const Expr *, 1> workEndedBy(const CallExpr &Call, const models::ModelSet &Models) {
  const CallParts Parts = partsOf(Call);
  const models::Entry *Said = Parts.Callee ? Models.find(qualifiedName(*Parts.Callee), Means::EndsItsWork) : nullptr;
  if (!Said)
    return {};
  if (Parts.Object && Said->Arguments.empty())
    return {Parts.Object};
  llvm::SmallVector<const Expr *, 1> Ended;
  for (size_t I = 0; I < Parts.Arguments.size(); ++I)
    if (Said->speaksOfArgument(I))
      Ended.push_back(Parts.Arguments[I]);
  return Ended;
}

bool destructorEndsWork(QualType T, const models::ModelSet &Models) {
  bool Ends = isModelled(T, Means::EndsItsWork, Models);
  forEachEndedBy(recordOf(T), Models, [&](const Expr &) { Ends = true; });
  return Ends;
}

bool endsItsWork(QualType T, const FieldDecl *Part, const models::ModelSet &Models) {
  if (T.isNull() || T->isReferenceType() || T->isPointerType())
    return false;
  if (const QualType Pointee = isSmartPointer(T) ? typeArgumentOf(T) : QualType(); !Pointee.isNull())
    return isSoleOwner(T) && endsItsWork(Pointee, Part, Models);
  bool Ends = isModelled(T, Means::EndsItsWork, Models);
  forEachEndedBy(recordOf(T), Models, [&](const Expr &Object) {
    const std::optional<const FieldDecl *> Ended = partOfThis(&Object);
    Ends |= Ended && (!*Ended || (Part && (*Ended)->getCanonicalDecl() == Part->getCanonicalDecl()));
  });
  return Ends || (Part && diesFirst(*Part, recordOf(T)) && endsItsWork(Part->getType(), nullptr, Models));
}

} // namespace asynctidy::facts
