// The conditions of one function as comparisons of terms with constants.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/SmallVector.h"

#include <map>
#include <optional>
#include <tuple>

namespace asynctidy::facts {

/// The number of an expression whose value changes only when a variable in it does; 0 for all other expressions.
using Term = unsigned;

/// `Value Operator Constant`, the operator being ==, < or >. Every condition is one of these or its negation: `x` is
/// the negation of `x == 0`.
struct Comparison {
  Term Value;
  clang::BinaryOperatorKind Operator;
  int64_t Constant;

  auto key() const { return std::tuple(Value, Operator, Constant); }
  bool operator<(const Comparison &Other) const { return key() < Other.key(); }
  bool isTrueOf(int64_t Known) const {
    return Operator == clang::BO_EQ   ? Known == Constant
           : Operator == clang::BO_LT ? Known < Constant
                                      : Known > Constant;
  }
};

struct Condition {
  Comparison Compares;
  bool Negated;
};

/// The terms of one function. Equal expressions at different places are one term.
class PathTerms {
public:
  PathTerms(const clang::CFG &Graph, clang::ASTContext &Context);

  /// The term of \p E, added if it is new; 0 for an expression that is none.
  Term termOf(const clang::Expr *E);
  /// Nothing for a condition that is no comparison of a term.
  std::optional<Condition> conditionOf(const clang::Expr *E);
  /// The value of the integral constant \p E; nothing when it is not constant or null.
  std::optional<int64_t> constant(const clang::Expr *E) const;

  /// The known terms that change with \p Variable.
  llvm::ArrayRef<Term> mentioning(const clang::ValueDecl &Variable) const;
  /// The term that is \p Variable itself, or 0.
  Term naming(const clang::ValueDecl &Variable) const { return Names.lookup(&Variable); }

private:
  using Variables = llvm::SmallVector<const clang::ValueDecl *, 2>;
  bool isStable(const clang::Expr *E, Variables &Mentioned) const;
  std::optional<Condition> readCondition(const clang::Expr *E);

  clang::ASTContext &Context;
  llvm::DenseSet<const clang::ValueDecl *> Shared; ///< captured by reference: a lambda may change them at any time
  std::map<llvm::FoldingSetNodeID, Term> Terms;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<Term, 2>> Mentions;
  llvm::DenseMap<const clang::ValueDecl *, Term> Names;
  llvm::DenseMap<const clang::Expr *, std::optional<Condition>> Conditions; ///< cache of conditionOf()
};

} // namespace asynctidy::facts
