#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/Analysis/CFG.h"

#include <functional>
#include <memory>
#include <vector>

namespace asynctidy::facts {

/// The control flow of one function as it is written: a coroutine's graph is that of its body, without the promise
/// machinery, and every expression is an element of its own, in the order of evaluation. Ends of scope are elements
/// (CFGLifetimeEnds), on paths that return, break or jump too. No exception edges: who asks about them must say where
/// they start.
class FlowGraph {
public:
  /// Null when Clang can make no graph (broken or dependent body): then stay silent. See flowGraphOf().
  static std::unique_ptr<FlowGraph> of(const clang::FunctionDecl &F);

  const clang::CFG &graph() const { return *Graph; }

  /// True for a block that a written `throw` leaves: no path of ours goes on from there.
  static bool throws(const clang::CFGBlock &Block);

  /// The condition whose outcome decides between the two successors of \p Block, the first being that of true; or null.
  static const clang::Expr *decidingCondition(const clang::CFGBlock &Block);

  /// Whether any path leads from the entry to \p Block.
  bool isReachable(const clang::CFGBlock &Block) const { return Reachable[Block.getBlockID()]; }

  bool hasHandlers() const;

  /// Runs a forward analysis over bit sets to its fixed point, from \p AtStart; sets of joining paths are united.
  /// \p Transfer changes the set as one element does, \p Branch as it does to know that a condition was true or false.
  /// With \p AtHandlers each handler is entered in that state; without it no path leads there.
  /// Afterwards \p Visit is called once per element of every reachable block, in the order of the source, with the set
  /// that holds just before it.
  using Bits = std::vector<unsigned char>;
  void solve(const Bits &AtStart, const std::function<void(const clang::CFGElement &, Bits &)> &Transfer,
             const std::function<void(const clang::CFGElement &, const Bits &)> &Visit,
             const std::function<void(const clang::Expr &Condition, bool Holds, Bits &)> &Branch = nullptr,
             const Bits *AtHandlers = nullptr) const;

private:
  explicit FlowGraph(std::unique_ptr<clang::CFG> Graph);

  std::unique_ptr<clang::CFG> Graph;
  std::vector<bool> Reachable;
};

/// That of \p F, made once; null as FlowGraph::of() says.
const FlowGraph *flowGraphOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
