#include "frontend.h"

#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

class OneAction : public tooling::FrontendActionFactory {
public:
  explicit OneAction(std::unique_ptr<FrontendAction> Action) : Action(std::move(Action)) {}

  std::unique_ptr<FrontendAction> create() override { return std::move(Action); }

private:
  std::unique_ptr<FrontendAction> Action;
};

} // namespace

tooling::CompileCommand including(tooling::CompileCommand Command, llvm::ArrayRef<llvm::StringLiteral> Headers) {
  for (llvm::StringRef Header : llvm::reverse(Headers))
    Command.CommandLine.insert(Command.CommandLine.begin() + 1, {"-include", Header.str()});
  return Command;
}

bool runAction(const tooling::CompileCommand &Command, const Replacements &Replaced,
               std::unique_ptr<FrontendAction> Action, DiagnosticConsumer &Diagnostics) {
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[Path, Text] : Replaced)
    Memory->addFileNoOwn(Path, 0, llvm::MemoryBufferRef(Text, Path));
  auto Overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
  if (Overlay->setCurrentWorkingDirectory(Command.Directory) || Memory->setCurrentWorkingDirectory(Command.Directory))
    return false;
  Overlay->pushOverlay(Memory);

  auto Adjust = tooling::combineAdjusters(
      tooling::combineAdjusters(tooling::getClangStripOutputAdjuster(), tooling::getClangSyntaxOnlyAdjuster()),
      tooling::combineAdjusters(
          tooling::getClangStripDependencyFileAdjuster(),
          tooling::getInsertArgumentAdjuster(
              {"-resource-dir=" ASYNC_RESOURCE_DIR, "-Wunused-result", "-Wunused-value", "-ferror-limit=0"},
              tooling::ArgumentInsertPosition::END)));
  llvm::IntrusiveRefCntPtr<FileManager> Files(new FileManager(FileSystemOptions(), Overlay));
  OneAction Once(std::move(Action));
  tooling::ToolInvocation Invocation(Adjust(Command.CommandLine, Command.Filename), &Once, Files.get(),
                                     std::make_shared<PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Diagnostics);
  return Invocation.run();
}

} // namespace asynctidy::mutate
