#include "checks/lifetime/continuation-capture.h"

namespace asynctidy::checks {

ContinuationCaptureCheck::ContinuationCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::Continuation) {}

} // namespace asynctidy::checks
