// Whether the end of an object waits for something.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// Whether the destructor of a \p T, or of a member or base of it, waits for work, a thread or an event loop. Told by
/// what it calls, followed into functions of the user that are visible, never by the names of those. False for
/// references and pointers.
bool waitsInDestructor(clang::QualType T, TranslationUnit &Unit);

/// Whether \p F, a function of the user that is visible, waits so.
bool waitsWhenCalled(const clang::FunctionDecl &F, TranslationUnit &Unit);

/// Whether \p Method, a member function of the class of \p T, is what the destructor of a \p T waits by: it waits, and
/// the destructor calls it. When it was called before, the destructor has nothing left to wait for.
bool isWaitOfDestructor(const clang::CXXMethodDecl &Method, clang::QualType T, TranslationUnit &Unit);

/// Whether \p Local, a local of the coroutine \p In, has nothing left that its destructor could wait for: on each path
/// to its end, those of exceptions left out, \p In awaits what the destructor waits for, by an operation that the
/// destructor calls as well or that is ready when the same count is.
bool isJoinedByAwait(const clang::VarDecl &Local, const clang::FunctionDecl &In, TranslationUnit &Unit);

} // namespace asynctidy::facts
