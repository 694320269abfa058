// Caches the results of analyses of a translation unit.
#pragma once

#include "llvm/ADT/DenseMap.h"

#include <map>
#include <memory>
#include <utility>

namespace asynctidy::facts {

class TranslationUnit;

/// The subject of an analysis of the whole translation unit.
struct WholeUnit {
  bool operator<(const WholeUnit &) const { return false; }
};

/// The base of an analysis. The derived struct adds `static Result run(Subject, TranslationUnit &)`, which may use
/// other analyses. \p SubjectT must be cheap to copy and ordered by `<`; \p ResultT must be movable.
template <class SubjectT, class ResultT> struct Analysis {
  using Subject = SubjectT;
  using Result = ResultT;
  /// The result that a recursive request for the same subject gets.
  static Result whileRunning() { return Result(); }
};

/// Keeps the results of analyses. As in LLVM's analysis managers each analysis is its own key, so the cache names none
/// of them. References it returns stay valid as long as the cache. Not thread-safe.
class AnalysisCache {
public:
  template <class A> const typename A::Result &get(const typename A::Subject &About, TranslationUnit &Unit) {
    std::unique_ptr<Results> &Kept = ByAnalysis[&KeyOf<A>];
    if (!Kept)
      Kept = std::make_unique<ResultsOf<A>>();
    auto &Known = static_cast<ResultsOf<A> &>(*Kept).Known;
    const auto [It, New] = Known.try_emplace(About, A::whileRunning());
    if (New) {
      typename A::Result Found = A::run(About, Unit);
      It->second = std::move(Found);
    }
    return It->second;
  }

private:
  struct Results {
    virtual ~Results() = default;
  };
  template <class A> struct ResultsOf : Results {
    std::map<typename A::Subject, typename A::Result> Known; // its elements never move
  };
  template <class A> static inline char KeyOf = 0; // not const: linkers may fold equal constants

  llvm::DenseMap<const void *, std::unique_ptr<Results>> ByAnalysis;
};

} // namespace asynctidy::facts
