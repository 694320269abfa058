#include "driver/unit-checks.h"

#include "compat/tidy-module.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/FileManager.h"

#include <vector>

using namespace clang;

namespace asynctidy::driver {
namespace {

class UnitChecks : public ASTConsumer {
public:
  explicit UnitChecks(std::vector<std::unique_ptr<tidy::ClangTidyCheck>> Enabled) : Checks(std::move(Enabled)) {
    for (const auto &Check : Checks)
      Check->registerMatchers(&Finder);
  }

  void HandleTranslationUnit(ASTContext &Context) override { Finder.match(*Context.getTranslationUnitDecl(), Context); }

private:
  std::vector<std::unique_ptr<tidy::ClangTidyCheck>> Checks;
  ast_matchers::MatchFinder Finder;
};

} // namespace

void beginUnit(tidy::ClangTidyContext &Context, CompilerInstance &Compiler, llvm::StringRef File) {
  Context.setSourceManager(&Compiler.getSourceManager());
  Context.setCurrentFile(File);
  Context.setASTContext(&Compiler.getASTContext());
  if (auto Directory = Compiler.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory())
    Context.setCurrentBuildDirectory(*Directory);
}

std::unique_ptr<ASTConsumer> checkingUnit(tidy::ClangTidyContext &Context) {
  tidy::ClangTidyCheckFactories Factories;
  for (const tidy::ClangTidyModuleRegistry::entry &Module : tidy::ClangTidyModuleRegistry::entries())
    Module.instantiate()->addCheckFactories(Factories);
  return std::make_unique<UnitChecks>(Factories.createChecksForLanguage(&Context));
}

} // namespace asynctidy::driver
