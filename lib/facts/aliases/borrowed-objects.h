// What a value refers to without owning it, and what keeps that alive.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// An object that a value refers to, as one function sees it.
struct BorrowedObject {
  enum class Kind : unsigned char {
    Temporary, ///< dies at the end of the full expression
    Local,     ///< a variable of this function, parameters by value included
    Borrowed,  ///< what a reference, pointer or view that is a parameter of this function refers to
    This,      ///< the object of this member function; of a lambda: what it has captured by copy
  };
  Kind Life;
  const clang::Expr *Named;       ///< the expression that makes or names it
  const clang::VarDecl *Variable; ///< of Local and Borrowed

  bool operator==(const BorrowedObject &Other) const {
    return Life == Other.Life && Named == Other.Named && Variable == Other.Variable;
  }
};
using BorrowedObjects = llvm::SmallVector<BorrowedObject, 2>;

/// What an object of type \p To refers to when it is initialized with \p From, an expression of \p F: the object itself
/// for a reference, what a view looks at, what a closure has captured by reference, all of these for the members of an
/// aggregate. Nothing for what owns its value, and for what the function does not show: the pointee of a smart pointer,
/// the result of most functions.
BorrowedObjects objectsBorrowedBy(const clang::Expr &From, clang::QualType To, const clang::FunctionDecl &F,
                                  TranslationUnit &Unit);

/// The object that \p E, a glvalue of \p F, names.
BorrowedObjects objectsNamedBy(const clang::Expr &E, const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
