#include "driver/analysis.h"

#include "checks/finding-details.h"
#include "checks/finding-places.h"
#include "compat/tidy-driver.h"
#include "driver/body-skipping.h"
#include "driver/command-cleaning.h"
#include "driver/findings.h"
#include "driver/module-settings.h"
#include "driver/path-globs.h"
#include "driver/structured.h"
#include "driver/unit-checks.h"
#include "driver/user-files.h"
#include "facts/syntax/user-code.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <optional>
#include <set>
#include <tuple>

using namespace clang;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

class Action : public ASTFrontendAction {
public:
  Action(tidy::ClangTidyContext &Context, const Request &Wanted, Result &Found)
      : Context(Context), Wanted(Wanted), Found(Found) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, StringRef File) override {
    beginUnit(Context, Compiler, File);
    std::vector<std::unique_ptr<ASTConsumer>> Parts;
    if (Wanted.Findings)
      Parts.push_back(checkingUnit(Context));
    if (!Wanted.Facts.Output.empty())
      Parts.push_back(collectingFacts(Context, Wanted.Facts, Found));
    if (Wanted.UserFiles)
      Parts.push_back(listingUserFiles(Context, Compiler, Found));
    const facts::Settings Module = settingsOf(Context.getOptions());
    return skippingBodies(std::move(Parts), Compiler, Module.SystemPaths, Module.DefaultSystemPaths);
  }

  void EndSourceFileAction() override {
    if (getCompilerInstance().getSourceManager().loaded_sloc_entry_size())
      Found.IsRepeatable = false; // modules are read, and some made, behind the file system's back
  }

private:
  tidy::ClangTidyContext &Context;
  const Request &Wanted;
  Result &Found;
};

/// Clang's driver uses a precompiled header that lies beside the header named by -include. Include the header itself
/// instead.
void includeTextInstead(PreprocessorOptions &Options, llvm::vfs::FileSystem &Files) {
  if (Options.ImplicitPCHInclude.empty())
    return;
  llvm::SmallString<256> Header(Options.ImplicitPCHInclude);
  llvm::sys::path::replace_extension(Header, "");
  Options.ImplicitPCHInclude.clear();
  if (Files.exists(Header))
    Options.Includes.insert(Options.Includes.begin(), std::string(Header));
}

/// CMake declares the header it precompiles a system header, and with it every header of the project that it includes.
/// They are still the user's code.
void includeAsUserCode(PreprocessorOptions &Options, llvm::vfs::FileSystem &Files) {
  for (const std::string &Header : Options.Includes) {
    if (llvm::sys::path::filename(Header) != "cmake_pch.hxx")
      continue;
    auto Buffer = Files.getBufferForFile(Header);
    if (!Buffer)
      continue;
    constexpr StringRef Pragma = "#pragma GCC system_header";
    std::string Text = (*Buffer)->getBuffer().str();
    if (const size_t At = Text.find(Pragma); At != std::string::npos)
      Text.replace(At, Pragma.size(), Pragma.size(), ' ');
    Options.addRemappedFile(Header, llvm::MemoryBuffer::getMemBufferCopy(Text, Header).release());
  }
}

class ActionFactory : public tooling::FrontendActionFactory {
public:
  ActionFactory(tidy::ClangTidyContext &Context, const Request &Wanted, Result &Found)
      : Context(Context), Wanted(Wanted), Found(Found) {}

  std::unique_ptr<FrontendAction> create() override { return std::make_unique<Action>(Context, Wanted, Found); }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCHContainerOps, DiagnosticConsumer *Consumer) override {
    PreprocessorOptions &Preprocessing = Invocation->getPreprocessorOpts();
    includeTextInstead(Preprocessing, Files->getVirtualFileSystem());
    includeAsUserCode(Preprocessing, Files->getVirtualFileSystem());
    // What __DATE__, __TIME__ and __TIMESTAMP__ are is no property of the code.
    if (!Preprocessing.SourceDateEpoch)
      Preprocessing.SourceDateEpoch = 0;
    Invocation->getFrontendOpts().SkipFunctionBodies = true;
    Invocation->getFrontendOpts().DisableFree = true;   // the process ends after the analysis
    Invocation->getDiagnosticOpts().ShowCarets = false; // else it prints the number of warnings
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(PCHContainerOps), Consumer);
  }

private:
  tidy::ClangTidyContext &Context;
  const Request &Wanted;
  Result &Found;
};

/// A compilation database with one command for every file: that of the job.
class OneCommand : public tooling::CompilationDatabase {
public:
  explicit OneCommand(tooling::CompileCommand Command) : Command(std::move(Command)) {}
  std::vector<tooling::CompileCommand> getCompileCommands(StringRef) const override { return {Command}; }

private:
  tooling::CompileCommand Command;
};

/// Normalizes paths: a header may be "/b/../inc/x.h" in one file and "/inc/x.h" in another, and findings in it must
/// compare equal.
class PathSpelling {
public:
  PathSpelling(StringRef Directory, llvm::vfs::FileSystem &Files) : Directory(Directory), Files(Files) {}

  void unify(std::string &Path) {
    if (Path.empty())
      return;
    auto [Known, New] = Spellings.try_emplace(Path);
    if (New) {
      std::string Lexical = absolutePath(Path, Directory);
      llvm::SmallString<256> AsWritten(Path);
      if (!llvm::sys::path::is_absolute(AsWritten)) {
        AsWritten = Directory;
        llvm::sys::path::append(AsWritten, Path);
      }
      // After a symbolic link, ".." cannot be removed lexically.
      const llvm::ErrorOr<bool> IsSame = Files.equivalent(AsWritten, Lexical);
      Known->second = IsSame && *IsSame ? Lexical : std::string(AsWritten);
    }
    Path = Known->second;
  }

