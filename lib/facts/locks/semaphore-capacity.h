// How many holders a semaphore has at a time.
#pragma once

#include "facts/aliases/access-path.h"

#include "clang/AST/Decl.h"

#include <cstdint>
#include <optional>

namespace asynctidy::facts {

/// The value of \p E when it is an integer constant that is not negative.
std::optional<uint64_t> constantCount(const clang::Expr &E, const clang::ASTContext &Context);

/// The number that the declaration of the semaphore \p Path is initialized with, the same in all constructors of its
/// class; nothing when it is not visible or no constant.
std::optional<uint64_t> capacityOf(const AccessPath &Path);

} // namespace asynctidy::facts
