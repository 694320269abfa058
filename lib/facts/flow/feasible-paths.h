// Path-sensitive search: only paths with conditions that do not contradict each other.
#pragma once

#include "facts/flow/flow-graph.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// The answer of a search.
struct PathSearch {
  bool Found = false;  ///< there is such a path, or the search has given up
  bool GaveUp = false; ///< there are too many paths, so that Found is only assumed

  operator bool() const { return Found; }
};

/// A step that sets the state to this ends its path: what comes after it does not matter.
constexpr unsigned char PathOver = 255;

/// Walks the paths of \p Graph from its entry, one by one, and stops at the first for which \p Step returns true.
/// \p Step is called for each element with the state of the path, which is \p AtStart at the entry. Infeasible paths
/// are left out: those that take a condition as true and as false although no variable in it has changed in between,
/// that contradict a constant which the path has assigned, or that skip a loop over a range which cannot be empty.
/// Finds whether \p Step returned true. Gives up after so many steps, some of them shared by
/// all searches of the function: see PathGraph.
///
/// Members and globals are assumed unchanged by calls and suspensions: a second test of one member has the result of
/// the first. \p Branch, if given, is called for each condition with the value that the path assumes.
PathSearch anyFeasiblePath(
    const FlowGraph &Graph, clang::ASTContext &Context, unsigned char AtStart,
    llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
    llvm::function_ref<void(const clang::Expr &Condition, bool Holds, unsigned char &State)> Branch = nullptr);

/// The same for a question about parts of the paths: only the statements \p Begins change the state from \p AtStart to
/// another. What a path does in that state is left out, and neither \p Step nor \p AtExit, which is that of
/// anyFeasiblePathFrom(), is called for it. So many such questions about one function cost as much as the parts that
/// they are about.
PathSearch anyFeasiblePathAfter(llvm::ArrayRef<const clang::Stmt *> Begins, const FlowGraph &Graph,
                                clang::ASTContext &Context, unsigned char AtStart,
                                llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
                                llvm::function_ref<bool(unsigned char State)> AtExit = nullptr);

/// The same for a question that only the statements \p Matter decide, \p Begins among them: \p Step is called for no
/// others, and a path ends where it can reach none of them any more.
PathSearch anyFeasiblePathAmong(llvm::ArrayRef<const clang::Stmt *> Matter, llvm::ArrayRef<const clang::Stmt *> Begins,
                                const FlowGraph &Graph, clang::ASTContext &Context, unsigned char AtStart,
                                llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step);

/// The same for the paths that begin at the block \p From: a handler, which has no incoming edge. Such a path starts
/// with what is known on the paths from the entry to those of \p ThrownBy that they reach; with nothing when they reach
/// none. The search also stops when \p AtExit returns true for the state of a path that leaves the function without
/// throwing. \p Decided is called at each condition except those of switches: IsKnown says whether the path already
/// implied its value.
PathSearch anyFeasiblePathFrom(const clang::CFGBlock &From, const FlowGraph &Graph, clang::ASTContext &Context,
                               unsigned char AtStart,
                               llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
                               llvm::function_ref<bool(unsigned char State)> AtExit,
                               const llvm::DenseSet<const clang::Stmt *> &ThrownBy = {},
                               llvm::function_ref<void(bool IsKnown, unsigned char &State)> Decided = nullptr);

/// FlowGraph::solve() along the feasible paths: one search for many things at once, each of which has a state of its
/// own. \p Transfer must do to a union what it does to its parts. \p Visit is called for each element, perhaps
/// repeatedly, with the states that some paths have just before it, before \p Transfer. False, and \p Visit is not
/// called, when there are too many paths.
bool solveOnFeasiblePaths(const FlowGraph &Graph, clang::ASTContext &Context, const FlowStates &AtStart,
                          llvm::function_ref<void(const clang::CFGElement &, FlowStates &)> Transfer,
                          llvm::function_ref<void(const clang::CFGElement &, const FlowStates &)> Visit);

} // namespace asynctidy::facts
