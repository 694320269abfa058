#include "facts/unit/enclosing-function.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Without what the printed form has of types, which differs between instantiations and versions of Clang.
std::string lastName(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const std::string Class = Method ? Method->getParent()->getName().str() : "";
  if (isa<CXXConstructorDecl>(F))
    return Class;
  if (isa<CXXDestructorDecl>(F))
    return "~" + Class;
  if (isa<CXXConversionDecl>(F))
    return "operator conversion";
  if (isLambda(F))
    return "lambda";
  return F.getNameAsString();
}

/// The name of \p Context in a stable name; empty for one that has no part in it.
std::string nameOf(const DeclContext &Context) {
  if (const auto *Namespace = dyn_cast<NamespaceDecl>(&Context))
    return Namespace->isInline() ? "" : Namespace->getName().str();
  if (const auto *F = dyn_cast<FunctionDecl>(&Context))
    return lastName(*F);
  if (const auto *Record = dyn_cast<CXXRecordDecl>(&Context))
    return Record->isLambda() ? "" : Record->getName().str(); // its call operator is named
  return "";
}

/// The source ranges of all functions with a body, nested like brackets.
struct FunctionRanges : Analysis<WholeUnit, FunctionRanges> {
  struct Range {
    SourceLocation Begin, End;
    const FunctionDecl *F;
    size_t Around; ///< the index of the range that this one is in, or Nothing
  };
  static constexpr size_t Nothing = ~size_t(0);

  std::vector<Range> Ranges; ///< by place

  static FunctionRanges run(WholeUnit, TranslationUnit &Unit) {
    FunctionRanges Found;
    const SourceManager &Sources = Unit.context().getSourceManager();
    for (const FunctionDecl *F : Unit.userCode().Functions)
      Found.Ranges.push_back(
          {Sources.getFileLoc(F->getOuterLocStart()), Sources.getFileLoc(F->getEndLoc()), F, Nothing});
    const auto IsBefore = [&](SourceLocation A, SourceLocation B) {
      return A != B && Sources.isBeforeInTranslationUnit(A, B);
    };
    llvm::sort(Found.Ranges, [&](const Range &A, const Range &B) {
      if (A.Begin != B.Begin)
        return IsBefore(A.Begin, B.Begin);
      if (A.End != B.End)
        return IsBefore(B.End, A.End);
      return A.F->getLocation() < B.F->getLocation(); // of one macro
    });
    std::vector<size_t> Open;
    for (size_t I = 0; I < Found.Ranges.size(); ++I) {
      while (!Open.empty() && IsBefore(Found.Ranges[Open.back()].End, Found.Ranges[I].Begin))
        Open.pop_back();
      if (!Open.empty())
        Found.Ranges[I].Around = Open.back();
      Open.push_back(I);
    }
    return Found;
  }
};

} // namespace

std::string stableName(const FunctionDecl &F) {
  llvm::SmallVector<std::string, 6> Parts = {lastName(F)};
  for (const DeclContext *Context = F.getDeclContext(); Context; Context = Context->getParent())
    if (std::string Name = nameOf(*Context); !Name.empty())
      Parts.push_back(std::move(Name));
  return llvm::join(llvm::reverse(Parts), "::");
}

std::string enclosingFunction(SourceLocation Location, TranslationUnit &Unit) {
  const SourceManager &Sources = Unit.context().getSourceManager();
  const SourceLocation At = Sources.getFileLoc(Location);
  const auto &Ranges = Unit.get<FunctionRanges>({}).Ranges;
  // The last that begins at or before the place, or one around it.
  const auto After = llvm::partition_point(Ranges, [&](const FunctionRanges::Range &R) {
    return R.Begin == At || Sources.isBeforeInTranslationUnit(R.Begin, At);
  });
  if (After == Ranges.begin())
    return "";
  for (size_t I = After - Ranges.begin() - 1; I != FunctionRanges::Nothing; I = Ranges[I].Around)
    if (Ranges[I].End == At || Sources.isBeforeInTranslationUnit(At, Ranges[I].End))
      return stableName(*Ranges[I].F);
  return "";
}

} // namespace asynctidy::facts
