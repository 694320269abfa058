// Runs the checks of a clang-tidy context on one translation unit.
#pragma once

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <memory>

namespace asynctidy::driver {

/// Sets the translation unit of \p Context, as clang-tidy does before it creates checks.
void beginUnit(clang::tidy::ClangTidyContext &Context, clang::CompilerInstance &Compiler, llvm::StringRef File);

/// A consumer that runs the enabled checks of \p Context on the complete translation unit. Our checks match only the
/// unit as a whole. clang-tidy's own consumer would traverse the whole tree, and enters the operand of a co_await
/// twice: time doubles with each nesting level of awaited lambda coroutines.
std::unique_ptr<clang::ASTConsumer> checkingUnit(clang::tidy::ClangTidyContext &Context);

} // namespace asynctidy::driver
