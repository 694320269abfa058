// Statements that run only for one value of a bool parameter.
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
/// that are never changed count.
class ParameterConditions {
public:
  ParameterConditions(const clang::FunctionDecl &F, TranslationUnit &Unit);

  /// The condition under which \p S runs; the first of several, empty for none.
  summaries::Condition at(const clang::Stmt &S) const { return Conditions.lookup(&S); }

  bool keepsValue(const clang::ParmVarDecl &Parameter) const { return llvm::is_contained(Kept, &Parameter); }

private:
  llvm::SmallVector<const clang::ParmVarDecl *, 2> Kept;
  llvm::DenseMap<const clang::Stmt *, summaries::Condition> Conditions;
};

} // namespace asynctidy::facts
