#include "link/one-cause.h"

#include "link/places.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <map>

namespace asynctidy::link {

/// The numbers of the locals depend on the order of reading, so it is not the first in the map.
static std::map<Text, size_t>::const_iterator firstSaid(const std::map<Text, size_t> &Same) {
  return std::min_element(Same.begin(), Same.end(), [](const auto &A, const auto &B) { return A.second < B.second; });
}

std::vector<Finding> oneForEachCause(std::vector<BlockedAt> Calls, const Strings &Names) {
  llvm::stable_sort(Calls, [&](const BlockedAt &A, const BlockedAt &B) {
    if (confidenceOf(A.Said.Assumes) != confidenceOf(B.Said.Assumes)) // a sure one is no note of a likely one
      return confidenceOf(A.Said.Assumes) < confidenceOf(B.Said.Assumes);
    return isBefore(A.Said.At, B.Said.At, Names);
  });
  std::vector<Finding> Found;
  std::map<Text, size_t> ByLocal;
  std::map<Place, std::map<Text, size_t>> ByEnd;
  for (BlockedAt &Each : Calls) {
    size_t Said = Found.size();
    std::map<Text, size_t> &Same = ByEnd[Each.End];
    if (const auto OfLocal = ByLocal.find(Each.Local); Each.Local && OfLocal != ByLocal.end())
      Said = OfLocal->second;
    else if (const auto OfAny = Each.Local ? std::as_const(Same).find(0) : firstSaid(Same); OfAny != Same.end())
      Said = OfAny->second;
    if (Said == Found.size() || Each.Said.At == Found[Said].At)
      Found.push_back(std::move(Each.Said));
    else
      Found[Said].Notes.push_back(
          {Each.Said.At, Names[Each.Culprit].str() + " blocks here, too", report::NoteRole::Related});
    ByLocal.try_emplace(Each.Local, Said);
    Same.try_emplace(Each.Local, Said);
  }
  return Found;
}

} // namespace asynctidy::link
