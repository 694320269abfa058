// Paths that do not contradict themselves.
#pragma once

#include "facts/flow/flow-graph.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// Walks the paths of \p Graph from its entry, one by one, and stops at the first for which \p Step returns true. \p
/// Step is called for each element with a state that the path carries along, \p AtStart in the beginning. Left out are
/// paths that take one condition both ways although nothing it mentions has changed in between, that contradict a
/// constant the path has assigned, or that skip a loop over a range which cannot be empty. Returns whether \p Step did;
/// true as well when there are too many paths to tell.
///
/// Members and globals count as unchanged by calls and suspensions: of two tests of one member, the second is taken to
/// say what the first did. \p Branch, if given, is told which way a path takes at each condition.
bool anyFeasiblePath(
    const FlowGraph &Graph, clang::ASTContext &Context, unsigned char AtStart,
    llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
    llvm::function_ref<void(const clang::Expr &Condition, bool Holds, unsigned char &State)> Branch = nullptr);

/// The same for the paths that begin at the block \p From: at a handler, which no edge of the graph leads to. Such a
/// path knows what others know at those of \p ThrownBy that they lead to; nothing when they lead to none. \p AtExit is
/// asked as well, about each path that leaves the function without throwing; \p Decided at each condition but those of
/// switches, whether the path knew what it would be.
bool anyFeasiblePathFrom(const clang::CFGBlock &From, const FlowGraph &Graph, clang::ASTContext &Context,
                         unsigned char AtStart,
                         llvm::function_ref<bool(const clang::CFGElement &, unsigned char &State)> Step,
                         llvm::function_ref<bool(unsigned char State)> AtExit,
                         const llvm::DenseSet<const clang::Stmt *> &ThrownBy = {},
                         llvm::function_ref<void(bool IsKnown, unsigned char &State)> Decided = nullptr);

} // namespace asynctidy::facts
