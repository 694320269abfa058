#include "driver/whole-program.h"

#include "driver/messages.h"
#include "summaries/check-set.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <map>
#include <optional>

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// Converts places to offsets in files.
class Offsets {
public:
  Offsets(const summaries::Strings &Names, StringRef Root) : Names(Names), Root(Root) {}

  std::string pathOf(const summaries::Place &P) const {
    llvm::SmallString<256> Path;
    if (!llvm::sys::path::is_absolute(Names[P.File]))
      Path = Root;
    llvm::sys::path::append(Path, Names[P.File]);
    return Path.str().str();
  }

  unsigned of(const summaries::Place &P) {
    const std::vector<unsigned> &Lines = linesOf(P);
    return P.Line >= 1 && P.Line <= Lines.size() ? Lines[P.Line - 1] + P.Column - 1 : 0;
  }

private:
  const std::vector<unsigned> &linesOf(const summaries::Place &P) {
    const auto [Known, New] = LineStarts.try_emplace(P.File);
    if (New) {
      Known->second.push_back(0);
      if (auto Buffer = llvm::MemoryBuffer::getFile(pathOf(P))) {
        const StringRef Text = (*Buffer)->getBuffer();
        for (size_t At = Text.find('\n'); At != StringRef::npos; At = Text.find('\n', At + 1))
          Known->second.push_back(static_cast<unsigned>(At + 1));
      }
    }
    return Known->second;
  }

  const summaries::Strings &Names;
  std::string Root;
  std::map<summaries::Text, std::vector<unsigned>> LineStarts;
};

report::Details detailsOf(const link::Finding &F, const summaries::Strings &Names, Offsets &Where) {
  report::Details Known;
  Known.Function = Names[F.Function].str();
  Known.Subject = F.Subject;
  Known.Assumes = F.Assumes;
  for (const link::Finding::Note &Note : F.Notes)
    Known.Notes.push_back({Note.Role, Note.Where, Note.Actor, Where.pathOf(Note.At), Where.of(Note.At), Note.Message});
  if (!F.Assumes.empty())
    Known.Notes.push_back(
        {report::NoteRole::Assumption, report::ShownIn::Both, "", Where.pathOf(F.At), Where.of(F.At)});
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
                const std::vector<std::string> &MainFiles, ConfigProvider &Config) {
  Offsets Where(Names, Root);
  auto Message = [&](const summaries::Place &P, const std::string &Text) {
    clang::tooling::DiagnosticMessage M(Text);
    M.FilePath = Where.pathOf(P);
    M.FileOffset = Where.of(P);
    return M;
  };
  Result R;
  for (const link::Finding &F : Found) {
    const std::string Path = Where.pathOf(F.At);
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
