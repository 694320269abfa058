// What conditions on the result of a call or an await come to, when that gave a constant.
#pragma once

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <optional>

namespace asynctidy::facts {

/// A constant that says something: a truth value, a number, an enumerator, or that there is no value.
struct GivenConstant {
  std::optional<bool> Truth;     ///< what it is as a condition
  std::optional<int64_t> Number; ///< of a bool or an integer
  const clang::EnumConstantDecl *Enumerator = nullptr;
  bool IsEmpty = false; ///< a null pointer or an empty optional
};

/// Nothing for an expression that is no such constant.
std::optional<GivenConstant> givenConstant(const clang::Expr &E);
std::optional<GivenConstant> givenConstant(const clang::CoreturnStmt &Return);

/// The value of \p Condition, in which what \p IsResult tells has the value \p Given. Nothing when it is not known.
std::optional<bool> truthOf(const clang::Expr &Condition, const GivenConstant &Given,
                            llvm::function_ref<bool(const clang::Expr &)> IsResult);

} // namespace asynctidy::facts
