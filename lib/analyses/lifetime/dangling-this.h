// Member coroutines that use an object to which they hold no reference.
#pragma once

#include "facts/calls/use-after-return.h"
#include "summaries/assumptions.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace asynctidy::analyses {

/// The first use of the object after a suspension, if \p F is a member coroutine of a reference-counted class that no
/// caller can wait for and that holds no reference to the object. Else nothing.
std::optional<facts::UseAfterReturn> usesUnheldObject(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// What is assumed where the owner of a reference-counted object of \p Class lets it go. Most are let go some time. But
/// where the object keeps its owner alive, as by a `std::shared_ptr` to it, they keep each other until one is told to
/// let go, which nothing in sight does: they may live as long as the program.
summaries::Assumptions assumedOfOwner(const clang::CXXRecordDecl &Class, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
