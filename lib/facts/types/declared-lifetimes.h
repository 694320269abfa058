// What attributes of declarations say about how long a function refers to its arguments and its object.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// `[[clang::lifetimebound]]` of the parameter: the result refers to its argument.
bool isBound(const clang::ParmVarDecl &Parameter);
/// The same of the object of the member function \p F.
bool isObjectBound(const clang::FunctionDecl &F);

/// `[[clang::noescape]]` of a pointer or reference: the function keeps nothing of it when it returns.
bool isNotKept(const clang::ParmVarDecl &Parameter);

/// What the attributes of coroutines say of the arguments of a function, its object among them.
enum class CoroutineBinding : unsigned char {
  Unsaid,
  All,  ///< what it returns is of a class with `[[clang::coro_lifetimebound]]`: that refers to all of them
  None, ///< `[[clang::coro_disable_lifetimebound]]`: to none of them
};
CoroutineBinding coroutineBinding(const clang::FunctionDecl &F);

/// `[[clang::coro_return_type]]` of the class of \p T: its objects stand for coroutines.
bool isDeclaredCoroutineType(clang::QualType T);

/// Whether \p F is a coroutine, because only coroutines and functions with `[[clang::coro_wrapper]]` return that class.
bool isDeclaredCoroutine(const clang::FunctionDecl &F);

} // namespace asynctidy::facts
