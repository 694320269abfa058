// The parse that async-tidy does, without any check: what is left of async-tidy's time beside it is the checks' own.
// Called as `parse-only FILE -- FLAGS`.
#include "driver/body-skipping.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"

using namespace clang;

namespace {

class ParseAction : public ASTFrontendAction {
public:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef) override {
    std::vector<std::unique_ptr<ASTConsumer>> Nothing;
    Nothing.push_back(std::make_unique<ASTConsumer>());
    return asynctidy::driver::skippingBodies(std::move(Nothing), Compiler, /*SystemPaths=*/"",
                                             /*WithDefaultSystemPaths=*/false);
  }
};

class ParseFactory : public tooling::FrontendActionFactory {
public:
  std::unique_ptr<FrontendAction> create() override { return std::make_unique<ParseAction>(); }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCHContainerOps, DiagnosticConsumer *Consumer) override {
    Invocation->getFrontendOpts().SkipFunctionBodies = true;
    Invocation->getFrontendOpts().DisableFree = true;
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(PCHContainerOps), Consumer);
  }
};

} // namespace

int main(int argc, const char **argv) {
  std::string Error;
  auto Database = tooling::FixedCompilationDatabase::loadFromCommandLine(argc, argv, Error);
  if (!Database || argc != 2) {
    llvm::errs() << "parse-only: call it as 'parse-only FILE -- FLAGS'\n";
    return 2;
  }
  tooling::ClangTool Tool(*Database, {argv[1]});
  Tool.appendArgumentsAdjuster(
      tooling::getInsertArgumentAdjuster("-resource-dir=" ASYNC_RESOURCE_DIR, tooling::ArgumentInsertPosition::END));
  IgnoringDiagConsumer Quiet;
  Tool.setDiagnosticConsumer(&Quiet);
  ParseFactory Factory;
  return Tool.run(&Factory);
}
