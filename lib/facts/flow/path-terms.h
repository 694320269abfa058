// What the conditions of one function are about.
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

/// A number for each expression whose value changes only when a variable that it mentions does; 0 for all others.
using Term = unsigned;

/// `Value Operator Constant`, the operator being ==, < or >. Every condition is one of these or the opposite of one:
/// `x` is the opposite of `x == 0`.
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

/// The terms of one function. A term is looked up by what is written, not by where.
class PathTerms {
public:
  PathTerms(const clang::CFG &Graph, clang::ASTContext &Context);

  Term termOf(const clang::Expr *E);
  /// Nothing for a condition that may change by itself.
  std::optional<Condition> conditionOf(const clang::Expr *E);
  std::optional<int64_t> constant(const clang::Expr *E) const;

  /// Those of the terms asked for so far that change with \p Variable.
  llvm::ArrayRef<Term> mentioning(const clang::ValueDecl &Variable) const;
  /// The one that is \p Variable and nothing more, or 0.
  Term naming(const clang::ValueDecl &Variable) const { return Names.lookup(&Variable); }

private:
  using Variables = llvm::SmallVector<const clang::ValueDecl *, 2>;
  bool isStable(const clang::Expr *E, Variables &Mentioned) const;
  std::optional<Condition> readCondition(const clang::Expr *E);

  clang::ASTContext &Context;
  llvm::DenseSet<const clang::ValueDecl *> Shared; ///< captured by reference: others may change them at any time
  std::map<llvm::FoldingSetNodeID, Term> Terms;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<Term, 2>> Mentions;
  llvm::DenseMap<const clang::ValueDecl *, Term> Names;
  llvm::DenseMap<const clang::Expr *, std::optional<Condition>>
      Conditions; ///< a path asks for each as often as it comes by
};

} // namespace asynctidy::facts
