#include "driver/user-files.h"

#include "driver/module-settings.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// Offsets from the first to the last, by file.
using SkippedCode = llvm::DenseMap<FileID, std::vector<std::pair<unsigned, unsigned>>>;

class SkippedCodeListener : public PPCallbacks {
public:
  SkippedCodeListener(const SourceManager &Sources, std::shared_ptr<SkippedCode> Into)
      : Sources(Sources), Into(std::move(Into)) {}

  void SourceRangeSkipped(SourceRange Range, SourceLocation) override {
    const auto [File, Begin] = Sources.getDecomposedLoc(Sources.getExpansionLoc(Range.getBegin()));
    const auto [EndFile, End] = Sources.getDecomposedLoc(Sources.getExpansionLoc(Range.getEnd()));
    if (File == EndFile)
      (*Into)[File].push_back({Begin, End});
  }

private:
  const SourceManager &Sources;
  std::shared_ptr<SkippedCode> Into;
};

class UserFiles : public ASTConsumer {
public:
  UserFiles(tidy::ClangTidyContext &Context, std::shared_ptr<SkippedCode> Skipped, Result &Found)
      : Context(Context), Skipped(std::move(Skipped)), Found(Found) {}

  void HandleTranslationUnit(ASTContext &Ast) override {
    const SourceManager &Sources = Ast.getSourceManager();
    const facts::TranslationUnit &Unit = facts::TranslationUnit::of(Ast, settingsOf(Context.getOptions()));
    llvm::StringSet<> Listed;
    for (unsigned I = 0, E = Sources.local_sloc_entry_size(); I < E; ++I) {
      const SrcMgr::SLocEntry &Entry = Sources.getLocalSLocEntry(I);
      if (!Entry.isFile())
        continue;
      const SourceLocation Begin = SourceLocation::getFromRawEncoding(Entry.getOffset());
      const FileID File = Sources.getFileID(Begin);
      const auto Ref = Sources.getFileEntryRefForID(File);
      if (!Ref || !Unit.isUserCode(Begin))
        continue;
      const std::string Path = Ref->getName().str();
      if (Listed.insert(Path).second)
        Found.UserFiles.push_back(Path);
      if (Sources.getBufferData(File).contains("NOLINT"))
        addComments(File, Path, Ast);
    }
  }

private:
  /// A file may be read several times, with other parts skipped.
  void addComments(FileID File, const std::string &Path, const ASTContext &Ast) {
    const SourceManager &Sources = Ast.getSourceManager();
    const StringRef Text = Sources.getBufferData(File);
    const auto &Gone = (*Skipped)[File];
    std::vector<NolintAt> All;
    Lexer Raw(File, Sources.getBufferOrFake(File), Sources, Ast.getLangOpts());
    Raw.SetCommentRetentionState(true);
    Token Next;
    do {
      Raw.LexFromRawLexer(Next);
      if (!Next.is(tok::comment))
        continue;
      const unsigned Offset = Sources.getFileOffset(Next.getLocation());
      if (llvm::any_of(Gone, [&](const auto &Range) { return Range.first <= Offset && Offset < Range.second; }))
        continue;
      for (const Nolint &What : nolintsIn(Text.substr(Offset, Next.getLength()), Offset))
        All.push_back({What, Sources.getLineNumber(File, What.Offset)});
    } while (!Next.is(tok::eof));
    const unsigned Lines = Sources.getLineNumber(File, static_cast<unsigned>(Text.size()));
    for (SuppressionComment &Made : suppressionsAmong(All, Lines)) {
      Made.File = Path;
      if (!llvm::is_contained(Found.Comments, Made))
        Found.Comments.push_back(std::move(Made));
    }
  }

  tidy::ClangTidyContext &Context;
  std::shared_ptr<SkippedCode> Skipped;
  Result &Found;
};

} // namespace

std::unique_ptr<ASTConsumer> listingUserFiles(tidy::ClangTidyContext &Context, CompilerInstance &Compiler,
                                              Result &Found) {
  auto Skipped = std::make_shared<SkippedCode>();
  Compiler.getPreprocessor().addPPCallbacks(
      std::make_unique<SkippedCodeListener>(Compiler.getSourceManager(), Skipped));
  return std::make_unique<UserFiles>(Context, std::move(Skipped), Found);
}

} // namespace asynctidy::driver
