// The values and conditions that are known on one path through a function.
#pragma once

#include "facts/flow/path-terms.h"

#include "clang/AST/Stmt.h"

#include <map>
#include <tuple>

namespace asynctidy::facts {

struct Knowledge {
  std::map<Term, int64_t> Values;
  std::map<Comparison, bool> Truths;

  bool operator<(const Knowledge &Other) const {
    return std::tie(Values, Truths) < std::tie(Other.Values, Other.Truths);
  }

  /// Adds that \p Compared has the value \p Truth. False when that contradicts what is known.
  bool assume(const Comparison &Compared, bool Truth);
  /// Whether nothing more is learned: in a generated function each path would know all that came before.
  bool isFull() const { return Values.size() + Truths.size() >= 64; }
  bool decides(const Comparison &Compared) const { return Values.count(Compared.Value) || Truths.count(Compared); }
  void forget(Term Gone);

  /// Applies \p S: forgets the terms that it may change, and learns the constant that it assigns.
  void apply(const clang::Stmt &S, const PathTerms &Terms);
};

} // namespace asynctidy::facts
