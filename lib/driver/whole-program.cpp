#include "driver/whole-program.h"

#include "driver/messages.h"
#include "driver/structured.h"
#include "summaries/check-set.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

#include <tuple>

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// Converts places to files and offsets, as diagnostics have them.
class Offsets {
public:
  Offsets(const summaries::Strings &Names, StringRef Root, report::SourceFiles &Sources)
      : Names(Names), Root(Root), Sources(Sources) {}

  std::pair<std::string, unsigned> of(const summaries::Place &P) {
    const report::Place At = linkedPlace(P, Names, Root, Sources);
    const report::SourceText *Text = Sources.of(At.File);
    return {At.File, Text && At.Line && At.Line <= Text->lines() ? Text->offset(At.Line, At.Column) : 0};
  }

private:
  const summaries::Strings &Names;
  std::string Root;
  report::SourceFiles &Sources;
};

report::Details detailsOf(const link::Finding &F, const summaries::Strings &Names, Offsets &Where) {
  report::Details Known;
  Known.Function = Names[F.Function].str();
  Known.Subject = F.Subject;
  Known.Assumes = F.Assumes;
  const auto Add = [&](report::NoteRole Role, report::ShownIn In, std::string Actor, const summaries::Place &At,
                       std::string Message) {
    auto [File, Offset] = Where.of(At);
    Known.Notes.push_back({Role, In, std::move(Actor), std::move(File), Offset, std::move(Message)});
  };
  for (const link::Finding::Note &Note : F.Notes)
    Add(Note.Role, Note.Where, Note.Actor, Note.At, Note.Message);
  if (!F.Assumes.empty())
    Add(report::NoteRole::Assumption, report::ShownIn::Both, "", F.At, "");
  return Known;
}

} // namespace

FactsDirectory::~FactsDirectory() {
  if (!Path.empty())
    llvm::sys::fs::remove_directories(Path);
}

llvm::Error FactsDirectory::create() {
  llvm::SmallString<128> Made;
  if (const std::error_code Why = llvm::sys::fs::createUniqueDirectory("async-tidy", Made))
    return sentence("cannot make a directory for temporary files: " + Why.message());
  Path = Made.str().str();
  return llvm::Error::success();
}

std::string FactsDirectory::fileOf(size_t Job) const { return Path + "/" + std::to_string(Job) + ".facts"; }

Result asResult(const std::vector<link::Finding> &Found, const summaries::Strings &Names, StringRef Root,
                const std::vector<std::string> &MainFiles, ConfigProvider &Config, report::SourceFiles &Sources) {
  Offsets Where(Names, Root, Sources);
  auto Message = [&](const summaries::Place &P, const std::string &Text) {
    clang::tooling::DiagnosticMessage M(Text);
    std::tie(M.FilePath, M.FileOffset) = Where.of(P);
    return M;
  };
  Result R;
  for (const link::Finding &F : Found) {
    const std::string Path = Where.of(F.At).first;
    const clang::tidy::ClangTidyOptions Options = Config.getOptions(Path);
    if (!llvm::is_contained(MainFiles, Path) && isHeaderLeftOut(Path, Options))
      continue;
    const StringRef Name = summaries::nameOf(F.Check);
    if (!isShown(F.Assumes, Config.leastConfidence(Name, Options)))
      continue;
    const bool IsError = clang::tidy::GlobList(Options.WarningsAsErrors.value_or("")).contains(Name);
    ClangTidyError E(Name, ClangTidyError::Warning, /*BuildDirectory=*/"", IsError);
    E.Message = Message(F.At, F.Message);
    for (const link::Finding::Note &Note : F.Notes)
      if (Note.Where != report::ShownIn::Data)
        E.Notes.push_back(Message(Note.At, Note.Message));
    if (!F.Assumes.empty())
      E.Notes.push_back(Message(F.At, sentenceOf(F.Assumes)));
    R.Errors.emplace_back(std::move(E)).Known = detailsOf(F, Names, Where);
  }
  return R;
}

} // namespace asynctidy::driver
