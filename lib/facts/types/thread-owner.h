// Which objects own threads, by the members of their classes.
#pragma once

#include "models/model-set.h"

#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// How many threads an object has to itself.
enum class OwnThreads {
  None,
  One,     ///< a member that is a thread: an event loop, a timer
  Several, ///< a container or an array of threads: a pool
};

/// The threads of a \p Class. A thread is a type whose constructor, as models say, runs a callable on another thread. A
/// class that has an event loop as well counts as one with a single thread, however many run the loop: what they run
/// has to be short.
OwnThreads ownThreads(const clang::CXXRecordDecl &Class, const models::ModelSet &Models);

} // namespace asynctidy::facts
