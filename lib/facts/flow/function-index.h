// Where one function names its variables: for questions that are asked often about one body.
#pragma once

#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <optional>
#include <utility>

namespace asynctidy::facts {

/// One walk over a function, the member initializers of a constructor included, instead of one for each question. All
/// lists are in the order of the source, parents first.
class FunctionIndex {
public:
  explicit FunctionIndex(const clang::FunctionDecl &F);

  const Parents &parents() const { return Up; }

  /// The number of \p S among the statements of the function; nothing for a statement that is not among them.
  std::optional<unsigned> numberOf(const clang::Stmt &S) const;

  llvm::ArrayRef<const clang::DeclRefExpr *> namesOf(const clang::ValueDecl &V) const { return listOf(Names, V); }
  /// The variables with an initializer that names \p V.
  llvm::ArrayRef<const clang::VarDecl *> madeFrom(const clang::ValueDecl &V) const { return listOf(Made, V); }
  /// \p From and the variables that are made from them, one from the other.
  Variables withDerived(Variables From) const;

  /// The calls of member functions with an object that onlyNames() \p V.
  llvm::ArrayRef<const clang::CXXMemberCallExpr *> callsOn(const clang::ValueDecl &V) const { return listOf(Calls, V); }
  /// Whether \p V is moved from somewhere.
  bool isMoved(const clang::ValueDecl &V) const { return Moved.contains(&V); }
  /// The local variable that is initialized with \p Value, the temporaries around it left out; or null.
  const clang::VarDecl *localMadeOf(const clang::Expr &Value) const { return ByInitializer.lookup(&Value); }

  /// A statement that tests something.
  class Branch {
  public:
    Branch(const clang::Stmt &At, Branching Is) : At(&At), Is(std::move(Is)) {}

    const clang::Stmt *At;
    Branching Is;

    bool leaves(Leaving How) const; ///< facts::leaves()

  private:
    mutable std::optional<bool> Known[2] = {};
  };
  /// Those that test what names \p V. Each && of a long condition tests all that stands before it, so this is looked up
  /// from the names upwards.
  llvm::SmallVector<const Branch *, 4> branchesOn(const clang::ValueDecl &V) const;

private:
  template <class T> using ByVariable = llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const T *, 1>>;

  template <class T> static llvm::ArrayRef<const T *> listOf(const ByVariable<T> &In, const clang::ValueDecl &V) {
    const auto It = In.find(&V);
    return It == In.end() ? llvm::ArrayRef<const T *>() : llvm::ArrayRef<const T *>(It->second);
  }

  void look(const clang::Stmt &S);

  const Parents Up;
  llvm::DenseMap<const clang::Stmt *, unsigned> Numbers;
  ByVariable<clang::DeclRefExpr> Names;
  ByVariable<clang::VarDecl> Made;
  ByVariable<clang::CXXMemberCallExpr> Calls;
  llvm::DenseSet<const clang::ValueDecl *> Moved;
  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> ByInitializer;
  std::deque<Branch> Branches;
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<const Branch *, 1>> ByTested;
};

/// That of \p F, made at the first request.
const FunctionIndex &indexOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
