#include "source-text.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;

namespace asynctidy::mutate {

std::optional<Spot> SourceText::at(SourceLocation L) const {
  if (L.isInvalid() || L.isMacroID() || SM.isInSystemHeader(L))
    return std::nullopt;
  return Spot{SM.getFileID(L), SM.getFileOffset(L), SM.getSpellingLineNumber(L)};
}

std::optional<Spot> SourceText::after(const Stmt &S) const {
  const SourceLocation End = S.getEndLoc();
  if (End.isInvalid() || End.isMacroID())
    return std::nullopt;
  const std::optional<Token> Next = Lexer::findNextToken(End, SM, Context.getLangOpts());
  return at(Next && Next->is(tok::semi) ? Next->getEndLoc()
                                        : Lexer::getLocForEndOfToken(End, 0, SM, Context.getLangOpts()));
}

std::optional<Span> SourceText::span(SourceRange Range) const {
  if (!at(Range.getBegin()) || !at(Range.getEnd()) || !SM.isWrittenInSameFile(Range.getBegin(), Range.getEnd()))
    return std::nullopt;
  const SourceLocation End = Lexer::getLocForEndOfToken(Range.getEnd(), 0, SM, Context.getLangOpts());
  return Span{SM.getFileOffset(Range.getBegin()), SM.getFileOffset(End)};
}

std::optional<std::string> SourceText::oneLine(SourceRange Range, const Edit *Instead) const {
  const std::optional<Span> Bytes = span(Range);
  if (!Bytes)
    return std::nullopt;
  const FileID File = SM.getFileID(Range.getBegin());
  const llvm::StringRef Buffer = SM.getBufferData(File);
  Lexer Raw(SM.getLocForStartOfFile(File), Context.getLangOpts(), Buffer.begin(), Buffer.begin() + Bytes->Begin,
            Buffer.end());
  std::string Text;
  bool Replaced = false;
  for (Token Next;;) {
    Raw.LexFromRawLexer(Next);
    const unsigned Offset = SM.getFileOffset(Next.getLocation());
    if (Next.is(tok::eof) || Offset >= Bytes->End)
      return Text;
    const llvm::StringRef Written = Buffer.substr(Offset, Next.getLength());
    if ((Next.is(tok::hash) && Next.isAtStartOfLine()) || Written.contains('\n'))
      return std::nullopt;
    if (!Text.empty() && (Next.isAtStartOfLine() || Next.hasLeadingSpace()))
      Text += ' ';
    if (!Instead || Offset < Instead->Blank.Begin || Offset >= Instead->Blank.End)
      Text += Written;
    else if (!std::exchange(Replaced, true))
      Text += Instead->Text;
  }
}

Span SourceText::withComma(Span Element, FileID In) const {
  const llvm::StringRef Text = SM.getBufferData(In);
  const size_t Before = Text.take_front(Element.Begin).find_last_not_of(" \t\n"),
               After = Text.find_first_not_of(" \t\n", Element.End);
  if (Before != llvm::StringRef::npos && Text[Before] == ',')
    return {unsigned(Before), Element.End};
  return {Element.Begin, After != llvm::StringRef::npos && Text[After] == ',' ? unsigned(After) + 1 : Element.End};
}

const std::string &SourceText::path(FileID File) {
  auto [Known, New] = Paths.try_emplace(File);
  if (const OptionalFileEntryRef Entry = New ? SM.getFileEntryRefForID(File) : std::nullopt) {
    llvm::SmallString<256> Real;
    Known->second = llvm::sys::fs::real_path(Entry->getName(), Real) ? Entry->getName().str() : Real.str().str();
  }
  return Known->second;
}

} // namespace asynctidy::mutate
