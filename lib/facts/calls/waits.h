// Whether the end of an object, or a call, waits for something.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"

namespace asynctidy::facts {

/// Whether the destructor of a \p T, or of a member or base of it, waits for work, a thread or an event loop. Told by
/// what it calls, followed into functions of the user that are visible, never by the names of those. False for
/// references and pointers.
bool waitsInDestructor(clang::QualType T, TranslationUnit &Unit);

/// The same of a call of \p F.
bool waitsWhenCalled(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
