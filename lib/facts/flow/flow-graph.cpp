#include "facts/flow/flow-graph.h"

#include "facts/flow/path-graph.h"
#include "facts/syntax/functions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallVector.h"

#include <functional>
#include <map>

using namespace clang;

namespace asynctidy::facts {

std::unique_ptr<FlowGraph> FlowGraph::of(const FunctionDecl &F) {
  const Stmt *Body = writtenBody(F);
  if (!Body || F.isDependentContext() || F.isInvalidDecl())
    return nullptr;
  CFG::BuildOptions Options;
  Options.AddLifetime = true; // and no AddImplicitDtors: with both, LLVM 16 forgets what has a trivial destructor
  Options.AddInitializers = true;
  Options.PruneTriviallyFalseEdges = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(&F, const_cast<Stmt *>(Body), &F.getASTContext(), Options);
  return Graph ? std::unique_ptr<FlowGraph>(new FlowGraph(std::move(Graph))) : nullptr;
}

FlowGraph::FlowGraph(std::unique_ptr<CFG> Built) : Graph(std::move(Built)), Reachable(Graph->getNumBlockIDs(), false) {
  llvm::SmallVector<const CFGBlock *, 16> Pending = {&Graph->getEntry()};
  while (!Pending.empty()) {
    const CFGBlock *Block = Pending.pop_back_val();
    if (Reachable[Block->getBlockID()])
      continue;
    Reachable[Block->getBlockID()] = true;
    if (throws(*Block))
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *Successor = Next.getReachableBlock())
        Pending.push_back(Successor);
  }
}

FlowGraph::~FlowGraph() = default;

PathGraph &FlowGraph::paths(ASTContext &Context) const {
  if (!Paths)
    Paths = std::make_unique<PathGraph>(*Graph, Context);
  return *Paths;
}

bool FlowGraph::throws(const CFGBlock &Block) {
  for (const CFGElement &Element : Block)
    if (const auto Statement = Element.getAs<CFGStmt>(); Statement && isa<CXXThrowExpr>(Statement->getStmt()))
      return true;
  return false;
}

const Expr *FlowGraph::decidingCondition(const CFGBlock &Block) {
  const Stmt *Terminator = Block.getTerminatorStmt();
  if (!Terminator || Block.succ_size() != 2 || isa<SwitchStmt>(Terminator) || isa<CXXTryStmt>(Terminator))
    return nullptr;
  return Block.getLastCondition();
}

static bool beginsHandler(const CFGBlock *Block) { return isa_and_nonnull<CXXCatchStmt>(Block->getLabel()); }

bool FlowGraph::hasHandlers() const { return llvm::any_of(*Graph, beginsHandler); }

void FlowGraph::solve(const Bits &AtStart, const std::function<void(const CFGElement &, Bits &)> &Transfer,
                      const std::function<void(const CFGElement &, const Bits &)> &Visit,
                      const std::function<void(const Expr &, bool, Bits &)> &Branch, const Bits *AtHandlers) const {
  std::vector<Bits> AtEntry(Graph->getNumBlockIDs());
  std::vector<bool> Known(Graph->getNumBlockIDs(), false);
  // Clang numbers blocks from the end: the block with the highest number comes first, after all that lead to it except
  // by a loop.
  std::map<unsigned, const CFGBlock *, std::greater<>> Pending;
  const auto Enter = [&](const CFGBlock &Block, const Bits &State) {
    const unsigned Number = Block.getBlockID();
    if (Known[Number] && !AtEntry[Number].unite(State))
      return;
    if (!Known[Number])
      AtEntry[Number] = State;
    Known[Number] = true;
    Pending.try_emplace(Number, &Block);
  };
  Enter(Graph->getEntry(), AtStart);
  if (AtHandlers)
    for (const CFGBlock *Block : *Graph)
      if (beginsHandler(Block))
        Enter(*Block, *AtHandlers);
  while (!Pending.empty()) {
    const CFGBlock *Block = Pending.begin()->second;
    Pending.erase(Pending.begin());
    Bits AtEnd = AtEntry[Block->getBlockID()];
    for (const CFGElement &Element : *Block)
      Transfer(Element, AtEnd);
    if (throws(*Block))
      continue;
    const Expr *Condition = Branch ? decidingCondition(*Block) : nullptr;
    bool Holds = true;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
      const CFGBlock *Successor = Next.getReachableBlock();
      Bits State = AtEnd;
      if (Condition)
        Branch(*Condition, std::exchange(Holds, false), State);
      if (Successor)
        Enter(*Successor, State);
    }
  }
  for (const CFGBlock *Block : llvm::reverse(*Graph)) {
    if (!Known[Block->getBlockID()])
      continue;
    Bits State = AtEntry[Block->getBlockID()];
    for (const CFGElement &Element : *Block) {
      Visit(Element, State);
      Transfer(Element, State);
    }
  }
}

namespace {

struct GraphOfFunction : Analysis<const FunctionDecl *, std::unique_ptr<FlowGraph>> {
  static Result run(const FunctionDecl *F, TranslationUnit &) { return FlowGraph::of(*F); }
};

} // namespace

const FlowGraph *flowGraphOf(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<GraphOfFunction>(&F).get();
}

} // namespace asynctidy::facts
