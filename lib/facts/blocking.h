// Who parks the thread it runs on, directly or through the functions it calls.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace asynctidy::facts {

class Facts;

/// A call that parks the calling thread, as a model or `[[clang::blocking]]` says.
struct BlockingCall {
  const clang::Stmt *At;           ///< the call, or the declaration whose object's destructor blocks
  const clang::NamedDecl *Blocker; ///< what is called
  const models::Entry *Said;       ///< why; null when an attribute says so
  bool WaitsForWork;               ///< for asynchronous work to end, which may need this very thread
};

/// The way from a function to a call that blocks.
struct BlockingChain {
  struct Step {
    const clang::Stmt *At;
    const clang::FunctionDecl *Into;
  };
  llvm::SmallVector<Step, 2> Through; ///< empty when the function blocks directly
  BlockingCall End;

  const clang::Stmt *begin() const { return Through.empty() ? End.At : Through.front().At; }
};

/// The ordinary functions of a translation unit that block. Follows plain calls only: what is awaited, spawned, or handed
/// to somebody as a callable runs elsewhere or is looked at by itself, and so do coroutines. Of a virtual call only what
/// surely runs.
class BlockingFunctions {
public:
  explicit BlockingFunctions(Facts &All);

  /// The calls of \p Coroutine that block, each with one shortest way to the call that does, in the order of evaluation.
  /// Not counted: waits with a timeout of zero, waits for something whose readiness the same function has tested, and
  /// what comes after an await that moves to a thread which may block.
  std::vector<BlockingChain> callsIn(const clang::FunctionDecl &Coroutine) const;

private:
  struct Reason {
    BlockingChain::Step Next; ///< Into is null when End blocks here
    BlockingCall End;
  };
  const Reason *reasonOf(const clang::FunctionDecl &F) const;
  bool chainOf(const clang::Stmt &S, const clang::FunctionDecl &In, BlockingChain &Found) const;

  Facts &All;
  llvm::DenseMap<const clang::FunctionDecl *, Reason> Reasons; ///< by canonical declaration
};

} // namespace asynctidy::facts
