// Callbacks that are called, and coroutines that are resumed, while a thread lock is held.
#pragma once

#include "facts/locks/held-locks.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <optional>
#include <vector>

namespace asynctidy::analyses {

/// A call of code that the class does not know, and that can come back to it.
struct ForeignCall {
  enum class Kind : unsigned char {
    Callback,   ///< of what code outside of the class has put into a member
    Resumption, ///< of a coroutine that waits
  };
  Kind What;
  const clang::CallExpr *At;
  const clang::FieldDecl *Member = nullptr;     ///< where the callback is kept
  const clang::FunctionDecl *By = nullptr;      ///< the public function that registers it, or that stores the coroutine
  std::vector<const clang::CallExpr *> Through; ///< the calls that lead there, the outermost first
  summaries::Assumptions Assumes;
};

struct ResumeUnderLock {
  const clang::CallExpr *Culprit; ///< the call in the function that holds the lock
  facts::HeldLock Held;
  ForeignCall Calls;
  const clang::FunctionDecl *Again; ///< another function that takes the lock, which what is called can call
  const clang::Stmt *AgainAt;
};

/// Those in \p F, in the order of the source.
std::vector<ResumeUnderLock> resumeUnderLockIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
