#include "lifetime-plants.h"

#include "facts/syntax/walk.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::mutate {

void forEachPlainStatement(const FunctionSite &Site, PlantContext &In, llvm::function_ref<void(const Stmt &)> Visit) {
  facts::forEachEvaluated(&Site.Body, [&](const Stmt &S) {
    const auto *Block = dyn_cast<CompoundStmt>(&S);
    if (!Block)
      return;
    const std::optional<Spot> Brace = In.Text.at(Block->getLBracLoc());
    if (Brace && In.Text.isText(*Brace, '{'))
      for (const Stmt *Child : Block->body())
        if (isa<Expr, DeclStmt, ReturnStmt, CoreturnStmt>(Child) && !Child->getBeginLoc().isMacroID())
          Visit(*Child);
  });
}

} // namespace asynctidy::mutate
