#include "checks/lifetime/dangling-this.h"

namespace asynctidy::checks {

DanglingThisCheck::DanglingThisCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::This) {}

} // namespace asynctidy::checks
