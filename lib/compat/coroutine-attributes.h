// The attributes of coroutines, which Clang knows since 18.
#pragma once

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

#if LLVM_VERSION_MAJOR >= 18
#define ASYNCTIDY_HAS_ATTRIBUTE(Declaration, Attribute) (Declaration).hasAttr<clang::Attribute>()
#else
#define ASYNCTIDY_HAS_ATTRIBUTE(Declaration, Attribute) false
#endif

/// `[[clang::coro_return_type]]`: only coroutines and their wrappers return it.
inline bool isCoroutineType([[maybe_unused]] const clang::CXXRecordDecl &Class) {
  return ASYNCTIDY_HAS_ATTRIBUTE(Class, CoroReturnTypeAttr);
}

/// `[[clang::coro_lifetimebound]]`: what is returned as a \p Class refers to all arguments.
inline bool bindsArguments([[maybe_unused]] const clang::CXXRecordDecl &Class) {
  return ASYNCTIDY_HAS_ATTRIBUTE(Class, CoroLifetimeBoundAttr);
}

/// `[[clang::coro_disable_lifetimebound]]`: what \p F returns refers to no argument.
inline bool disablesBinding([[maybe_unused]] const clang::FunctionDecl &F) {
  return ASYNCTIDY_HAS_ATTRIBUTE(F, CoroDisableLifetimeBoundAttr);
}

/// `[[clang::coro_wrapper]]`: a plain function that returns what a coroutine has made.
inline bool isCoroutineWrapper([[maybe_unused]] const clang::FunctionDecl &F) {
  return ASYNCTIDY_HAS_ATTRIBUTE(F, CoroWrapperAttr);
}

#undef ASYNCTIDY_HAS_ATTRIBUTE

} // namespace asynctidy::compat
