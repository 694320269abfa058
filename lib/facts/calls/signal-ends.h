// Where a function ends although it has not completed what others wait for.
#pragma once

#include "facts/calls/signals.h"

#include <vector>

namespace asynctidy::facts {

/// An end of a function.
struct SignalEnd {
  const clang::Stmt *By; ///< throws the exception that leaves the function; null: it ends without one
  enum class Throws : unsigned char {
    Seen,  ///< a `throw`, also of what is called or awaited
    Tasks, ///< an await of a task or future, which gives the exceptions of work that is not seen
    Other, ///< an await of something else that may throw
  } How;
};

/// From where on a function owes the completion.
enum class Owed {
  WhereOpened, ///< where it opens the object itself
  FromStart,   ///< others wait for what the function does
};

/// The ends of \p F that some path reaches without having completed \p Declared since it was \p From. Handed on and
/// lent to a destructor that runs on the way count as completed. Empty when there is no graph of \p F.
std::vector<SignalEnd> endsWithoutCompletion(const clang::FunctionDecl &F, const clang::ValueDecl &Declared, Owed From,
                                             TranslationUnit &Unit);

} // namespace asynctidy::facts
