// Whether the end of an object waits for something.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// Whether the destructor of a \p T, or of a member or base of it, waits for work, a thread or an event loop. Told by
/// what it calls, followed into functions of the user that are visible, never by the names of those. False for
/// references and pointers.
bool waitsInDestructor(clang::QualType T, TranslationUnit &Unit);

/// Whether \p Method, a member function of the class of \p T, is what the destructor of a \p T waits by: it waits, and
/// the destructor calls it. When it was called before, the destructor has nothing left to wait for.
bool isWaitOfDestructor(const clang::CXXMethodDecl &Method, clang::QualType T, TranslationUnit &Unit);

} // namespace asynctidy::facts
