// What a path through a function has found out or decided.
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

  /// False when that contradicts what is known.
  bool assume(const Comparison &Compared, bool Truth);
  bool decides(const Comparison &Compared) const { return Values.count(Compared.Value) || Truths.count(Compared); }
  void forget(Term Gone);

  /// What \p S changes is known no longer, except for a variable that it gives a constant.
  void passBy(const clang::Stmt &S, const PathTerms &Terms);
};

} // namespace asynctidy::facts
