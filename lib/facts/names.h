#pragma once

#include "clang/AST/Decl.h"

#include <string>

namespace asynctidy::facts {

/// The name models use: qualified, without template arguments, without inline and anonymous namespaces
/// ("std::thread::thread").
std::string qualifiedName(const clang::NamedDecl &D);

/// \p D for messages: "'stop'", "the destructor of 'pool'", "this lambda".
std::string quotedName(const clang::NamedDecl &D);

/// The outermost namespace \p D stands in, or null in the global one: what people mean by "the library".
const clang::NamespaceDecl *outermostNamespace(const clang::Decl &D);

} // namespace asynctidy::facts
