#include "lifetime-plants.h"

#include "facts/calls/escape.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

/// True for `shared_from_this()`: a call on this object that returns a smart pointer.
bool makesStrongReference(const Expr *E) {
  const auto *Call = E ? dyn_cast<CXXMemberCallExpr>(facts::withoutTemporaries(E)) : nullptr;
  if (!Call || Call->getNumArgs() != 0 || !isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts()))
    return false;
  const CXXRecordDecl *Pointer = Call->getType()->getAsCXXRecordDecl();
  return Pointer &&
         !facts::methodsNamed(Pointer, Pointer->getASTContext().DeclarationNames.getCXXOperatorName(OO_Arrow)).empty();
}

/// Replaces every use of a strong reference by `this`.
class Weakening : public RecursiveASTVisitor<Weakening> {
public:
  Weakening(const VarDecl &Strong, Spots &Text) : Strong(Strong), Text(Text) {}

  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    bool HasThis = false;
    for (const LambdaCapture &Capture : Lambda->explicit_captures())
      HasThis |= Capture.capturesThis();
    auto Init = Lambda->capture_init_begin();
    for (const LambdaCapture &Capture : Lambda->explicit_captures()) {
      const Expr *From = *Init++;
      if (Capture.capturesVariable() && Capture.getCapturedVar() == &Strong)
        capture({Capture.getLocation(), Lambda->isInitCapture(&Capture) ? From->getEndLoc() : Capture.getLocation()},
                HasThis);
    }
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *Name) {
    const std::optional<Span> Bytes = Name->getDecl() == &Strong ? Text.span(Name->getSourceRange()) : std::nullopt;
    if (Bytes && !Captures.contains(Bytes->Begin)) // captures are handled separately
      Uses[Bytes->Begin] = {*Bytes, "this"};
    return true;
  }

  std::map<unsigned, Edit> Uses;

private:
  /// `self` or `self = shared_from_this()`.
  void capture(SourceRange Range, bool HasThis) {
    const std::optional<Span> Bytes = Text.span(Range);
    if (!Bytes)
      return;
    Captures.insert(Bytes->Begin);
    if (HasThis)
      Uses[Bytes->Begin] = {Text.withComma(*Bytes, Range.getBegin()), ""};
    else
      Uses[Bytes->Begin] = {*Bytes, "this"};
  }

  const VarDecl &Strong;
  Spots &Text;
  std::set<unsigned> Captures;
};

class StrongReferences {
public:
  StrongReferences(const FunctionSite &Site, PlantContext &In)
      : Site(Site), In(In), Up(&Site.Body), Where(Up, In.Unit) {}

  void run() {
    facts::forEachEvaluated(&Site.Body, [&](const Stmt &S) {
      if (const auto *Lambda = dyn_cast<LambdaExpr>(&S); Lambda && isLeftAlone(*Lambda))
        held(*Lambda);
    });
  }

private:
  bool isLeftAlone(const LambdaExpr &Lambda) const {
    const facts::Escape Goes = Where.of(Lambda);
    return Goes.What == facts::Escape::Kind::Spawned || Goes.Sink;
  }

  void held(const LambdaExpr &Lambda) {
    for (const LambdaCapture &Capture : Lambda.explicit_captures()) {
      const auto *Strong = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
      if (!Strong || !makesStrongReference(Strong->getInit()))
        continue;
      const std::optional<Spot> At = In.Text.at(Lambda.getBeginLoc());
      Weakening Weaken(*Strong, In.Text);
      Edits MutationIndex;
      if (Strong->isInitCapture()) {
        Weaken.TraverseStmt(const_cast<LambdaExpr *>(&Lambda));
      } else {
        const Stmt *Declaration = declarationOf(*Strong);
        const std::optional<Spot> Begin = Declaration ? In.Text.at(Declaration->getBeginLoc()) : std::nullopt,
                                  End = Declaration ? In.Text.after(*Declaration) : std::nullopt;
        if (!Begin || !End)
          continue;
        MutationIndex.push_back({{Begin->Offset, End->Offset}, ""});
        Weaken.TraverseStmt(const_cast<CompoundStmt *>(&Site.Body));
      }
      for (const auto &[Offset, Use] : Weaken.Uses)
        MutationIndex.push_back(Use);
      if (Place *New = At ? In.Book.add(Kind::Self, *At, Site.Around.Anchor, /*IsInstance=*/true) : nullptr)
        New->Mutants = {MutationIndex};
    }
  }

  /// `auto self = shared_from_this();`, alone in its statement.
  const Stmt *declarationOf(const VarDecl &Strong) const {
    const Stmt *Found = nullptr;
    facts::forEachEvaluated(&Site.Body, [&](const Stmt &S) {
      const auto *Declaration = dyn_cast<DeclStmt>(&S);
      if (Declaration && Declaration->isSingleDecl() && Declaration->getSingleDecl() == &Strong)
        Found = Declaration;
    });
    return Found;
  }

  const FunctionSite &Site;
  PlantContext &In;
  const facts::Parents Up;
  const facts::Escapes Where;
};

} // namespace

void findStrongReferences(const FunctionSite &Site, PlantContext &In) { StrongReferences(Site, In).run(); }

} // namespace asynctidy::mutate
