#include "facts/unit/test-code.h"

#include "facts/syntax/macros.h"
#include "facts/syntax/names.h"
#include "facts/syntax/test-paths.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// The files of a translation unit that hold tests, and the bodies that a test framework runs. Lambdas and local
/// classes lie within the bodies, so a body is where its text stands.
class TestCode {
public:
  explicit TestCode(TranslationUnit &Unit)
      : Sources(Unit.context().getSourceManager()), Paths(Sources, Unit.settings().TestPaths) {
    for (const FunctionDecl *F : Unit.userCode().Functions)
      if (isTestBody(*F, Unit))
        add(F->getSourceRange());
  }

  bool contains(SourceLocation Location) const {
    const auto [File, Offset] = Sources.getDecomposedLoc(Sources.getFileLoc(Location));
    const auto It = Bodies.find(File);
    return Paths.contains(Location) ||
           (It != Bodies.end() && llvm::any_of(It->second, [Offset = Offset](const Range &Body) {
              return Body.first <= Offset && Offset <= Body.second;
            }));
  }

private:
  using Range = std::pair<unsigned, unsigned>; ///< offsets

  void add(SourceRange Text) {
    const auto [First, Begin] = Sources.getDecomposedLoc(Sources.getFileLoc(Text.getBegin()));
    const auto [Last, End] = Sources.getDecomposedLoc(Sources.getFileLoc(Text.getEnd()));
    if (First == Last)
      Bodies[First].push_back({Begin, End});
  }

  bool isTestBody(const FunctionDecl &F, const TranslationUnit &Unit) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    return (F.getLocation().isMacroID() &&
            isInMacro(F.getLocation(), Means::TestBody, Unit.context(), Unit.models())) ||
           (Method && isTestClass(*Method->getParent(), Unit));
  }

  bool isTestClass(const CXXRecordDecl &Class, const TranslationUnit &Unit) {
    const auto [It, New] = TestClasses.try_emplace(&Class, false);
    if (New)
      It->second = visitWithBases(
          &Class, [&](const CXXRecordDecl &Base) { return Unit.models().is(qualifiedName(Base), Means::TestBody); });
    return It->second;
  }

  const SourceManager &Sources;
  TestPaths Paths;
  std::map<FileID, std::vector<Range>> Bodies;
  llvm::DenseMap<const CXXRecordDecl *, bool> TestClasses;
};

struct TestCodeOfUnit : Analysis<WholeUnit, std::unique_ptr<const TestCode>> {
  static Result run(WholeUnit, TranslationUnit &Unit) { return std::make_unique<const TestCode>(Unit); }
};

} // namespace

bool isHarmlessInTest(FindingKind Kind) {
  switch (Kind) {
  case FindingKind::Blocks:
  case FindingKind::LeavesWork:
  case FindingKind::AsksWork:
  case FindingKind::DropsError:
  case FindingKind::DropsWork:
    return true;
  case FindingKind::HidesCheck:
  case FindingKind::LosesWork:
  case FindingKind::Other:
    return false;
  }
  return false;
}

FindingKind kindOfLosing(const Work &Lost, bool IsAsked) {
  if (Lost.Begins != Start::Eager)
    return FindingKind::LosesWork;
  if (IsAsked)
    return FindingKind::AsksWork;
  return Lost.Owner == FrameOwner::Owns ? FindingKind::LosesWork : FindingKind::LeavesWork;
}

bool isTestCode(SourceLocation Location, TranslationUnit &Unit) {
  return Location.isValid() && !Unit.settings().TestPaths.empty() && Unit.get<TestCodeOfUnit>({})->contains(Location);
}

bool containsTestCheck(const Stmt &S, const TranslationUnit &Unit) {
  bool Found = false;
  forEachEvaluated(&S, [&](const Stmt &Inner) {
    const auto *Call = dyn_cast<CallExpr>(&Inner);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    Found = Found || (Callee && Unit.models().is(qualifiedName(*Callee), Means::TestCheck)) ||
            (Inner.getBeginLoc().isMacroID() &&
             isInMacro(Inner.getBeginLoc(), Means::TestCheck, Unit.context(), Unit.models()));
  });
  return Found;
}

} // namespace asynctidy::facts
