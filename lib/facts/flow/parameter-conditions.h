// Statements that run only for some values of parameters.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/condition.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// Which statements of a function run only for one value of a bool parameter: `if (!locked) m.lock();`. Only parameters
/// that are never changed count. And which parameters take part in other conditions for a statement:
/// `if (is_number(address)) return;` for all that follows.
class ParameterConditions {
public:
  ParameterConditions(const clang::FunctionDecl &F, TranslationUnit &Unit);

  /// The condition under which \p S runs; the first of several, empty for none.
  summaries::Condition at(const clang::Stmt &S) const { return Conditions.lookup(&S); }

  /// The parameters that take part in conditions under which \p S runs or not, except in conditions whose value follows
  /// from that of one scalar: `if (flag)`, `if (n > 0)`.
  summaries::ParameterSet deciding(const clang::Stmt &S) const { return DecidedBy.lookup(&S); }

  bool keepsValue(const clang::ParmVarDecl &Parameter) const { return llvm::is_contained(Kept, &Parameter); }

private:
  llvm::SmallVector<const clang::ParmVarDecl *, 2> Kept;
  llvm::DenseMap<const clang::Stmt *, summaries::Condition> Conditions;
  llvm::DenseMap<const clang::Stmt *, summaries::ParameterSet> DecidedBy;
};

} // namespace asynctidy::facts
