// Parsing is the cost of an analysis, and most of it goes into bodies of functions in system headers that no fact uses.
#pragma once

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// All of \p Parts, with an answer to the parser which bodies to skip (it asks when
/// `FrontendOptions::SkipFunctionBodies` is set): those of system code by the rule of facts::UserCode, except where the
/// structure of coroutines shows.
std::unique_ptr<clang::ASTConsumer> skippingBodies(std::vector<std::unique_ptr<clang::ASTConsumer>> Parts,
                                                   const clang::CompilerInstance &Compiler,
                                                   llvm::StringRef SystemPaths);

} // namespace asynctidy::driver
