#include "facts/unit/enclosing-function.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// How \p Text, the use of a macro that pasted \p Name together, stands for it: up to its first string, as tags are
/// behind the name of a test. Its layout has no part in that. \p Name stays if it has its number from there, and loses
/// the number where the use has a whole body in it.
std::string nameOfUse(const std::string &Text, llvm::StringRef Name, const LangOptions &Language) {
  Lexer Raw(SourceLocation(), Language, Text.data(), Text.data(), Text.data() + Text.size());
  std::string Use;
  bool AfterWord = false, AfterString = false, IsComplete = false;
  for (Token Next;;) {
    Raw.LexFromRawLexer(Next);
    if (Next.is(tok::eof))
      break;
    const llvm::StringRef Written(Raw.getBufferLocation() - Next.getLength(), Next.getLength());
    const bool IsWord = Next.isOneOf(tok::raw_identifier, tok::numeric_constant);
    const bool IsString = Next.is(tok::string_literal);
    if (IsWord && llvm::isDigit(Written.back()) && Name.ends_with(Written))
      return Name.str();
    if (Next.isOneOf(tok::l_brace, tok::semi))
      return Name.rtrim("0123456789").str();
    if (IsString && AfterString && Use.back() == '"' && Written.front() == '"') { // one string in two parts
      Use.pop_back();
      Use += Written.drop_front();
    } else if (AfterString && !IsComplete) {
      Use += ")";
      IsComplete = true;
    } else if (!IsComplete) {
      Use += (AfterWord && IsWord ? " " : "") + Written.str() + (Next.is(tok::comma) ? " " : "");
    }
    AfterWord = IsWord;
    AfterString = IsString && !IsComplete;
  }
  std::replace_if(Use.begin(), Use.end(), llvm::isSpace, ' '); // of a raw string
  return Use;
}

/// The name of \p D. One that a macro pastes together with `__COUNTER__` or `__LINE__`, as those of tests, is another
/// as soon as something is added before it: the use of the macro stands for it, `TEST_CASE("sends")`.
std::string writtenName(const NamedDecl &D) {
  const std::string Name = D.getNameAsString();
  const SourceManager &Sources = D.getASTContext().getSourceManager();
  const SourceLocation At = D.getLocation();
  if (Name.empty() || !llvm::isDigit(Name.back()) || !At.isMacroID() ||
      !Sources.isWrittenInScratchSpace(Sources.getSpellingLoc(At)))
    return Name;
  const LangOptions &Language = D.getASTContext().getLangOpts();
  return nameOfUse(Lexer::getSourceText(Sources.getExpansionRange(At), Sources, Language).str(), Name, Language);
}

/// Without what the printed form has of types, which differs between instantiations and versions of Clang.
std::string lastName(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const std::string Class = Method ? writtenName(*Method->getParent()) : "";
  if (isa<CXXConstructorDecl>(F))
    return Class;
  if (isa<CXXDestructorDecl>(F))
    return "~" + Class;
  if (isa<CXXConversionDecl>(F))
    return "operator conversion";
  if (isLambda(F))
    return "lambda";
  return writtenName(F);
}

/// The name of \p Context in a stable name; empty for one that has no part in it.
std::string nameOf(const DeclContext &Context) {
  if (const auto *Namespace = dyn_cast<NamespaceDecl>(&Context))
    return Namespace->isInline() ? "" : writtenName(*Namespace);
  if (const auto *F = dyn_cast<FunctionDecl>(&Context))
    return lastName(*F);
  if (const auto *Record = dyn_cast<CXXRecordDecl>(&Context))
    return Record->isLambda() ? "" : writtenName(*Record); // its call operator is named
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
