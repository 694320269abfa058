// Data-flow analysis along all paths of a function, those of exceptions included.
#pragma once

#include "facts/flow/flow-graph.h"

#include "clang/AST/Decl.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/ArrayRef.h"

#include <functional>

namespace asynctidy::facts {

/// A question about the paths of one function, in the terms of FlowGraph::solve(). An exception has the states just
/// before the statement that throws it; it enters the handlers that may catch it, and goes on from there as they do.
struct ExceptionQuestion {
  /// Applies an element, also to states that are not final yet. Where an exception ends the scope of a variable in
  /// Unwound, that is a CFGLifetimeEnds, too, and what throws it is the trigger.
  std::function<void(const clang::CFGElement &, FlowStates &)> Transfer;
  /// Called for each element that is reached, in source order, with the states that some paths have just before it; may
  /// be empty.
  std::function<void(const clang::CFGElement &, const FlowStates &)> Visit = nullptr;
  /// Whether an exception may leave a statement; not asked for a `throw`, which always throws.
  std::function<bool(const clang::Stmt &)> Throws;
  /// Called for each end of the function, in source order: \p By is what throws an exception that leaves it; null for
  /// all ends without one. May be empty.
  std::function<void(const clang::Stmt *By, const FlowStates &)> AtEnd = nullptr;
  /// The locals whose destructors matter.
  llvm::ArrayRef<const clang::VarDecl *> Unwound = {};
};

/// Answers \p Asked about \p F, whose graph is \p Graph. It costs as much as FlowGraph::solve() and, for each statement
/// that throws, the blocks around it.
void solveWithExceptions(const clang::FunctionDecl &F, const FlowGraph &Graph, TranslationUnit &Unit,
                         const FlowStates &AtStart, const ExceptionQuestion &Asked);

} // namespace asynctidy::facts
