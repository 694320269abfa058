// Skips function bodies in system headers that no fact uses: parsing them is most of the cost of an analysis.
#pragma once

#include "facts/syntax/user-code.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/ADT/DenseMap.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// Decides which bodies to skip: those of system code as facts::UserCode defines it, except bodies that show the
/// structure of coroutine types.
class BodySkipping {
public:
  BodySkipping(const clang::SourceManager &Sources, llvm::StringRef SystemPaths, bool WithDefaultSystemPaths)
      : Own(Sources, SystemPaths, WithDefaultSystemPaths) {}

  bool skips(const clang::Decl &D);

private:
  bool isTaskOrAwaiter(const clang::CXXRecordDecl &Class);

  facts::UserCode Own;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> TasksAndAwaiters;
};

/// A consumer of all \p Parts that tells the parser which bodies to skip (used when
/// `FrontendOptions::SkipFunctionBodies` is set), as BodySkipping decides.
std::unique_ptr<clang::ASTConsumer> skippingBodies(std::vector<std::unique_ptr<clang::ASTConsumer>> Parts,
                                                   const clang::CompilerInstance &Compiler, llvm::StringRef SystemPaths,
                                                   bool WithDefaultSystemPaths);

} // namespace asynctidy::driver
