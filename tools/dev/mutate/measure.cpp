#include "measure.h"

#include "finder.h"

#include "driver/analysis.h"
#include "driver/command-cleaning.h"
#include "driver/worker-pool.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

class Consumer : public ASTConsumer {
public:
  Consumer(const std::set<unsigned> &Wanted, std::vector<Place> &Found) : Wanted(Wanted), Found(Found) {}

  bool shouldSkipFunctionBody(Decl *) override { return false; }
  void HandleTranslationUnit(ASTContext &Context) override { Found = findPlaces(Context, Wanted); }

private:
  const std::set<unsigned> &Wanted;
  std::vector<Place> &Found;
};

/// For tooling::newFrontendActionFactory().
struct Looking {
  const std::set<unsigned> &Wanted;
  std::vector<Place> &Found;

  std::unique_ptr<ASTConsumer> newASTConsumer() { return std::make_unique<Consumer>(Wanted, Found); }
};

/// Reads each file once, or the text that stands for it.
class Lines {
public:
  explicit Lines(const Place *Planted, const std::string &Text) {
    if (Planted)
      Texts[Planted->File] = Text;
  }

  unsigned at(const std::string &File, unsigned Offset) {
    auto [Known, New] = Texts.try_emplace(File);
    if (New)
      if (auto Buffer = llvm::MemoryBuffer::getFile(File))
        Known->second = (*Buffer)->getBuffer();
    return 1 + llvm::StringRef(Known->second).take_front(Offset).count('\n');
  }

private:
  std::map<std::string, std::string> Texts;
};

std::string realPath(const std::string &Path) {
  llvm::SmallString<256> Real;
  return llvm::sys::fs::real_path(Path, Real) ? Path : Real.str().str();
}

std::string contents(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

Analysis read(const driver::Outcome &O, const Place *Planted) {
  Analysis A;
  llvm::Expected<driver::Result> Parsed = driver::fromText(O.Output);
  if (!Parsed || O.How != driver::Outcome::Kind::Done) {
    consumeError(Parsed.takeError());
    return A;
  }
  A.Finished = true;
  A.Compiles = Parsed->Compiles;
  Lines Where(Planted, Planted ? edited(contents(Planted->File), Planted->Edits) : "");
  for (const tidy::ClangTidyError &E : Parsed->Errors) {
    if (!driver::isFinding(E))
      continue;
    Finding F{E.DiagnosticName, realPath(E.Message.FilePath), E.Message.Message};
    F.Line = Where.at(F.File, E.Message.FileOffset);
    F.IsLikely = llvm::any_of(E.Notes, [](const tooling::DiagnosticMessage &Note) {
      return llvm::StringRef(Note.Message).starts_with("this is likely rather than sure");
    });
    ++A.Findings[F];
  }
  return A;
}

/// Everything that is found is wanted: what is planted in tests and examples, too.
driver::Options options(const std::string &Index) {
  driver::Options O;
  O.Confidence = summaries::Confidence::Likely;
  O.DefaultTestPaths = false;
  O.Config = "{}";
  O.Index = Index;
  return O;
}

} // namespace

std::vector<std::vector<Place>> look(const std::vector<Unit> &Units, const std::set<unsigned> &Wanted,
                                     const Limits &L) {
  const std::vector<driver::Outcome> Outcomes = driver::runInWorkers(
      Units.size(), L.Jobs, {L.Seconds, 0},
      [&](size_t I) {
        tooling::CompileCommand Command = Units[I].Command;
        Command.CommandLine = driver::cleanCommand(Command.CommandLine, L.ResourceDirectory);
        std::vector<Place> Found;
        Looking Look{Wanted, Found};
        const std::unique_ptr<tooling::FrontendActionFactory> Make = tooling::newFrontendActionFactory(&Look);
        llvm::IntrusiveRefCntPtr<FileManager> Files(new FileManager({Command.Directory}));
        IgnoringDiagConsumer Ignored;
        tooling::ToolInvocation Invocation(
            tooling::getClangSyntaxOnlyAdjuster()(tooling::getClangStripOutputAdjuster()(Command.CommandLine, ""), ""),
            Make.get(), Files.get(), std::make_shared<PCHContainerOperations>());
        Invocation.setDiagnosticConsumer(&Ignored);
        return Invocation.run() ? toText(Found) : "";
      },
      [](size_t, driver::Outcome &) {});
  std::vector<std::vector<Place>> All;
  for (size_t I = 0; I < Units.size(); ++I) {
    if (Outcomes[I].Output.empty())
      llvm::errs() << "async-mutate: " << Units[I].Command.Filename
                   << ": does not compile here; its places are left out\n";
    All.push_back(placesFrom(Outcomes[I].Output));
    llvm::erase_if(All.back(), [](const Place &P) { return llvm::StringRef(P.File).ends_with("/planted/shapes.h"); });
  }
  return All;
}

std::vector<Analysis> analyse(const std::vector<Run> &Runs, const std::string &Index, const std::string &Directory,
                              const Limits &L) {
  const driver::Options Options = options(Index);
  const std::vector<driver::Outcome> Outcomes = driver::runInWorkers(
      Runs.size(), L.Jobs, {L.Seconds, 0},
      [&](size_t I) {
        const auto &[Of, Planted] = Runs[I];
        driver::Job Job{Of->Command.Filename, Of->Command};
        const std::string Text = Directory + "/" + std::to_string(I) + ".text";
        if (Planted) {
          std::error_code Error;
          llvm::raw_fd_ostream(Text, Error) << edited(contents(Planted->File), Planted->Edits);
          for (const std::string &Argument :
               {std::string("-Xclang"), std::string("-remap-file"), std::string("-Xclang"), Planted->File + ";" + Text})
            Job.Command.CommandLine.insert(Job.Command.CommandLine.end() - 1, Argument);
        }
        const driver::Result Found =
            driver::analyse(Job, std::make_unique<driver::ConfigProvider>(Options, std::vector<std::string>()),
                            L.ResourceDirectory, {}, llvm::vfs::getRealFileSystem());
        llvm::sys::fs::remove(Text);
        return driver::toText(Found);
      },
      [&](size_t I, driver::Outcome &) {
        if (I % 100 == 99)
          llvm::errs() << "async-mutate: " << I + 1 << " of " << Runs.size() << " analyses\n";
      });
  std::vector<Analysis> All;
  for (size_t I = 0; I < Runs.size(); ++I)
    All.push_back(read(Outcomes[I], Runs[I].Planted));
  return All;
}

std::optional<std::string> makeIndex(const std::string &Directory) {
  auto Run = [](llvm::ArrayRef<llvm::StringRef> Arguments) {
    std::string Why;
    if (llvm::sys::ExecuteAndWait(ASYNC_TIDY, Arguments, std::nullopt, {}, /*SecondsToWait=*/120, 0, &Why) == 0)
      return true;
    llvm::errs() << "async-mutate: " << llvm::join(Arguments, " ") << " failed" << (Why.empty() ? "" : ": ") << Why
                 << '\n';
    return false;
  };
  const std::string Facts = Directory + "/facts", Index = Directory + "/naps.index";
  if (!Run({"async-tidy", "facts", "--quiet", ASYNC_PLANTED "/nap-1.cpp", ASYNC_PLANTED "/nap-2.cpp",
            ASYNC_PLANTED "/nap-3.cpp", "-o", Facts, "--root", ASYNC_PLANTED, "--", "-std=c++20"}) ||
      !Run({"async-tidy", "link", Facts, "-o", Index, "--root", ASYNC_PLANTED}))
    return std::nullopt;
  return Index;
}

} // namespace asynctidy::mutate
