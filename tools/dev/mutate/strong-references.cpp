// Closures that keep their object alive by a strong reference: the bug is that they keep `this` instead.
#include "finder.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

bool hasArrow(const CXXRecordDecl *Record) {
  if (!Record || !(Record = Record->getDefinition()))
    return false;
  return llvm::any_of(Record->methods(),
                      [](const CXXMethodDecl *M) { return M->getOverloadedOperator() == OO_Arrow; }) ||
         llvm::any_of(Record->bases(),
                      [](const CXXBaseSpecifier &B) { return hasArrow(B.getType()->getAsCXXRecordDecl()); });
}

/// True for `shared_from_this()`: a call on this object that returns a smart pointer.
bool makesStrongReference(const Expr *E) {
  const auto *Call = E ? dyn_cast<CXXMemberCallExpr>(E->IgnoreImplicit()) : nullptr;
  return Call && Call->getNumArgs() == 0 &&
         isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
         hasArrow(Call->getType()->getAsCXXRecordDecl());
}

/// Replaces every use of a strong reference by `this`.
class Weakening : public RecursiveASTVisitor<Weakening> {
public:
  Weakening(const VarDecl &Strong, Places &Into) : Strong(Strong), Text(Into.Text) {}

  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    const bool HasThis =
        llvm::any_of(Lambda->explicit_captures(), [](const LambdaCapture &C) { return C.capturesThis(); });
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
    const std::optional<Spot> Begin = Text.at(Range.getBegin());
    if (!Bytes || !Begin)
      return;
    Captures.insert(Bytes->Begin);
    Uses[Bytes->Begin] = HasThis ? Edit{Text.withComma(*Bytes, Begin->File), ""} : Edit{*Bytes, "this"};
  }

  const VarDecl &Strong;
  SourceText &Text;
  std::set<unsigned> Captures;
};

class Closures : public RecursiveASTVisitor<Closures> {
public:
  Closures(const Function &In, Places &Into) : In(In), Into(Into) {}

  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    for (const LambdaCapture &Capture : Lambda->explicit_captures()) {
      const auto *Strong = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
      if (Strong && makesStrongReference(Strong->getInit()))
        weaken(*Lambda, *Strong);
    }
    return true;
  }

private:
  void weaken(LambdaExpr &Lambda, const VarDecl &Strong) {
    const std::optional<Spot> At = Into.Text.at(Lambda.getBeginLoc()), End = Into.Text.at(Lambda.getEndLoc());
    Weakening Weaken(Strong, Into);
    std::vector<Edit> Edits;
    if (Strong.isInitCapture()) {
      Weaken.TraverseStmt(&Lambda);
    } else {
      for (const Statement &Each : In.Statements)
        if (const auto *Declaration = dyn_cast<DeclStmt>(&Each.S);
            Declaration && Declaration->isSingleDecl() && Declaration->getSingleDecl() == &Strong)
          Edits.push_back({{Each.Begin.Offset, Each.End.Offset}, ""});
      if (Edits.empty())
        return; // a parameter, or not alone in its statement
      Weaken.TraverseStmt(const_cast<CompoundStmt *>(&In.Body));
    }
    for (const auto &[Offset, Use] : Weaken.Uses)
      Edits.push_back(Use);
    if (At && End && !Edits.empty())
      Into.add(kindNamed("self"), At->File, std::move(Edits), {{At->Line, End->Line}}, In.IsInstantiated);
  }

  const Function &In;
  Places &Into;
};

} // namespace

void findStrongReferences(const Function &In, Places &Into) {
  if (Into.wants("self"))
    Closures(In, Into).TraverseStmt(const_cast<CompoundStmt *>(&In.Body));
}

} // namespace asynctidy::mutate
