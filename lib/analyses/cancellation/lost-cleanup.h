// Exceptions that are kept while a clean-up is awaited, and then lost; and pointers to exceptions that are thrown.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

struct LostCleanup {
  enum class Kind {
    ThrowsPointer, ///< a `throw` of an exception pointer, or one made into an exception
    NeverRead,     ///< an exception that is saved, and that no later code reads
    LeftOnPath,    ///< an exception that is saved, and that some path to the end does not read
  };
  Kind What;
  const clang::Expr *Culprit;            ///< the throw or call; the assignment that saves the exception
  const clang::VarDecl *Saved = nullptr; ///< of the last two kinds
  const clang::Stmt *Awaits = nullptr;   ///< the clean-up after it
  const clang::Stmt *Ends = nullptr;     ///< of LeftOnPath: the `co_return` of the path; null for the end of the body
  summaries::Assumptions Assumes = {};
};

/// Those in \p F, in the order of the source, the thrown pointers first. A pointer that a handler of this file catches
/// is thrown on purpose.
std::vector<LostCleanup> lostCleanupIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
