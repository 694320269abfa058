#pragma once

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <memory>

namespace asynctidy::driver {

/// Tells \p Context which translation unit it is about, as clang-tidy does before it makes checks.
void beginUnit(clang::tidy::ClangTidyContext &Context, clang::CompilerInstance &Compiler, llvm::StringRef File);

/// Runs the checks that \p Context enables on the translation unit, when it is complete. Our checks match the unit as a
/// whole and walk by themselves; clang-tidy's own consumer would search all of the tree for matches, and it enters the
/// operand of a co_await twice: time doubles with each lambda coroutine that is awaited inside of another one.
std::unique_ptr<clang::ASTConsumer> checkingUnit(clang::tidy::ClangTidyContext &Context);

} // namespace asynctidy::driver
