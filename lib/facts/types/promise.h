// The promise type of a return type, and how its coroutines start and end.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// The promise of coroutines that return \p T: its member `promise_type`, or that of an existing specialisation or a
/// partial specialisation of `std::coroutine_traits` for T. Null when there is none.
const clang::CXXRecordDecl *promiseOf(clang::QualType T);

/// When the body starts to run.
enum class Start { Lazy, Eager, Unknown };
Start startOf(const clang::CXXRecordDecl *Promise);

/// True when the promise can yield values.
bool yieldsValues(const clang::CXXRecordDecl *Promise);

/// Whether the destructor of a \p T destroys the coroutine's frame.
enum class FrameOwner { Owns, Leaves, Unknown };
FrameOwner frameOwner(clang::QualType T);

} // namespace asynctidy::facts
