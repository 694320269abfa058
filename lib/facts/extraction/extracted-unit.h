// Extracts the facts of one translation unit from its AST, in the form that files and other units use.
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

/// Returns the checks that the user has silenced at a location.
using Silencer = std::function<summaries::CheckSet(clang::SourceLocation)>;

/// The facts of one translation unit, and the mapping from the places in them back to source locations. Valid as long
/// as the AST; not thread-safe.
class ExtractedUnit {
public:
  /// How much of the program is known.
  enum class Scope {
    OneFile, ///< other files may override the callees of virtual calls, so these block nothing for sure
    Whole,   ///< the facts are merged with those of all other files, which have the overriders
  };

  /// Reads all functions. Paths below \p Root are written relative to it; see Places. \p Silenced may be empty.
  ExtractedUnit(TranslationUnit &Unit, Scope Seen, llvm::StringRef Root, Silencer Silenced);

  /// About.Tool and About.Inputs are left empty. The caller may move the facts away.
  summaries::UnitFacts &facts() { return Facts; }
  summaries::Strings &strings() { return Names; }
  Places &places() { return Where; }
  const Places &places() const { return Where; }

  /// A blocking call in the body of the coroutine In.
  struct DirectBlocker {
    const clang::CallExpr *Call = nullptr;
    const clang::FunctionDecl *In = nullptr;
  };
  /// The blocking call at \p Location; Call is null when there is none.
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

  llvm::DenseSet<const clang::Decl *> WithOrders; ///< locks with their declared orders in Facts; canonical

  friend class FunctionExtraction;
};

} // namespace asynctidy::facts
