// What speaks for a lock for coroutines: the names of its operations, and what awaiting them gives.
#pragma once

#include "models/model-set.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringRef.h"

namespace asynctidy::facts {

/// What the words of an operation's name say: `hold_read_lock` is {hold, read, lock}, `coScopedLock` {co, scoped,
/// lock}.
struct LockWords {
  bool Takes = false;     ///< lock, acquire, units, permit
  bool Tries = false;     ///< gives up when another holder has it
  bool Shares = false;    ///< together with other readers
  bool GivesBack = false; ///< unlock, release, signal
};
LockWords lockWordsIn(llvm::StringRef Name);

/// How surely awaiting an operation gives what holds a lock until it is destroyed.
enum class HolderEvidence : unsigned char {
  None,
  Named, ///< by the name of the operation, and because what it gives is of no other use
  Seen,  ///< by its destructor, a model, or operations that give back
};

/// The evidence that awaiting an operation of \p Lock whose name says \p Said, and that gives a \p Given, takes that
/// lock. A holder cannot be copied, has a destructor, and carries no payload: a socket or a pooled connection does.
HolderEvidence holderEvidence(clang::QualType Given, const clang::CXXRecordDecl &Lock, const LockWords &Said,
                              const models::ModelSet &Models);

/// Whether \p Lock has an operation that gives back what another one takes.
bool hasReleasingTwin(const clang::CXXRecordDecl &Lock);

/// Whether a \p Lock may have several holders at a time, as its constructor is told: a semaphore.
bool isCounted(const clang::CXXRecordDecl &Lock);

} // namespace asynctidy::facts
