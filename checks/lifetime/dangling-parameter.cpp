#include "checks/lifetime/dangling-parameter.h"

namespace asynctidy::checks {

DanglingParameterCheck::DanglingParameterCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::Parameter) {}

} // namespace asynctidy::checks
