// What was found out about a translation unit, kept so that nothing is computed twice.
#pragma once

#include "llvm/ADT/DenseMap.h"

#include <map>
#include <memory>
#include <utility>

namespace asynctidy::facts {

class TranslationUnit;

/// The subject of an analysis that is asked about the translation unit as a whole.
struct WholeUnit {
  bool operator<(const WholeUnit &) const { return false; }
};

/// What an analysis derives from. It adds `static Result run(Subject, TranslationUnit &)`, which may ask for other
/// analyses.
/// \p SubjectT is what it is asked about: cheap to copy and ordered by `<`. \p ResultT is movable.
template <class SubjectT, class ResultT> struct Analysis {
  using Subject = SubjectT;
  using Result = ResultT;
  /// The answer to a question that is asked while that very question is being answered, as recursive functions do.
  static Result whileRunning() { return Result(); }
};

/// Keeps the results of analyses, each a key of its own as in LLVM's analysis managers: it names none of them. What is
/// returned stays where it is for as long as the cache lives. Not thread-safe.
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
