// The function that a place stands in, for the identity of findings.
#pragma once

#include "facts/unit/translation-unit.h"

#include <string>

namespace asynctidy::facts {

/// The name by which findings in \p F are recognized in another version of the code: qualified by namespaces, classes
/// and enclosing functions, without parameters, template arguments, and inline or anonymous namespaces; a lambda is
/// "f::lambda". For a name that a macro makes up with a counter, as those of tests, the use of the macro stands.
std::string stableName(const clang::FunctionDecl &F);

/// That of the innermost function of the user's code that \p Location stands in, with its parameters; empty outside of
/// all functions.
std::string enclosingFunction(clang::SourceLocation Location, TranslationUnit &Unit);

} // namespace asynctidy::facts
