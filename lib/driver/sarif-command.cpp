#include "driver/sarif-command.h"

#include "driver/command-output.h"
#include "driver/findings.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/reports.h"
#include "driver/structured.h"
#include "report/formats.h"
#include "report/output-file.h"

#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using clang::tooling::Diagnostic;
using clang::tooling::DiagnosticMessage;
using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace asynctidy::driver {
namespace {

llvm::Expected<std::vector<Reported>> readExported(StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return sentence("cannot read '" + Path + "': " + Buffer.getError().message());
  clang::tooling::TranslationUnitDiagnostics Exported;
  llvm::yaml::Input In(**Buffer, /*Ctxt=*/nullptr, /*DiagHandler=*/[](const llvm::SMDiagnostic &, void *) {});
  In >> Exported;
  if (In.error())
    return sentence("'" + Path + "' is not what clang-tidy's --export-fixes writes");
  std::vector<Reported> Errors;
  for (Diagnostic &D : Exported.Diagnostics) {
    const std::string Directory = D.BuildDirectory.empty() ? "" : absolutePath(D.BuildDirectory);
    const auto Absolute = [&](StringRef File) { return File.empty() ? "" : absolutePath(File, Directory); };
    respell(D.Message, Absolute);
    clang::tidy::ClangTidyError E(D.DiagnosticName, D.DiagLevel, D.BuildDirectory,
                                  /*IsWarningAsError=*/D.DiagLevel == Diagnostic::Error);
    E.Message = std::move(D.Message);
    for (DiagnosticMessage &Note : D.Notes) {
      respell(Note, Absolute);
      E.Notes.push_back(std::move(Note));
    }
    Errors.emplace_back(std::move(E));
  }
  return Errors;
}

/// The end of what each file that \p Errors name must have.
std::map<std::string, uint64_t> namedFiles(const std::vector<Reported> &Errors) {
  std::map<std::string, uint64_t> Ends;
  const auto Add = [&](StringRef File, uint64_t End) {
    if (!File.empty())
      Ends[File.str()] = std::max(Ends[File.str()], End);
  };
  const auto AddMessage = [&](const DiagnosticMessage &Message) {
    Add(Message.FilePath, Message.FileOffset);
    for (const auto &[File, Edits] : Message.Fix)
      for (const clang::tooling::Replacement &R : Edits)
        Add(File, uint64_t(R.getOffset()) + R.getLength());
  };
  for (const Reported &E : Errors) {
    AddMessage(E.Message);
    llvm::for_each(E.Notes, AddMessage);
  }
  return Ends;
}

/// Offsets mean nothing in a file that is not the one that was analysed.
llvm::Error checkUnchanged(const std::vector<Reported> &Errors, StringRef Path) {
  fs::file_status Exported;
  if (const std::error_code Why = fs::status(Path, Exported))
    return sentence("cannot read '" + Path + "': " + Why.message());
  for (const auto &[File, End] : namedFiles(Errors)) {
    fs::file_status Source;
    if (const std::error_code Why = fs::status(File, Source))
      return sentence("'" + Path + "' names '" + File + "', which cannot be read: " + Why.message());
    if (!fs::is_regular_file(Source))
      return sentence("'" + Path + "' names '" + File + "', which is no file with source code");
    if (Source.getLastModificationTime() > Exported.getLastModificationTime() || End > Source.getSize())
      return sentence("'" + File + "' was changed after '" + Path + "' was written: run clang-tidy again");
  }
  return llvm::Error::success();
}

} // namespace

ExitCode convertToSarif(const Options &O, llvm::raw_ostream &Out) {
  if (llvm::Error E = checkReports(O))
    return refuse(std::move(E));
  const std::string &Path = O.Files.front();
  std::vector<Reported> Errors;
  if (fs::exists(Path)) {
    llvm::Expected<std::vector<Reported>> Read = readExported(Path);
    if (!Read)
      return refuse(Read.takeError());
    if (llvm::Error E = checkUnchanged(*Read, Path))
      return refuse(std::move(E));
    std::vector<Result> One(1);
    One.front().Errors = std::move(*Read);
    Errors = mergeResults(std::move(One));
  }
  std::vector<report::Problem> Problems;
  for (const Reported &E : Errors)
    if (E.DiagnosticName == "clang-diagnostic-error")
      Problems.push_back({E.Message.Message, E.Message.FilePath});
  report::SourceFiles Sources;
  const report::Run R =
      makeRun(findingsAmong(Errors, Sources), std::move(Problems), reportRoot(O, absolutePath(".")), Sources);
  const auto Write = [&](llvm::raw_ostream &Stream) { report::writeSarif(R, Sources, Stream); };
  if (O.Output.empty())
    Write(Out);
  else if (llvm::Error E = report::writeFile(O.Output, Write))
    return refuse(std::move(E));
  return Clean;
}

} // namespace asynctidy::driver
