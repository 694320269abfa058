#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy::facts {

/// True for a coroutine that may only yield, because its promise deletes await_transform: a synchronous generator.
bool forbidsAwait(const clang::FunctionDecl &Coroutine);

/// The promise class of the coroutine \p F; null when \p F is no coroutine or its promise is dependent.
const clang::CXXRecordDecl *promiseOfCoroutine(const clang::FunctionDecl &F);

/// The types that coroutines of this file await, with the promises that accept them.
class AwaitedTypes {
public:
  void add(const clang::FunctionDecl &Coroutine);
  bool contains(const clang::CXXRecordDecl *Promise, clang::QualType Operand) const;

private:
  llvm::DenseSet<std::pair<const void *, const void *>> Pairs;
};

/// Whether `co_await` of an \p Operand surely compiles in the coroutine \p F. Overload resolution is not available, so
/// a templated `await_transform` proves nothing unless its parameter names the operand's template or \p Elsewhere has
/// the pair.
bool acceptsAwait(const clang::FunctionDecl &F, clang::QualType Operand, const AwaitedTypes &Elsewhere);

/// The overload of `await_transform` in \p Promise (which may be null) that surely accepts an \p Operand; null if none.
const clang::CXXMethodDecl *transformOf(const clang::CXXRecordDecl *Promise, clang::QualType Operand);

} // namespace asynctidy::facts
