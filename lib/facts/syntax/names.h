// Names of declarations: for models, for messages, and in words.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::facts {

/// The name models use: qualified, without template arguments, without inline and anonymous namespaces
/// ("std::thread::thread").
std::string qualifiedName(const clang::NamedDecl &D);

/// The words of the identifier \p Name, in lower case: "stop", "requested" of stopRequested, stop_requested_ and
/// STOP_REQUESTED.
std::vector<std::string> wordsOf(llvm::StringRef Name);

/// Whether one of them is among \p Words.
bool hasWord(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words);

/// The identifier of \p D, which may be null; empty when it has another kind of name.
llvm::StringRef simpleNameOf(const clang::NamedDecl *D);

/// \p D for messages: "'stop'", "the constructor of 'pool'", "the destructor of 'pool'", "this lambda", "the call
/// operator of 'worker'", "'[key, value]'".
std::string quotedName(const clang::NamedDecl &D);

/// The name of \p Callee for messages, at the call \p At. A function object has the name of its variable, "'stop'"; a
/// lambda without one is "the lambda".
std::string quotedCallee(const clang::Stmt &At, const clang::FunctionDecl &Callee);

/// The name of the callee of the expression \p Call, for messages: "'send'", "this lambda", "this operator", or "this
/// call" when it is not known.
std::string quotedCallee(const clang::Expr &Call);

/// The outermost namespace around \p D, which stands for its library; null in the global namespace.
const clang::NamespaceDecl *outermostNamespace(const clang::Decl &D);

/// The declaration called \p QualifiedName, as models write names, or null.
const clang::NamedDecl *declarationNamed(clang::ASTContext &Context, llvm::StringRef QualifiedName);

} // namespace asynctidy::facts
