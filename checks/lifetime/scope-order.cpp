#include "checks/lifetime/scope-order.h"

namespace asynctidy::checks {

ScopeOrderCheck::ScopeOrderCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::ScopeOrder) {}

} // namespace asynctidy::checks
