// Runs Clang over one translation unit of a compilation database, with some files replaced by text in memory.
#pragma once

#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <memory>
#include <string>

namespace asynctidy::mutate {

/// Replacement texts for files, by real path. The compiler reads these bytes in place, without a copy.
using Replacements = std::map<std::string, std::string>;

/// \p Command with \p Headers of the standard library included before anything else.
clang::tooling::CompileCommand including(clang::tooling::CompileCommand Command,
                                         llvm::ArrayRef<llvm::StringLiteral> Headers);

/// Runs \p Action over the translation unit of \p Command, reporting to \p Diagnostics.
/// \returns false if the run could not begin; errors in the code count as success.
bool runAction(const clang::tooling::CompileCommand &Command, const Replacements &Replaced,
               std::unique_ptr<clang::FrontendAction> Action, clang::DiagnosticConsumer &Diagnostics);

} // namespace asynctidy::mutate
