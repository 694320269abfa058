// Control-flow graphs of functions, and data-flow analysis on them.
#pragma once

#include "facts/flow/flow-states.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/Analysis/CFG.h"

#include <functional>
#include <memory>
#include <vector>

namespace asynctidy::facts {

class PathGraph;

/// The control flow of one function as it is written: a coroutine's graph is that of its body, without the promise
/// machinery, and every expression is an element of its own, in the order of evaluation. Ends of scope are elements
/// (CFGLifetimeEnds), on paths that return, break or jump too. There are no exception edges: an analysis that needs
/// them enters the handlers itself.
class FlowGraph {
public:
  /// Null when Clang can build no graph (invalid or dependent body): then report nothing. Prefer flowGraphOf(), which
  /// caches.
  static std::unique_ptr<FlowGraph> of(const clang::FunctionDecl &F);
  ~FlowGraph();

  const clang::CFG &graph() const { return *Graph; }

  /// True for a block with a `throw` expression: no path continues from it.
  static bool throws(const clang::CFGBlock &Block);

  /// The condition that selects between the two successors of \p Block, true for the first; or null.
  static const clang::Expr *decidingCondition(const clang::CFGBlock &Block);

  /// Whether \p Block is reachable from the entry.
  bool isReachable(const clang::CFGBlock &Block) const { return Reachable[Block.getBlockID()]; }

  bool hasHandlers() const;

  /// Runs a forward data-flow analysis over vectors of bit sets to its fixed point, from \p AtStart; the sets are
  /// united where paths join. \p Transfer applies an element, \p Branch the knowledge that a condition was true or
  /// false. With \p AtHandlers each handler is entered in that state; without it handlers are unreachable. Afterwards
  /// \p Visit is called once per element of every reachable block, in source order, with the sets that hold just before
  /// it.
  using Bits = FlowStates;
  void solve(const Bits &AtStart, const std::function<void(const clang::CFGElement &, Bits &)> &Transfer,
             const std::function<void(const clang::CFGElement &, const Bits &)> &Visit,
             const std::function<void(const clang::Expr &Condition, bool Holds, Bits &)> &Branch = nullptr,
             const Bits *AtHandlers = nullptr) const;

  /// The feasible paths, found as far as searches have asked for them; see feasible-paths.h.
  PathGraph &paths(clang::ASTContext &Context) const;

private:
  explicit FlowGraph(std::unique_ptr<clang::CFG> Graph);

  std::unique_ptr<clang::CFG> Graph;
  std::vector<bool> Reachable;
  mutable std::unique_ptr<PathGraph> Paths;
};

/// The graph of \p F, built once and owned by \p Unit; null as FlowGraph::of() says.
const FlowGraph *flowGraphOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
