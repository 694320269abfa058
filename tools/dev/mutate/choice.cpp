#include "choice.h"

#include "kinds.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

#include <random>

namespace asynctidy::mutate {
namespace {

/// The order depends only on the seed and the file, not on other files.
template <class T> void shuffle(std::vector<T> &Items, llvm::StringRef File, Kind K, unsigned Seed) {
  const llvm::StringRef Name = File.rsplit('/').second; // independent of the checkout's directory
  std::mt19937_64 Random(llvm::xxh3_64bits(Name) ^ (uint64_t(Seed) << 8 | unsigned(K)));
  for (size_t I = Items.size(); I > 1; --I)
    std::swap(Items[I - 1], Items[Random() % I]);
}

Place swapOf(FunctionSight One, FunctionSight Other) {
  if (Other.Start < One.Start)
    std::swap(One, Other);
  Place P;
  P.What = Kind::Swap;
  P.File = One.File;
  P.Offset = One.Start;
  P.Line = One.Line;
  P.OtherLine = Other.Line;
  P.Anchor = One.Anchor;
  P.Instantiated = One.Instantiated && Other.Instantiated;
  const Edit Declare = {{One.Outermost, One.Outermost}, Mutexes.str()}, First = {{One.Start, One.Start}, InOrder.str()},
             Second = {{Other.Start, Other.Start}, InOrder.str()},
             Contrary = {{Other.Start, Other.Start}, Swapped.str()};
  P.Mutants = {{Declare, First, Second}, {Declare, First, Contrary}};
  return P;
}

/// Adds pairs of functions of files with coroutines, all from the unit that instantiates most of the file. Functions
/// that no unit instantiates are included.
void addSwaps(const std::vector<std::optional<Sights>> &Sights, unsigned PerFile, unsigned Seed, Choice &Into) {
  struct Seen {
    std::map<unsigned, std::vector<FunctionSight>> ByUnit;
    std::set<unsigned> Instantiated; ///< in any unit
  };
  std::set<llvm::StringRef> WithCoroutines;
  for (const auto &Unit : Sights)
    if (Unit)
      for (const std::string &Coroutine : Unit->Coroutines) // file and offset
        WithCoroutines.insert(llvm::StringRef(Coroutine).rsplit(':').first);
  std::map<std::string, Seen> Files;
  for (unsigned I = 0; I < Sights.size(); ++I)
    if (Sights[I])
      for (const FunctionSight &F : Sights[I]->Functions) {
        Files[F.File].ByUnit[I].push_back(F);
        if (F.Instantiated)
          Files[F.File].Instantiated.insert(F.Start);
      }
  for (auto &[File, Seen] : Files) {
    if (!WithCoroutines.contains(File))
      continue;
    auto Count = [](const auto &Unit) {
      return llvm::count_if(Unit.second, [](const FunctionSight &F) { return F.Instantiated; });
    };
    const auto Best = std::max_element(Seen.ByUnit.begin(), Seen.ByUnit.end(),
                                       [&](const auto &L, const auto &R) { return Count(L) < Count(R); });
    std::vector<FunctionSight> Pool = Best->second;
    llvm::erase_if(Pool,
                   [&](const FunctionSight &F) { return !F.Instantiated && Seen.Instantiated.contains(F.Start); });
    llvm::sort(Pool, [](const FunctionSight &L, const FunctionSight &R) { return L.Start < R.Start; });
    shuffle(Pool, File, Kind::Swap, Seed);
    Into.Seen[Kind::Swap][Best->first] += Pool.size() / 2;
    const size_t Pairs = PerFile ? std::min<size_t>(PerFile, Pool.size() / 2) : Pool.size() / 2;
    for (size_t I = 0; I < Pairs; ++I)
      Into.OfUnit[Best->first].push_back(swapOf(Pool[2 * I], Pool[2 * I + 1]));
  }
}

} // namespace

Choice choose(const std::vector<std::optional<Sights>> &Sights, const std::set<Kind> &Wanted, unsigned PerFile,
              unsigned Seed) {
  Choice Result;
  Result.OfUnit.resize(Sights.size());
  std::map<std::string, std::pair<unsigned, Place>> Chosen;
  for (unsigned I = 0; I < Sights.size(); ++I)
    if (Sights[I])
      for (const Place &P : Sights[I]->Places) {
        auto [At, New] = Chosen.try_emplace(P.key(), I, P);
        const Place &Known = At->second.second;
        if (!New && P.Instantiated && (!Known.Instantiated || (!Known.NoBug.empty() && P.NoBug.empty())))
          At->second = {I, P};
      }
  std::map<std::pair<Kind, std::string>, std::vector<std::pair<unsigned, Place>>> ByFile;
  for (auto &[Key, UnitAndPlace] : Chosen) {
    const Place &P = UnitAndPlace.second;
    ++Result.Seen[P.What][UnitAndPlace.first];
    if (P.NoBug.empty())
      ByFile[{P.What, P.File}].push_back(UnitAndPlace);
    else
      Result.Left[P.What].push_back(UnitAndPlace);
  }
  for (auto &[KindAndFile, Places] : ByFile) {
    const auto &[What, File] = KindAndFile;
    if (What != Kind::Lost && PerFile && Places.size() > PerFile) {
      shuffle(Places, File, What, Seed);
      Places.resize(PerFile);
    }
    for (auto &[Unit, P] : Places)
      Result.OfUnit[Unit].push_back(std::move(P));
  }
  if (Wanted.contains(Kind::Swap))
    addSwaps(Sights, PerFile, Seed, Result);
  for (std::vector<Place> &Places : Result.OfUnit)
    llvm::sort(Places, [](const Place &L, const Place &R) {
      return std::tie(L.File, L.Offset, L.What) < std::tie(R.File, R.Offset, R.What);
    });
  return Result;
}

} // namespace asynctidy::mutate
