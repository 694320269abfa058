// Path-sensitive search: only paths with conditions that do not contradict each other.
#pragma once

#include "facts/flow/flow-graph.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// Walks the paths of \p Graph from its entry, one by one, and stops at the first for which \p Step returns true.
/// \p Step is called for each element with the state of the path, which is \p AtStart at the entry. Infeasible paths
/// are left out: those that take a condition as true and as false although no variable in it has changed in between,
/// that contradict a constant which the path has assigned, or that skip a loop over a range which cannot be empty.
/// Returns whether \p Step returned true; also true when there are too many paths.
///
/// Members and globals are assumed unchanged by calls and suspensions: a second test of one member has the result of
/// the first. \p Branch, if given, is called for each condition with the value that the path assumes.
bool anyFeasiblePath(
    const FlowGraph &Graph, clang::ASTContext &Context, unsigned char AtStart,
    llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
    llvm::function_ref<void(const clang::Expr &Condition, bool Holds, unsigned char &State)> Branch = nullptr);

/// The same for the paths that begin at the block \p From: a handler, which has no incoming edge. Such a path starts
/// with what is known on the paths from the entry to those of \p ThrownBy that they reach; with nothing when they reach
/// none. The search also stops when \p AtExit returns true for the state of a path that leaves the function without
/// throwing. \p Decided is called at each condition except those of switches: IsKnown says whether the path already
/// implied its value.
bool anyFeasiblePathFrom(const clang::CFGBlock &From, const FlowGraph &Graph, clang::ASTContext &Context,
                         unsigned char AtStart,
                         llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
                         llvm::function_ref<bool(unsigned char State)> AtExit,
                         const llvm::DenseSet<const clang::Stmt *> &ThrownBy = {},
                         llvm::function_ref<void(bool IsKnown, unsigned char &State)> Decided = nullptr);

} // namespace asynctidy::facts
