// The feasible paths of one function as a graph, which all searches of that function share.
#pragma once

#include "facts/flow/path-knowledge.h"
#include "facts/flow/path-terms.h"

#include "clang/AST/ASTContext.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace clang {
class CXXForRangeStmt;
class SwitchStmt;
} // namespace clang

namespace asynctidy::facts {

/// A function with more than that many places has paths that are not searched: hand-written ones have fewer.
constexpr size_t MaxPlaces = 20000;

/// Its nodes, the places, are blocks with what a path knows where it enters them: one that knows something else is
/// another place. They are found when a search reaches them.
class PathGraph {
public:
  using Place = unsigned;

  struct Edge {
    Place To;
    const clang::Expr *Tested; ///< the condition on which the path goes on so; null: none, or that of a switch or range
    bool Holds;
    bool WasKnown; ///< the path implied the value of the condition
  };

  PathGraph(const clang::CFG &Graph, clang::ASTContext &Context);

  Place entry() { return at(Graph.getEntry(), {}); }
  Place at(const clang::CFGBlock &Block, const Knowledge &Known);

  const clang::CFGBlock &blockOf(Place P) const { return *Nodes[P].Block; }
  bool isExit(Place P) const { return Nodes[P].Block == &Graph.getExit(); }
  /// Where the paths go on from \p P.
  llvm::ArrayRef<Edge> from(Place P);

  /// All searches of this function together may take so many steps for each of its elements, and then give up: else a
  /// search for each of many things in a generated function would take time that grows with the square of its length.
  /// So in a function of many thousand statements a later check may have to give up where it alone would not.
  void countStep() { StepsLeft -= StepsLeft > 0; }
  bool isExhausted() const { return StepsLeft == 0; }

  /// The highest number of a block that paths from \p P may reach.
  unsigned mayReach(Place P) { return mayReach(blockOf(P)); }

  /// Where \p S is evaluated, as the number of a block and an index into it.
  using Position = std::pair<unsigned, unsigned>;
  llvm::ArrayRef<Position> positionsOf(const clang::Stmt &S);

  /// The places that paths from the entry reach, in the order in which a search finds them.
  struct Reached {
    std::vector<Place> Places;
    llvm::DenseMap<unsigned, llvm::SmallVector<unsigned, 1>> InBlock; ///< indices into Places, by the number of a block
    bool IsWhole = false;                                             ///< false when there are more than MaxPlaces
  };
  const Reached &reached();

  /// What is known where one of \p Points is evaluated, on each path from the entry; nothing when there are more than
  /// \p Most places.
  std::set<Knowledge> knownAt(llvm::ArrayRef<const clang::Stmt *> Points, size_t Most);

private:
  struct Node {
    const clang::CFGBlock *Block;
    const Knowledge *Known; ///< a key of Numbers
    bool IsExpanded = false;
    llvm::SmallVector<Edge, 2> Next = {};
  };

  void countTests();
  unsigned mayReach(const clang::CFGBlock &Block);
  void expand(Place P);
  void follow(const clang::CFGBlock &Block, const Knowledge &Known, llvm::SmallVectorImpl<Edge> &Next);
  void followSwitch(const clang::SwitchStmt &Switch, const clang::CFGBlock &Block, const Knowledge &Known,
                    llvm::SmallVectorImpl<Edge> &Next);
  bool decide(const Condition &Read, bool Taken, Knowledge &Known) const;
  Place next(const clang::CFGBlock &Block, Knowledge Known);
  Term numberOf(const clang::Stmt &Loop) { return Loops.try_emplace(&Loop, ~Loops.size()).first->second; }

  const clang::CFG &Graph;
  size_t StepsLeft;
  PathTerms Terms;
  std::map<Term, unsigned> TimesTested;
  std::map<Term, unsigned> LastTest; ///< the lowest number of a block that tests it
  bool HasHandlers = false;
  llvm::DenseMap<const clang::Stmt *, Term> Loops; ///< a term for each loop, different from those of expressions
  std::map<std::pair<unsigned, Knowledge>, Place> Numbers;
  std::deque<Node> Nodes;
  std::optional<Reached> FromEntry;
  std::vector<unsigned> MayReach; ///< by the number of a block; see mayReach()
  std::optional<llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<Position, 1>>> Positions;
};

} // namespace asynctidy::facts
