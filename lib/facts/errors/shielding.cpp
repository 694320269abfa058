#include "facts/errors/shielding.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

using MentionIndex = llvm::DenseMap<const Decl *, std::vector<Mentions>>;

enum class Place { Elsewhere, Awaited, Shielded };

/// The function that \p S mentions, or null.
const FunctionDecl *mentionedBy(const Stmt &S) {
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) {
    const auto *Named = dyn_cast<FunctionDecl>(Name->getDecl());
    return Named && !isLambda(*Named) ? Named : nullptr; // the lambda itself is counted, not its call operator as well
  }
  if (const auto *Member = dyn_cast<MemberExpr>(&S))
    return dyn_cast<FunctionDecl>(Member->getMemberDecl());
  const auto *Lambda = dyn_cast<LambdaExpr>(&S);
  return Lambda ? Lambda->getCallOperator() : nullptr;
}

class MentionReader {
public:
  MentionReader(const models::ModelSet &Models, MentionIndex &Into) : Models(Models), Into(Into) {}

  void read(const Stmt &S, const FunctionDecl &In, Place Where) {
    if (const FunctionDecl *Named = mentionedBy(S)) {
      std::vector<Mentions> &Known = Into[Named->getCanonicalDecl()];
      if (Known.empty() || Known.back().In != &In)
        Known.push_back({&In});
      ++Known.back().Total;
      Known.back().Shielded += Where == Place::Shielded;
      Known.back().Awaited += Where == Place::Awaited;
    }
    if (shields(S, Models))
      Where = Place::Shielded;
    else if (isa<CoawaitExpr>(S) && Where == Place::Elsewhere)
      Where = Place::Awaited;
    forEachEvaluatedChild(S, [&](const Stmt *Child) { read(*Child, In, Where); });
  }

private:
  const models::ModelSet &Models;
  MentionIndex &Into;
};

struct MentionsOfUnit : Analysis<WholeUnit, MentionIndex> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    MentionReader Reader(Unit.models(), Found);
    for (const FunctionDecl *F : Unit.userCode().Functions)
      if (const Stmt *Body = F->isDependentContext() ? nullptr : writtenBody(*F))
        Reader.read(*Body, *F, Place::Elsewhere);
    return Found;
  }
};

} // namespace

bool shields(const Stmt &S, const models::ModelSet &Models) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Models.is(qualifiedName(*Callee), Means::Shields);
}

llvm::ArrayRef<Mentions> mentionsOf(const FunctionDecl &F, TranslationUnit &Unit) {
  const MentionIndex &Index = Unit.get<MentionsOfUnit>({});
  const auto Known = Index.find(F.getCanonicalDecl());
  return Known == Index.end() ? llvm::ArrayRef<Mentions>() : llvm::ArrayRef(Known->second);
}

} // namespace asynctidy::facts
