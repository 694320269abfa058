// Work that may outlive an object it refers to.
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
    Parameter, ///< of the coroutine, or of a function that creates it
    Closure,   ///< the object is the closure of the coroutine lambda
    Object,    ///< the object is the `this` of the called member function
    Capture,   ///< captured by a callable that runs later
  };
  /// What ends the object's lifetime while the work may continue.
  enum class End : unsigned char {
    Statement, ///< the end of the full expression that creates the work
    Scope,     ///< the end of the local's scope
    Function,  ///< the return of the work from the function
    Owner,     ///< the release of the last reference to a reference-counted object
    Sink,      ///< the function that called the callable destroys it
    Holder,    ///< what keeps the callable destroys it
  };
  const clang::Expr *Work;           ///< the call that creates it, or the callable
  const clang::FunctionDecl *Callee; ///< the called function, or the call operator; null for other callables
  Through How;
  const clang::ParmVarDecl *Parameter; ///< of Parameter
  facts::BorrowedObject Refers;
  facts::UseAfterReturn Use;
  End Dies;
  facts::Escape Goes;                     ///< where the work escapes to
  const clang::Stmt *Runs = nullptr;      ///< where it continues after the object's end, if in this function
  const clang::VarDecl *Keeper = nullptr; ///< a local that outlives the object and waits for the work in its destructor
  const clang::Stmt *Throws = nullptr;    ///< an await: only its exception ends the object before the work
  bool RunsLater = false;                 ///< a plain callback: neither a coroutine nor a function that returns work
  summaries::Assumptions Assumes = {};
};

/// The objects that work created by \p F outlives: one entry for each pair of object and work, in evaluation order.
const std::vector<DanglingWork> &danglingWorkIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
