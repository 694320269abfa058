#pragma once

#include "facts/syntax/user-code.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

#include <vector>

namespace asynctidy::facts {

/// True for functions, methods and lambdas whose own body is a coroutine.
bool isCoroutine(const clang::FunctionDecl &F);

/// True for the call operator of a lambda.
bool isLambda(const clang::FunctionDecl &F);

/// A call of a function that never returns.
bool isNoReturnCall(const clang::Stmt &S);

/// The statements one writes: the body, without the promise machinery around a coroutine's.
const clang::Stmt *writtenBody(const clang::FunctionDecl &F);

/// What of the user's code is evaluated, in the order of its declarations.
struct EvaluatedCode {
  /// Functions with a body: functions, methods, lambdas, members of local classes, and the instantiations of templates
  /// before the template itself, so that what reports each place once speaks of real types first. A template's own
  /// entry has a dependent body.
  std::vector<const clang::FunctionDecl *> Functions;
  /// Expressions outside of all bodies: initializers of namespace-scope variables, of members and in constructors, and
  /// default arguments.
  std::vector<const clang::Expr *> Initializers;
};

EvaluatedCode userCodeIn(clang::ASTContext &Context, const UserCode &Paths);

} // namespace asynctidy::facts
