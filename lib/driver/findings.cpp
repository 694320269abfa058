#include "driver/findings.h"

#include "driver/path-globs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <map>
#include <set>
#include <tuple>

using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;

namespace asynctidy::driver {
namespace {

using Place = std::tuple<std::string, unsigned, std::string>;

class Places {
public:
  Place of(const ClangTidyError &E) {
    auto [Real, New] = RealPaths.try_emplace(E.Message.FilePath);
    if (New && !E.Message.FilePath.empty())
      Real->second = realPath(E.Message.FilePath);
    return {Real->second, E.Message.FileOffset, E.DiagnosticName};
  }

private:
  llvm::StringMap<std::string> RealPaths; // a header may be reached through links
};

bool isBefore(const ClangTidyError &A, const ClangTidyError &B) {
  return std::tie(A.Message.FilePath, A.Message.FileOffset, A.DiagnosticName, A.Message.Message) <
         std::tie(B.Message.FilePath, B.Message.FileOffset, B.DiagnosticName, B.Message.Message);
}

/// The ranges of one file that the edits accepted so far replace.
class TakenText {
public:
  bool overlaps(const Replacement &R) const {
    const unsigned Begin = R.getOffset(), End = Begin + R.getLength();
    if (Begin == End) // the order of two insertions at one place is undefined
      return Insertions.count(Begin) || reachesBehind(Begin, Replaced.lower_bound(Begin));
    const auto Inside = Insertions.upper_bound(Begin);
    return (Inside != Insertions.end() && *Inside < End) || reachesBehind(Begin, Replaced.lower_bound(End));
  }

  void add(const Replacement &R) {
    if (R.getLength() == 0)
      Insertions.insert(R.getOffset());
    else
      Replaced[R.getOffset()] = R.getOffset() + R.getLength();
  }

private:
  using Ranges = std::map<unsigned, unsigned>; ///< begin → end

  /// Whether the last range before \p Next extends past \p Offset.
  bool reachesBehind(unsigned Offset, Ranges::const_iterator Next) const {
    return Next != Replaced.begin() && std::prev(Next)->second > Offset;
  }

  Ranges Replaced; ///< they do not overlap
  std::set<unsigned> Insertions;
};

} // namespace

std::vector<Reported> mergeResults(std::vector<Result> Results) {
  std::vector<Reported> Merged;
  std::set<Place> Seen;
  Places Known;
  for (Result &R : Results) {
    std::set<Place> New;
    for (Reported &E : R.Errors) {
      Place Where = Known.of(E);
      if (Seen.count(Where))
        continue; // of another instantiation: the message may differ, but the place is the same
      New.insert(std::move(Where));
      if (!R.Compiles) // the AST of broken code is no basis for an edit
        E.Message.Fix.clear();
      Merged.push_back(std::move(E));
    }
    Seen.merge(New);
  }
  llvm::sort(Merged, isBefore);
  return Merged;
}

void respell(clang::tooling::DiagnosticMessage &Message, llvm::function_ref<std::string(llvm::StringRef)> Spell) {
  Message.FilePath = Spell(Message.FilePath);
  for (clang::tooling::FileByteRange &Range : Message.Ranges)
    Range.FilePath = Spell(Range.FilePath);
  llvm::StringMap<clang::tooling::Replacements> Fix;
  for (const auto &[File, Edits] : Message.Fix)
    for (const Replacement &R : Edits) {
      const std::string Path = Spell(R.getFilePath());
      if (llvm::Error Clash = Fix[Path].add({Path, R.getOffset(), R.getLength(), R.getReplacementText()}))
        llvm::consumeError(std::move(Clash));
    }
  Message.Fix = std::move(Fix);
}

void dropOverlappingFixes(std::vector<Reported> &Errors) {
  llvm::StringMap<std::string> RealPaths;
  std::map<std::string, TakenText> Taken; // by real path
  const auto TakenOf = [&](llvm::StringRef File) -> TakenText & {
    const auto [Real, New] = RealPaths.try_emplace(File);
    if (New)
      Real->second = realPath(File);
    return Taken[Real->second];
  };
  for (ClangTidyError &E : Errors) {
    const bool Clashes = llvm::any_of(E.Message.Fix, [&](const auto &Entry) {
      const TakenText &Before = TakenOf(Entry.first());
      return llvm::any_of(Entry.second, [&](const Replacement &R) { return Before.overlaps(R); });
    });
    if (Clashes) {
      E.Message.Fix.clear();
      E.Notes.emplace_back("this fix will not be applied because it overlaps with another fix");
      continue;
    }
    for (const auto &Entry : E.Message.Fix)
      for (const Replacement &R : Entry.second)
        TakenOf(Entry.first()).add(R);
  }
}

} // namespace asynctidy::driver
