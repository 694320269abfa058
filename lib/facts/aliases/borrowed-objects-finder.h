// Follows an expression to what it refers to. Only for the makers of BorrowedObjects.
#pragma once

#include "facts/aliases/access-step.h"
#include "facts/aliases/borrowed-objects.h"
#include "facts/syntax/call-parts.h"

#include "clang/AST/ExprCXX.h"

#include <set>
#include <tuple>
#include <utility>

namespace asynctidy::facts {

class BorrowedObjectsFinder {
public:
  BorrowedObjectsFinder(const clang::FunctionDecl &F, TranslationUnit &Unit, unsigned Calls = 0)
      : F(F), Unit(Unit), Calls(Calls) {}

  /// What the object that the glvalue \p E names is.
  void object(const clang::Expr *E, unsigned Depth);
  /// What the value \p E, a pointer, a view or something that holds such, refers to.
  void value(const clang::Expr *E, unsigned Depth);

  /// What something of type \p As refers to that is initialized with \p Argument.
  void referTo(const clang::Expr *Argument, clang::QualType As, unsigned Depth);

  BorrowedObjects take() { return std::move(Found); }

private:
  void add(BorrowedObject::Kind Life, const clang::Expr *Named, const clang::VarDecl *Variable);

  void temporary(const clang::MaterializeTemporaryExpr &Temporary, unsigned Depth);
  bool isOwn(const clang::VarDecl &V) const;
  void whole(const AccessStep &Step, unsigned Depth);
  void variable(const clang::Expr &Name, const clang::ValueDecl &Declared, unsigned Depth);
  void read(const clang::Expr &Name, const clang::ValueDecl &Declared, unsigned Depth);
  void captures(const clang::LambdaExpr &Lambda, unsigned Depth);
  void members(const clang::InitListExpr &List, unsigned Depth);
  void lookedAt(const clang::Expr *Argument, unsigned Depth);
  void construction(const clang::CXXConstructExpr &Construct, unsigned Depth);

  // What calls give, in borrowed-from-calls.cpp.
  bool boundByDeclaration(const CallParts &Parts, unsigned Depth);
  void theObject(const clang::Expr &Object, unsigned Depth);
  void passedOn(const clang::CallExpr &Call, unsigned Depth);
  bool owns(const clang::Expr &Pointer) const;
  void element(const AccessStep &Step, unsigned Depth);
  bool isUsersOwn(const clang::CallExpr &Call) const;
  void valueOfCall(const clang::CallExpr &Call, unsigned Depth);

  const clang::FunctionDecl &F;
  TranslationUnit &Unit;
  BorrowedObjects Found;
  /// Which objects are found, by life, naming expression and variable.
  std::set<std::tuple<BorrowedObject::Kind, const clang::Expr *, const clang::VarDecl *>> Known;
  const unsigned Calls; ///< of functions looked into on the way here
};

} // namespace asynctidy::facts
