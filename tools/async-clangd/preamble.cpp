// clangd skips the bodies of all functions in headers. The checks are told what is true of the user's headers, too, so
// here the same bodies are kept as in async-tidy.
#include "clangd.h"
#include "driver/body-skipping.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PPCallbacks.h"

#include <optional>

using namespace clang;

namespace asynctidy::editor {
namespace {

/// Passes everything on to clangd, and skips a body only if the checks do not need it either.
class KeepingBodies : public PreambleCallbacks {
public:
  explicit KeepingBodies(PreambleCallbacks &Clangds) : Clangds(Clangds) {}

  void BeforeExecute(CompilerInstance &Compiler) override {
    // The options of the file are not known here. Bodies that they call the system's are parsed in vain.
    Skipping.emplace(Compiler.getSourceManager(), /*SystemPaths=*/"", /*WithDefaultSystemPaths=*/true);
    Clangds.BeforeExecute(Compiler);
  }
  void AfterExecute(CompilerInstance &Compiler) override { Clangds.AfterExecute(Compiler); }
  void AfterPCHEmitted(ASTWriter &Writer) override { Clangds.AfterPCHEmitted(Writer); }
  void HandleTopLevelDecl(DeclGroupRef Group) override { Clangds.HandleTopLevelDecl(Group); }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override { return Clangds.createPPCallbacks(); }
  CommentHandler *getCommentHandler() override { return Clangds.getCommentHandler(); }
  bool shouldSkipFunctionBody(Decl *D) override {
    return Clangds.shouldSkipFunctionBody(D) && (!Skipping || Skipping->skips(*D));
  }

private:
  PreambleCallbacks &Clangds;
  std::optional<driver::BodySkipping> Skipping;
};

} // namespace

llvm::ErrorOr<PrecompiledPreamble>
wrappedBuildPreamble(const CompilerInvocation &Invocation, const llvm::MemoryBuffer *File, PreambleBounds Bounds,
                     compat::PreambleDiagnostics Diagnostics, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                     std::shared_ptr<PCHContainerOperations> Containers, bool StoreInMemory,
                     llvm::StringRef StoragePath, PreambleCallbacks &Callbacks) {
  KeepingBodies Keeping(Callbacks);
  return realBuildPreamble(Invocation, File, Bounds, Diagnostics, std::move(Files), std::move(Containers),
                           StoreInMemory, StoragePath, Keeping);
}

} // namespace asynctidy::editor
