#include "driver/structured.h"

#include "driver/path-globs.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <tuple>

using clang::tooling::DiagnosticMessage;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

report::Place place(StringRef File, unsigned Line, unsigned Column, const report::SourceText *Text) {
  return {File.str(), Line, Column, Text ? Text->tokenEnd(Line, Column) : 0};
}

report::Place placeAt(StringRef File, unsigned Offset, report::SourceFiles &Sources) {
  const report::SourceText *Text = Sources.of(File);
  const auto [Line, Column] = Text ? Text->position(Offset) : std::pair(0u, 0u);
  return place(File, Line, Column, Text);
}

std::vector<report::Edit> editsOf(const llvm::StringMap<clang::tooling::Replacements> &Fix,
                                  report::SourceFiles &Sources) {
  std::vector<report::Edit> Edits;
  for (const auto &[File, Replacements] : Fix)
    for (const clang::tooling::Replacement &R : Replacements) {
      report::Edit &E = Edits.emplace_back();
      E.File = File.str();
      E.Offset = R.getOffset();
      E.Length = R.getLength();
      E.Text = R.getReplacementText().str();
      if (const report::SourceText *Text = Sources.of(File)) {
        std::tie(E.Line, E.Column) = Text->position(E.Offset);
        std::tie(E.EndLine, E.EndColumn) = Text->position(E.Offset + E.Length);
      }
    }
  llvm::sort(Edits, [](const report::Edit &A, const report::Edit &B) {
    return std::tie(A.File, A.Offset, A.Length) < std::tie(B.File, B.Offset, B.Length);
  });
  return Edits;
}

/// Adds a note to the part of \p F that it belongs to.
void addNote(report::Finding &F, report::NoteRole Role, report::Step Note) {
  switch (Role) {
  case report::NoteRole::Step:
    F.Steps.push_back(std::move(Note));
    break;
  case report::NoteRole::Related:
    F.Related.push_back(std::move(Note));
    break;
  case report::NoteRole::Advice:
    F.Advice = std::move(Note.Message);
    break;
  case report::NoteRole::Reason:
    std::tie(F.Reason, F.Source) = report::reasonAndSource(Note.Message);
    break;
  case report::NoteRole::Assumption: // F.Assumes says it
    break;
  }
}

/// The compiler adds notes of its own, such as where a macro was expanded: those are related places.
void addNotes(report::Finding &F, llvm::ArrayRef<DiagnosticMessage> Shown, const report::Details &Known,
              report::SourceFiles &Sources) {
  const DiagnosticMessage *Next = Shown.begin();
  const auto AddShown = [&](report::NoteRole Role, const std::string &Actor) {
    if (!Next->FilePath.empty())
      addNote(F, Role, {placeAt(Next->FilePath, Next->FileOffset, Sources), Next->Message, Actor});
    ++Next;
  };
  for (const report::NoteDetails &Note : Known.Notes) {
    if (Note.Where == report::ShownIn::Data) {
      addNote(F, Note.Role, {placeAt(Note.File, Note.Offset, Sources), Note.Message, Note.Actor});
      continue;
    }
    while (Next != Shown.end() && (Next->FileOffset != Note.Offset || Next->FilePath != Note.File))
      AddShown(report::NoteRole::Related, "");
    if (Next == Shown.end())
      return;
    if (Note.Where == report::ShownIn::Text)
      ++Next;
    else
      AddShown(Note.Role, Note.Actor);
  }
  while (Next != Shown.end())
    AddShown(report::NoteRole::Related, "");
}

} // namespace

void attachDetails(std::vector<Reported> &Errors, std::vector<report::Details> Known) {
  std::map<std::tuple<StringRef, StringRef, unsigned>, report::Details *> ByPlace;
  for (report::Details &D : Known)
    ByPlace.try_emplace({D.Check, D.File, D.Offset}, &D);
  for (Reported &E : Errors)
    if (const auto Of = ByPlace.find({E.DiagnosticName, E.Message.FilePath, E.Message.FileOffset}); Of != ByPlace.end())
      E.Known = *Of->second; // copied: several commands for one file may share a place
}

std::vector<report::Finding> findingsAmong(const std::vector<Reported> &Errors, report::SourceFiles &Sources) {
  std::vector<report::Finding> Found;
  for (const Reported &E : Errors) {
    if (!isFinding(E))
      continue;
    report::Finding &F = Found.emplace_back();
    const report::Details Known = E.Known.value_or(report::Details());
    F.Check = E.DiagnosticName;
    F.Message = E.Message.Message;
    F.At = placeAt(E.Message.FilePath, E.Message.FileOffset, Sources);
    F.IsError = E.IsWarningAsError || E.DiagLevel == clang::tidy::ClangTidyError::Error;
    F.Fix = editsOf(E.Message.Fix, Sources);
    F.Assumes = Known.Assumes;
    F.Function = Known.Function;
    F.Subject = Known.Subject;
    F.Known = E.Recognized.value_or(report::Identity());
    addNotes(F, E.Notes, Known, Sources);
  }
  return Found;
}

report::Place linkedPlace(const summaries::Place &P, const summaries::Strings &Names, StringRef Root,
                          report::SourceFiles &Sources) {
  const std::string Path = absolutePath(Names[P.File], Root);
  return place(Path, P.Line, P.Column, Sources.of(Path));
}

std::vector<report::Finding> linkedFindings(const std::vector<link::Finding> &Found, const summaries::Strings &Names,
                                            StringRef Root, report::SourceFiles &Sources) {
  const auto PlaceOf = [&](const summaries::Place &P) { return linkedPlace(P, Names, Root, Sources); };
  std::vector<report::Finding> All;
  for (const link::Finding &L : Found) {
    report::Finding &F = All.emplace_back();
    F.Check = summaries::nameOf(L.Check).str();
    F.Message = L.Message;
    F.At = PlaceOf(L.At);
    F.Assumes = L.Assumes;
    F.Function = Names[L.Function].str();
    F.Subject = L.Subject;
    for (const link::Finding::Note &Note : L.Notes)
      if (Note.Where != report::ShownIn::Text)
        addNote(F, Note.Role, {PlaceOf(Note.At), Note.Message, Note.Actor});
  }
  return All;
}

} // namespace asynctidy::driver
