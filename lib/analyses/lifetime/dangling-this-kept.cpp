#include "analyses/lifetime/dangling-this-kept.h"

#include "facts/calls/callers.h"
#include "facts/calls/object-ends.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/reference-counting.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

#include <utility>
#include <vector>

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

/// How the objects of a class are kept, as far as the unit shows it.
struct Keeping {
  bool ByPointer = false; ///< by smart pointers: they die one by one
  bool ByStatic = false;  ///< a variable with static storage, or of main(), or a part of one: as long as the program
};

/// By the canonical class.
struct KeepingOfUnit : Analysis<WholeUnit, llvm::DenseMap<const CXXRecordDecl *, Keeping>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    auto Note = [&](QualType T, bool IsStatic) {
      const bool Owns = isOwningPointer(T);
      const CXXRecordDecl *Class = recordOf(Owns ? typeArgumentOf(T) : T);
      if (!Class || T->isReferenceType() || T->isPointerType())
        return;
      Found[Class->getCanonicalDecl()].ByPointer |= Owns;
      Found[Class->getCanonicalDecl()].ByStatic |= IsStatic && !Owns;
    };
    for (const Expr *Initializer : Unit.userCode().Initializers)
      forEachEvaluated(Initializer, [&](const Stmt &S) {
        if (const auto *Call = dyn_cast<CallExpr>(&S); Call && !Call->isTypeDependent())
          Note(Call->getType(), false);
      });
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      if (F->isDependentContext())
        continue;
      for (const ParmVarDecl *Parameter : F->parameters())
        Note(Parameter->getType().getNonReferenceType(), false);
      Note(F->getReturnType(), false);
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        forEachDeclared(S, [&](const VarDecl &V) { Note(V.getType(), V.hasGlobalStorage() || F->isMain()); });
        if (const auto *E = dyn_cast<Expr>(&S); E && isa<CallExpr, MemberExpr, DeclRefExpr>(E))
          Note(E->getType(), isa<DeclRefExpr>(E) && isa<VarDecl>(cast<DeclRefExpr>(E)->getDecl()) &&
                                 cast<VarDecl>(cast<DeclRefExpr>(E)->getDecl())->hasGlobalStorage());
      });
    }
    for (const CXXRecordDecl *Class : keptForGood(Found))
      keepParts(*Class, Found, Unit);
    return Found;
  }

  static std::vector<const CXXRecordDecl *> keptForGood(const Result &Known) {
    std::vector<const CXXRecordDecl *> Classes;
    for (const auto &[Class, Kept] : Known)
      if (Kept.ByStatic)
        Classes.push_back(Class);
    return Classes;
  }

  /// What an object of \p Class, which lives as long as the program, has as a part or owns alone and never lets go,
  /// lives as long.
  static void keepParts(const CXXRecordDecl &Class, Result &Found, TranslationUnit &Unit) {
    const CXXRecordDecl *Record = readable(&Class);
    if (!Record || !Unit.isUserCode(Record->getLocation()))
      return;
    for (const FieldDecl *Field : Record->fields()) {
      const QualType T = Field->getType();
      const CXXRecordDecl *Part = recordOf(isSoleOwner(T) ? typeArgumentOf(T) : T);
      if (!Part || T->isReferenceType() || T->isPointerType() || (isOwningPointer(T) && !isSoleOwner(T)) ||
          llvm::any_of(objectEnds(Unit),
                       [&](const ObjectEnd &End) { return End.Owner->getLocation() == Field->getLocation(); }))
        continue;
      Keeping &Kept = Found[Part->getCanonicalDecl()];
      if (!std::exchange(Kept.ByStatic, true))
        keepParts(*Part, Found, Unit);
    }
  }
};

/// Whether \p F is a constructor, or one calls it for its own object: `worker() { start(); }`.
bool runsInConstructor(const FunctionDecl &F, TranslationUnit &Unit) {
  return isa<CXXConstructorDecl>(F) || llvm::any_of(callersIn(Unit).of(F), [](const Caller &By) {
           const Expr *Object = partsOf(*By.Call).Object;
           return isa_and_nonnull<CXXConstructorDecl>(By.In) && Object &&
                  isa<CXXThisExpr>(Object->IgnoreParenImpCasts());
         });
}

} // namespace

bool mayDieAlone(const FunctionDecl &F, const CXXRecordDecl &Class, TranslationUnit &Unit) {
  const auto &Kept = Unit.get<KeepingOfUnit>({});
  const auto It = Kept.find(Class.getCanonicalDecl());
  if (It != Kept.end() && It->second.ByStatic)
    return false;
  const CXXRecordDecl *Record = readable(&Class);
  const CXXDestructorDecl *Destructor = Record ? writtenDestructor(*Record) : nullptr;
  return runsInConstructor(F, Unit) || (It != Kept.end() && It->second.ByPointer) || countsReferences(Class) ||
         (Destructor && Destructor->isUserProvided());
}

} // namespace asynctidy::analyses
