#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

#include <string>
#include <vector>

namespace asynctidy::facts {

/// The name models use: qualified, without template arguments, without inline and anonymous namespaces
/// ("std::thread::thread").
std::string qualifiedName(const clang::NamedDecl &D);

/// The words that the identifier \p Name is made of, in lower case: "stop", "requested" of stopRequested,
/// stop_requested_ and STOP_REQUESTED.
std::vector<std::string> wordsOf(llvm::StringRef Name);

/// \p D for messages: "'stop'", "the constructor of 'pool'", "the destructor of 'pool'", "this lambda", "the call
/// operator of 'worker'", "'[key, value]'".
std::string quotedName(const clang::NamedDecl &D);

/// What \p At calls when that is \p Callee, for messages: an object that is called like a function by its own name,
/// "'stop'"; "the lambda" without one.
std::string quotedCallee(const clang::Stmt &At, const clang::FunctionDecl &Callee);

/// What the expression \p Call calls, for messages: "'send'", "this lambda", "this operator", or "this call" when it is
/// not known.
std::string quotedCallee(const clang::Expr &Call);

/// The outermost namespace \p D stands in, or null in the global one: what people mean by "the library".
const clang::NamespaceDecl *outermostNamespace(const clang::Decl &D);

/// The declaration called \p QualifiedName, as models write names, or null.
const clang::NamedDecl *declarationNamed(clang::ASTContext &Context, llvm::StringRef QualifiedName);

} // namespace asynctidy::facts