  void unify(tooling::DiagnosticMessage &Message) {
    respell(Message, [&](StringRef Name) {
      std::string Path = Name.str();
      unify(Path);
      return Path;
    });
  }

private:
  std::string Directory;
  llvm::vfs::FileSystem &Files;
  llvm::StringMap<std::string> Spellings;
};

/// The lines of \p Places without a finding among \p Shown.
std::vector<SilencedLine> silencedLines(const std::vector<checks::FindingPlace> &Places,
                                        const std::vector<Reported> &Shown) {
  using Place = std::tuple<StringRef, StringRef, unsigned>;
  std::set<Place> IsShown;
  for (const Reported &E : Shown)
    IsShown.insert({E.DiagnosticName, E.Message.FilePath, E.Message.FileOffset});
  std::set<SilencedLine> Lines;
  for (const checks::FindingPlace &P : Places)
    if (!IsShown.count({P.Check, P.File, P.Offset}))
      for (const auto &[File, Line] : P.Lines)
        Lines.insert({P.Check, File, Line});
  return {Lines.begin(), Lines.end()};
}

} // namespace

Result analyse(const Job &J, std::unique_ptr<ConfigProvider> Config, StringRef ResourceDirectory, const Request &Wanted,
               llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk) {
  tooling::CompileCommand Command = J.Command;
  Command.CommandLine = cleanCommand(Command.CommandLine, ResourceDirectory);
  const OneCommand Database(Command);

  tidy::ClangTidyContext Context(std::move(Config));
  Context.setCurrentFile(J.File); // its configuration counts from the first diagnostic on, which may be the driver's
  const tidy::ClangTidyOptions Options = Context.getOptionsForFile(J.File);
  llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> Files(new llvm::vfs::OverlayFileSystem(Disk));
  tooling::ClangTool Tool(Database, {J.File}, std::make_shared<PCHContainerOperations>(), Files);
  Tool.setPrintErrorMessage(false);
  if (Options.ExtraArgsBefore)
    Tool.appendArgumentsAdjuster(
        tooling::getInsertArgumentAdjuster(*Options.ExtraArgsBefore, tooling::ArgumentInsertPosition::BEGIN));
  if (Options.ExtraArgs)
    Tool.appendArgumentsAdjuster(
        tooling::getInsertArgumentAdjuster(*Options.ExtraArgs, tooling::ArgumentInsertPosition::END));
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());

  tidy::ClangTidyDiagnosticConsumer Consumer(Context);
  const std::unique_ptr<DiagnosticsEngine> Engine = compat::makeDiagnostics(Context, Consumer);
  Tool.setDiagnosticConsumer(&Consumer);
  Result R;
  ActionFactory Factory(Context, Wanted, R);
  std::vector<report::Details> Known;
  const checks::DetailsCollector Collector(Known);
  std::vector<checks::FindingPlace> Places;
  std::optional<checks::FindingPlaces> PlaceCollector;
  if (Wanted.UserFiles)
    PlaceCollector.emplace(Places);
  const link::AnswerCollector AnswerCollector(R.Answers);
  const bool NoErrors = Tool.run(&Factory) == 0;
  for (tidy::ClangTidyError &E : Consumer.take())
    R.Errors.emplace_back(std::move(E));
  attachDetails(R.Errors, std::move(Known));
  if (Wanted.UserFiles)
    R.Silenced = silencedLines(Places, R.Errors);
  // Bad configuration and unmatched NOLINTBEGIN are counted as errors too.
  R.Compiles = NoErrors || (!R.Errors.empty() && llvm::none_of(R.Errors, [](const tidy::ClangTidyError &E) {
                 return E.DiagLevel == tidy::ClangTidyError::Error && !isFinding(E) && !isConfiguration(E);
               }));

  // clang-tidy's library shows an excluded finding when one of its notes is in another file; remove it.
  if (const std::string Excluded = Options.ExcludeHeaderFilterRegex.value_or(""); !Excluded.empty()) {
    const llvm::Regex Filter(Excluded);
    llvm::erase_if(R.Errors, [&](const tidy::ClangTidyError &E) {
      return isFinding(E) && E.Message.FilePath != J.File && Filter.match(E.Message.FilePath);
    });
  }
  PathSpelling Spelling(Command.Directory, *Disk);
  for (Reported &E : R.Errors) {
    Spelling.unify(E.Message);
    for (tooling::DiagnosticMessage &Note : E.Notes)
      Spelling.unify(Note);
    if (E.Known)
      for (report::NoteDetails &Note : E.Known->Notes)
        Spelling.unify(Note.File);
  }
  for (std::string &File : R.UserFiles)
    Spelling.unify(File);
  for (SuppressionComment &Comment : R.Comments)
    Spelling.unify(Comment.File);
  for (SilencedLine &Silenced : R.Silenced)
    Spelling.unify(Silenced.File);
  const facts::Settings Module = settingsOf(Options);
  const facts::SystemPaths System(Module.SystemPaths, Module.DefaultSystemPaths, llvm::sys::path::parent_path(J.File));
  llvm::erase_if(R.Errors, [&](const tidy::ClangTidyError &E) {
    return isFinding(E) && E.Message.FilePath != J.File && System.match(E.Message.FilePath);
  });
  return R;
}

} // namespace asynctidy::driver
