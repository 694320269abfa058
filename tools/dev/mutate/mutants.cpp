#include "mutants.h"

#include "frontend.h"
#include "places.h"
#include "processes.h"
#include "store.h"

#include "compat/tidy-driver.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "llvm/Support/MemoryBuffer.h"

#include <unistd.h>

using namespace clang;

namespace asynctidy::mutate {
namespace {

constexpr unsigned SecondsPerMutant = 120;

/// The files that contain places, with room before each place for the longest text a mutant writes there. Every mutant
/// then has the same length and the same lines as the rest, and can be made by writing over bytes that the compiler
/// holds but has not reached.
class EditableFiles {
public:
  explicit EditableFiles(const std::vector<Place> &Places) {
    for (const Place &P : Places)
      if (!P.InMacroBody)
        Begins[P.File].push_back(P.Statement.Begin);
    for (auto &[File, Offsets] : Begins) {
      llvm::sort(Offsets);
      auto Buffer = llvm::MemoryBuffer::getFile(File);
      if (!Buffer)
        continue;
      std::string Text((*Buffer)->getBuffer());
      for (unsigned Offset : llvm::reverse(Offsets))
        Text.insert(Offset, room(), ' ');
      Texts[File] = std::move(Text);
    }
  }

  const Replacements &texts() const { return Texts; }

  void apply(const Place &P, MutantKind Kind) {
    std::string &Text = Texts[P.File];
    unsigned Begin = moved(P, P.Statement.Begin);
    // Line breaks stay, so that every line keeps its number.
    auto Blank = [&](unsigned From, unsigned To) {
      for (unsigned I = From; I < To; ++I)
        if (Text[I] != '\n')
          Text[I] = ' ';
    };
    Blank(Begin, moved(P, P.Operand.Begin));
    Blank(moved(P, P.Operand.End), moved(P, P.Statement.End));
    llvm::StringRef Written = MutantTexts[Kind];
    Text.replace(Begin - room(), Written.size(), Written);
  }

private:
  static unsigned room() { return llvm::StringRef(MutantTexts[NameOperand]).size(); }

  /// Where the byte at \p Offset of the file on disk is now.
  unsigned moved(const Place &P, unsigned Offset) {
    const std::vector<unsigned> &Offsets = Begins[P.File];
    return Offset + room() * (llvm::upper_bound(Offsets, Offset) - Offsets.begin());
  }

  std::map<std::string, std::vector<unsigned>> Begins; ///< of the statements, on disk
  Replacements Texts;
};

/// One run: which of the processes this one is, and where its result goes.
struct Run {
  const std::vector<Place> &Places;
  llvm::StringRef Prefix;
  EditableFiles Files;
  std::string ResultPath;
  bool IsMutant = false;

  /// Splits off the mutants of the places for which \p Seen top-level declarations come first.
  void split(unsigned Seen) {
    if (IsMutant)
      return;
    for (unsigned I = 0; I < Places.size(); ++I) {
      if (Places[I].Anchor != Seen || Places[I].InMacroBody)
        continue;
      for (unsigned Kind = 0; Kind < MutantKinds; ++Kind)
        if (splitAndWait(SecondsPerMutant)) {
          IsMutant = true;
          ResultPath = mutantPath(Prefix, I, MutantKind(Kind));
          Files.apply(Places[I], MutantKind(Kind));
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

  // Ends here instead of returning, since freeing the AST would take as long as checking it.
  void EndSourceFileAction() override {
    RunResult Result;
    Result.Finished = true;
    for (const tidy::ClangTidyError &Error : Diagnostics.take()) {
      const tooling::DiagnosticMessage &Message = Error.Message;
      Result.Findings.push_back({Error.DiagnosticName, Message.FilePath, Message.Message,
                                 lineOf(Message.FilePath, Message.FileOffset)});
    }
    storeResult(Result, Current.ResultPath);
    endChild();
  }

private:
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

std::string mutantPath(llvm::StringRef Prefix, unsigned PlaceIndex, MutantKind Kind) {
  return (Prefix + "." + llvm::Twine(PlaceIndex) + "." + llvm::Twine(unsigned(Kind))).str();
}

std::string baselinePath(llvm::StringRef Prefix) { return (Prefix + ".base").str(); }

void runMutants(const tooling::CompileCommand &Command, const std::vector<Place> &Places, llvm::StringRef Checks,
                llvm::StringRef Prefix) {
  tidy::ClangTidyOptions Options = tidy::ClangTidyOptions::getDefaults();
  Options.Checks = (llvm::Twine("-*,clang-diagnostic-unused-*,") + Checks).str();
  Options.HeaderFilterRegex = ".*";
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
