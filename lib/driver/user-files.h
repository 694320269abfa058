// Which files of the user's code a translation unit reads, and the NOLINT comments in them.
#pragma once

#include "driver/results.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"

#include <memory>

namespace asynctidy::driver {

/// A consumer that fills \p Found.UserFiles and \p Found.Comments. Comments in code that the preprocessor skips are
/// left out: nothing can be found there. It keeps references to \p Context and \p Found.
std::unique_ptr<clang::ASTConsumer> listingUserFiles(clang::tidy::ClangTidyContext &Context,
                                                     clang::CompilerInstance &Compiler, Result &Found);

} // namespace asynctidy::driver
