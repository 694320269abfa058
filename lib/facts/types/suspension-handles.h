// Handles of suspended coroutines.
#pragma once

#include "clang/AST/ASTContext.h"

namespace asynctidy::facts {

/// True for a `std::coroutine_handle` of any promise.
bool isSuspensionHandle(clang::QualType T);

} // namespace asynctidy::facts
