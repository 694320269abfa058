// What clangd's providers of default options are: objects of their own in LLVM 22, references to such in 19.
#pragma once

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

#if LLVM_VERSION_MAJOR >= 22
using TidyProvider = llvm::unique_function<void(clang::tidy::ClangTidyOptions &, llvm::StringRef) const>;
#else
using TidyProvider = llvm::function_ref<void(clang::tidy::ClangTidyOptions &, llvm::StringRef)>;
#endif

} // namespace asynctidy::compat
