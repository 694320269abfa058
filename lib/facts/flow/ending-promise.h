// Promises that end the program when an exception leaves their coroutine.
#pragma once

#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// The `unhandled_exception` of \p Promise, which may be null, if its visible body surely ends the program: it calls a
/// function that does not return, or rethrows although it is noexcept. Else null.
const clang::FunctionDecl *endsProgramIn(const clang::CXXRecordDecl *Promise);

} // namespace asynctidy::facts
