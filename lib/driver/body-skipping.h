// Skips function bodies in system headers that no fact uses: parsing them is most of the cost of an analysis.
#pragma once

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// A consumer of all \p Parts that tells the parser which bodies to skip (used when
/// `FrontendOptions::SkipFunctionBodies` is set): those of system code as facts::UserCode defines it, except bodies
/// that show the structure of coroutine types.
std::unique_ptr<clang::ASTConsumer> skippingBodies(std::vector<std::unique_ptr<clang::ASTConsumer>> Parts,
                                                   const clang::CompilerInstance &Compiler, llvm::StringRef SystemPaths,
                                                   bool WithDefaultSystemPaths);

} // namespace asynctidy::driver
