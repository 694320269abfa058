#include "mutants.h"

#include "frontend.h"
#include "places.h"
#include "processes.h"
#include "store.h"

#include "compat/tidy-driver.h"
#include "facts/unit/settings.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <unistd.h>

using namespace clang;

namespace asynctidy::mutate {
namespace {

constexpr unsigned SecondsPerMutant = 600; ///< far more than needed, for a busy machine

/// The files with places, with space before each edit for the longest text that is inserted there. So every mutant has
/// the same length and lines, and is made by overwriting bytes that the compiler holds but has not parsed yet.
class EditableFiles {
public:
  explicit EditableFiles(const std::vector<Place> &Places) {
    for (const Place &P : Places)
      for (const Edits &Mutant : P.Mutants)
        for (const Edit &E : Mutant) {
          unsigned &Room = Rooms[P.File][E.Blank.Begin];
          Room = std::max<unsigned>(Room, E.Text.size());
        }
    for (auto &[File, RoomAt] : Rooms) {
      auto Buffer = llvm::MemoryBuffer::getFile(File);
      if (!Buffer)
        continue;
      std::string Text((*Buffer)->getBuffer());
      for (auto [Offset, Room] : llvm::reverse(RoomAt))
        Text.insert(Offset, Room, ' ');
      Texts[File] = std::move(Text);
    }
  }

  const Replacements &texts() const { return Texts; }

  void apply(const std::string &File, const Edits &Mutant) {
    std::string &Text = Texts[File];
    for (const Edit &E : Mutant) {
      const unsigned Begin = moved(File, E.Blank.Begin);
      // Keep line breaks, so that line numbers do not change.
      for (unsigned I = Begin, End = moved(File, E.Blank.End); I < End; ++I)
        if (Text[I] != '\n')
          Text[I] = ' ';
      Text.replace(Begin - Rooms[File][E.Blank.Begin], E.Text.size(), E.Text);
    }
  }

private:
  /// The current offset of the byte at \p Offset of the file on disk.
  unsigned moved(const std::string &File, unsigned Offset) {
    unsigned Moved = Offset;
    for (auto [At, Room] : Rooms[File])
      if (At <= Offset)
        Moved += Room;
    return Moved;
  }

  std::map<std::string, std::map<unsigned, unsigned>> Rooms; ///< by offset on disk
  Replacements Texts;
};

/// One run: which of the processes this is, and where it stores its result.
struct Run {
  const std::vector<Place> &Places;
  llvm::StringRef Prefix;
  EditableFiles Files;
  std::string ResultPath;
  bool IsMutant = false;

  /// Forks the mutants of the places after \p Seen top-level declarations.
  void split(unsigned Seen) {
    if (IsMutant)
      return;
    for (unsigned I = 0; I < Places.size(); ++I) {
      if (Places[I].Anchor != Seen || Places[I].InMacroBody)
        continue;
      for (unsigned Mutant = 0; Mutant < Places[I].Mutants.size(); ++Mutant)
        if (splitAndWait(SecondsPerMutant)) {
          IsMutant = true;
          ResultPath = mutantPath(Prefix, I, Mutant);
          Files.apply(Places[I].File, Places[I].Mutants[Mutant]);
          return;
        }
    }
  }
};

class Splitter : public ASTConsumer {
public:
  explicit Splitter(Run &Current) : Current(Current) {}

  void Initialize(ASTContext &) override { Current.split(0); }

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    if (isWrittenTopLevel(Group))
      Current.split(++Seen);
    return true;
  }

private:
  Run &Current;
  unsigned Seen = 0;
};

class CheckingAction : public ASTFrontendAction {
public:
  CheckingAction(tidy::ClangTidyContext &Context, tidy::ClangTidyDiagnosticConsumer &Diagnostics, Run &Current)
      : Factory(Context), Diagnostics(Diagnostics), Current(Current) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef File) override {
    std::vector<std::unique_ptr<ASTConsumer>> Consumers;
    Consumers.push_back(std::make_unique<Splitter>(Current));
    Consumers.push_back(Factory.createASTConsumer(Compiler, File));
    return std::make_unique<MultiplexConsumer>(std::move(Consumers));
  }

  // Ends the process here, because freeing the AST would take as long as checking it.
  void EndSourceFileAction() override {
    RunResult Result;
    Result.Finished = true;
    for (const tidy::ClangTidyError &Error : Diagnostics.take()) {
      const tooling::DiagnosticMessage &Message = Error.Message;
      const std::string File = realPath(Message.FilePath);
      Result.Findings.push_back({Error.DiagnosticName, File, Message.Message, lineOf(File, Message.FileOffset)});
    }
    storeResult(Result, Current.ResultPath);
    endChild();
  }

private:
  /// The path that places use for a file, however it was included.
  static std::string realPath(const std::string &Path) {
    llvm::SmallString<256> Real;
    return llvm::sys::fs::real_path(Path, Real) ? Path : Real.str().str();
  }

  unsigned lineOf(llvm::StringRef File, unsigned Offset) {
    auto Known = Current.Files.texts().find(std::string(File));
    if (Known != Current.Files.texts().end())
      return 1 + llvm::StringRef(Known->second).take_front(Offset).count('\n');
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    return Buffer ? 1 + (*Buffer)->getBuffer().take_front(Offset).count('\n') : 0;
  }

  tidy::ClangTidyASTConsumerFactory Factory;
  tidy::ClangTidyDiagnosticConsumer &Diagnostics;
  Run &Current;
};

} // namespace

std::string mutantPath(llvm::StringRef Prefix, unsigned PlaceIndex, unsigned Mutant) {
  return (Prefix + "." + llvm::Twine(PlaceIndex) + "." + llvm::Twine(Mutant)).str();
}

std::string baselinePath(llvm::StringRef Prefix) { return (Prefix + ".base").str(); }

void runMutants(const tooling::CompileCommand &Command, const std::vector<Place> &Places, llvm::StringRef Checks,
                llvm::StringRef Index, llvm::StringRef Prefix) {
  tidy::ClangTidyOptions Options = tidy::ClangTidyOptions::getDefaults();
  Options.Checks = (llvm::Twine("-*,clang-diagnostic-unused-*,") + Checks).str();
  Options.HeaderFilterRegex = ".*";
  Options.CheckOptions[facts::Settings::IndexOption] = tidy::ClangTidyOptions::ClangTidyValue(Index);
  // What is planted is to be found in tests and examples as well.
  Options.CheckOptions[facts::Settings::TestPathsOption] = tidy::ClangTidyOptions::ClangTidyValue("");
  tidy::ClangTidyContext Context(
      std::make_unique<tidy::DefaultOptionsProvider>(tidy::ClangTidyGlobalOptions(), std::move(Options)));
  tidy::ClangTidyDiagnosticConsumer Diagnostics(Context);
  std::unique_ptr<DiagnosticsEngine> Engine = compat::makeDiagnostics(Context, Diagnostics);
  Context.setCurrentBuildDirectory(Command.Directory);

  Run Current{Places, Prefix, EditableFiles(Places), baselinePath(Prefix)};
  runAction(Command, Current.Files.texts(), std::make_unique<CheckingAction>(Context, Diagnostics, Current),
            Diagnostics);
  endChild();
}

} // namespace asynctidy::mutate
