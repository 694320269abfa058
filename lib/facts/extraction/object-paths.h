// Access paths as summaries name them.
#pragma once

#include "facts/aliases/access-path.h"
#include "facts/syntax/symbols.h"
#include "summaries/lock.h"

#include "clang/AST/Decl.h"

namespace asynctidy::facts {

/// What \p P names in \p F, with names of \p Ids.
summaries::ObjectPath objectPath(const AccessPath &P, const clang::FunctionDecl &F, Symbols &Ids);

} // namespace asynctidy::facts
