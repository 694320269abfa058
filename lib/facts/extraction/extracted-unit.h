// From the AST to facts that leave the compiler.
#pragma once

#include "facts/syntax/places.h"
#include "facts/syntax/symbols.h"
#include "facts/unit/translation-unit.h"
#include "summaries/unit-facts.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <functional>

namespace asynctidy::facts {

/// Which checks the user has silenced at a place.
using Silencer = std::function<summaries::CheckSet(clang::SourceLocation)>;

/// The functions of one translation unit as other functions need to know them, and the way from their places back to
/// its source. As long-lived as the AST; not thread-safe.
class ExtractedUnit {
public:
  /// How much of the program there is to see.
  enum class Scope {
    OneFile, ///< what is virtual may be overridden elsewhere: only what surely runs counts as called
    Whole,   ///< the facts are to be put together with those of all other files, which will tell
  };

  /// Paths below \p Root are written relative to it; see Places. \p Silenced may be empty.
  ExtractedUnit(TranslationUnit &Unit, Scope Seen, llvm::StringRef Root, Silencer Silenced);

  /// Without the tool and the inputs. Takers may move them away.
  summaries::UnitFacts &facts() { return Facts; }
  summaries::Strings &strings() { return Names; }
  Places &places() { return Where; }
  const Places &places() const { return Where; }

  /// A call that blocks the thread of the coroutine it stands in.
  struct DirectBlocker {
    const clang::CallExpr *Call = nullptr;
    const clang::FunctionDecl *In = nullptr;
  };
  /// The one at \p Location; without a call when there is none.
  DirectBlocker blockerAt(clang::SourceLocation Location) const { return BlockersInCoroutines.lookup(Location); }

private:
  TranslationUnit &Unit;
  Scope Seen;
  Silencer Silenced;
  summaries::Strings Names;
  summaries::UnitFacts Facts;
  Places Where;
  Symbols Ids;
  llvm::DenseMap<clang::SourceLocation, DirectBlocker> BlockersInCoroutines;
  llvm::DenseSet<const clang::FunctionDecl *> AddressTaken; ///< canonical declarations

  friend class FunctionExtraction;
};

} // namespace asynctidy::facts
