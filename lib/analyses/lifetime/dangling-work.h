// Work that may go on when something it refers to is gone.
#pragma once

#include "facts/aliases/borrowed-objects.h"
#include "facts/calls/escape.h"
#include "facts/calls/use-after-return.h"

#include <vector>

namespace asynctidy::analyses {

/// One object that one piece of work refers to and outlives.
struct DanglingWork {
  /// How the work refers to the object.
  enum class Through : unsigned char {
    Parameter, ///< of the coroutine, or of a function that makes it
    Closure,   ///< the object is the closure whose coroutine this is
    Object,    ///< the object is the one whose member function was called
    Capture,   ///< a callable that runs later has captured it
  };
  /// What ends the object's life while the work may go on.
  enum class End : unsigned char {
    Statement, ///< of the full expression that makes the work
    Scope,     ///< of the local
    Function,  ///< the return that hands the work out
    Owner,     ///< of a reference-counted object, by whoever holds the last reference
    Sink,      ///< the callable is destroyed by who called it
  };
  const clang::Expr *Work;           ///< the call that makes it, or the callable
  const clang::FunctionDecl *Callee; ///< the function called, or the call operator; null for callables of another kind
  Through How;
  const clang::ParmVarDecl *Parameter; ///< of Parameter
  facts::BorrowedObject Refers;
  facts::UseAfterReturn Use;
  End Dies;
  facts::Escape Goes;                     ///< what lets the work go on
  const clang::Stmt *Runs = nullptr;      ///< where it goes on after the object's end, when this function shows it
  const clang::VarDecl *Keeper = nullptr; ///< a local that outlives the object and whose destructor waits for the work
  const clang::Stmt *Throws = nullptr;    ///< an await; only an exception of it ends the object before the work
  bool RunsLater = false;                 ///< a plain callback: neither a coroutine nor a function that returns work
};

/// What the work that \p F makes outlives: one entry for each object and piece of work, in the order of evaluation.
const std::vector<DanglingWork> &danglingWorkIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
