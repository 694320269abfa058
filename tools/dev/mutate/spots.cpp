#include "spots.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;

namespace asynctidy::mutate {

Spots::Spots(ASTContext &Context, const std::vector<DeclGroupRef> &TopLevel)
    : Context(Context), SM(Context.getSourceManager()), Files(SM) {
  for (unsigned I = 0; I < TopLevel.size(); ++I)
    for (const Decl *D : TopLevel[I])
      if (SourceLocation At = SM.getFileLoc(D->getBeginLoc()); At.isValid() && !D->isImplicit()) {
        auto [File, Offset] = SM.getDecomposedLoc(At);
        Begins[File].try_emplace(Offset, I);
        break;
      }
}

const std::string *UserFiles::around(SourceLocation At) {
  if (At.isInvalid() || SM.isInSystemHeader(At))
    return nullptr;
  auto [Known, New] = RealPaths.try_emplace(SM.getFileID(At));
  llvm::SmallString<256> Path;
  if (New)
    if (OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getFileID(At));
        File && !llvm::sys::fs::real_path(File->getName(), Path))
      Known->second = std::string(Path);
  return Known->second.empty() ? nullptr : &Known->second;
}

std::optional<Spot> Spots::at(SourceLocation L) {
  if (L.isInvalid())
    return std::nullopt;
  const SourceLocation At = SM.getFileLoc(L);
  const std::string *File = Files.around(At);
  if (!File)
    return std::nullopt;
  return Spot{*File, SM.getFileID(At), SM.getFileOffset(At), SM.getSpellingLineNumber(At), L.isMacroID()};
}

std::optional<Spot> Spots::after(const Stmt &S) {
  SourceLocation End = S.getEndLoc();
  if (End.isMacroID())
    End = SM.isMacroArgExpansion(End) && !SM.isMacroBodyExpansion(S.getBeginLoc()) ? SM.getFileLoc(End)
                                                                                   : SM.getExpansionRange(End).getEnd();
  SourceLocation Behind = Lexer::getLocForEndOfToken(End, 0, SM, Context.getLangOpts());
  if (std::optional<Token> Next = Lexer::findNextToken(End, SM, Context.getLangOpts()); Next && Next->is(tok::semi))
    Behind = Next->getEndLoc();
  return at(Behind);
}

bool Spots::isText(const Spot &At, char Expected) const {
  const llvm::StringRef Text = SM.getBufferData(At.Id);
  return At.Offset < Text.size() && Text[At.Offset] == Expected;
}

std::optional<Span> Spots::span(SourceRange Range) {
  if (Range.isInvalid() || Range.getBegin().isMacroID() || Range.getEnd().isMacroID() ||
      !SM.isWrittenInSameFile(Range.getBegin(), Range.getEnd()))
    return std::nullopt;
  const SourceLocation End = Lexer::getLocForEndOfToken(Range.getEnd(), 0, SM, Context.getLangOpts());
  return Span{SM.getFileOffset(Range.getBegin()), SM.getFileOffset(End)};
}

std::optional<std::string> Spots::oneLine(SourceRange Range, const Edit *Instead) {
  const std::optional<Span> Bytes = span(Range);
  if (!Bytes)
    return std::nullopt;
  const llvm::StringRef Buffer = SM.getBufferData(SM.getFileID(Range.getBegin()));
  Lexer Raw(SM.getLocForStartOfFile(SM.getFileID(Range.getBegin())), Context.getLangOpts(), Buffer.begin(),
            Buffer.begin() + Bytes->Begin, Buffer.end());
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
    if (Next.isAtStartOfLine() || Next.hasLeadingSpace())
      Text += ' ';
    if (!Instead || Offset < Instead->Blank.Begin || Offset >= Instead->Blank.End)
      Text += Written;
    else if (!std::exchange(Replaced, true))
      Text += Instead->Text;
  }
}

Span Spots::withComma(Span Element, SourceLocation In) const {
  const llvm::StringRef Text = SM.getBufferData(SM.getFileID(In));
  const size_t Before = Text.take_front(Element.Begin).find_last_not_of(" \t\n"),
               After = Text.find_first_not_of(" \t\n", Element.End);
  if (Before != llvm::StringRef::npos && Text[Before] == ',')
    return {unsigned(Before), Element.End};
  return {Element.Begin, After != llvm::StringRef::npos && Text[After] == ',' ? unsigned(After) + 1 : Element.End};
}

/// When a top-level declaration is complete, the parser has already read a token of the next one: so an edit in a
/// declaration must be made before the preceding declaration is parsed.
std::optional<Spots::Outermost> Spots::around(const Spot &At) const {
  auto Known = Begins.find(At.Id);
  if (Known == Begins.end())
    return std::nullopt;
  auto After = Known->second.upper_bound(At.Offset);
  if (After == Known->second.begin())
    return std::nullopt;
  auto [Begin, Index] = *std::prev(After);
  return Outermost{Begin, Index ? Index - 1 : 0};
}

Place *PlaceBook::add(Kind What, const Spot &At, unsigned Anchor, bool IsInstance, std::string NoBug) {
  Place Here;
  Here.What = What;
  Here.File = At.File;
  Here.Offset = At.Offset;
  Here.Line = Here.OtherLine = At.Line;
  Here.Anchor = Anchor;
  Here.InMacroArgument = At.InMacroArgument;
  Here.Instantiated = IsInstance;
  Here.NoBug = std::move(NoBug);
  auto [Index, New] = PlaceAt.try_emplace(Here.key(), Seen.Places.size());
  if (New)
    return &Seen.Places.emplace_back(std::move(Here));
  Place &Known = Seen.Places[Index->second];
  // One instantiation with a bug is enough.
  if (Known.Instantiated && (!IsInstance || Known.NoBug.empty() || !Here.NoBug.empty()))
    return nullptr;
  Known.Instantiated = Here.Instantiated;
  Known.NoBug = Here.NoBug;
  return nullptr;
}

} // namespace asynctidy::mutate
