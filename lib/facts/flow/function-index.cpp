#include "facts/flow/function-index.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

using namespace clang;

namespace asynctidy::facts {

FunctionIndex::FunctionIndex(const FunctionDecl &F) : Up(F) {
  forEachEvaluatedIn(F, [this](const Stmt &S) { look(S); });
}

void FunctionIndex::look(const Stmt &S) {
  Numbers.try_emplace(&S, Numbers.size());
  forEachDeclared(S, [&](const VarDecl &V) {
    forEachEvaluated(V.getInit(), [&](const Stmt &Inner) {
      const auto *Name = dyn_cast<DeclRefExpr>(&Inner);
      if (!Name)
        return;
      auto &Known = Made[Name->getDecl()];
      if (Known.empty() || Known.back() != &V)
        Known.push_back(&V);
    });
    if (V.hasLocalStorage() && V.getInit())
      ByInitializer[withoutTemporaries(V.getInit())] = &V;
  });
  if (Branching Is = branchingOf(S); Is.Tested) {
    Branches.emplace_back(S, std::move(Is));
    ByTested[Branches.back().Is.Tested].push_back(&Branches.back());
  }
  const auto *E = dyn_cast<Expr>(&S);
  if (const Expr *From = E ? movedFrom(E) : nullptr)
    if (const ValueDecl *Named = onlyNames(From))
      Moved.insert(Named);
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
    Names[Name->getDecl()].push_back(Name);
  else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&S))
    if (const ValueDecl *Object = onlyNames(Call->getImplicitObjectArgument()))
      Calls[Object].push_back(Call);
}

std::optional<unsigned> FunctionIndex::numberOf(const Stmt &S) const {
  const auto It = Numbers.find(&S);
  return It == Numbers.end() ? std::nullopt : std::optional(It->second);
}

Variables FunctionIndex::withDerived(Variables From) const {
  llvm::SmallVector<const ValueDecl *, 8> Pending(From.begin(), From.end());
  while (!Pending.empty())
    for (const VarDecl *V : madeFrom(*Pending.pop_back_val()))
      if (From.insert(V).second)
        Pending.push_back(V);
  return From;
}

llvm::SmallVector<const FunctionIndex::Branch *, 4> FunctionIndex::branchesOn(const ValueDecl &V) const {
  llvm::SmallVector<const Branch *, 4> Found;
  llvm::DenseSet<const Stmt *> Seen;
  for (const DeclRefExpr *Name : namesOf(V))
    for (const Stmt *Above = Name; Above && Seen.insert(Above).second; Above = Up.of(*Above))
      if (const auto It = ByTested.find(Above); It != ByTested.end())
        Found.append(It->second.begin(), It->second.end());
  return Found;
}

bool FunctionIndex::Branch::leaves(Leaving How) const {
  std::optional<bool> &Answer = Known[How == Leaving::InAnyWay];
  if (!Answer)
    Answer = facts::leaves(Is, How, *At);
  return *Answer;
}

namespace {

struct IndexOfFunction : Analysis<const FunctionDecl *, std::unique_ptr<FunctionIndex>> {
  static Result run(const FunctionDecl *F, TranslationUnit &) { return std::make_unique<FunctionIndex>(*F); }
};

} // namespace

const FunctionIndex &indexOf(const FunctionDecl &F, TranslationUnit &Unit) { return *Unit.get<IndexOfFunction>(&F); }

} // namespace asynctidy::facts
