#include "checks/lifetime/dangling-capture.h"

namespace asynctidy::checks {

DanglingCaptureCheck::DanglingCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::Capture) {}

} // namespace asynctidy::checks
