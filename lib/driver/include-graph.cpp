#include "driver/include-graph.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

#include <deque>
#include <map>
#include <tuple>

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// "a/b.h" of `#include "a/b.h"`, and whether it stands in quotation marks; nothing of `#include MACRO`.
std::pair<StringRef, bool> nameIn(StringRef Line) {
  Line = Line.ltrim(" \t\f\v").drop_front().ltrim(" \t\f\v");
  Line = Line.drop_while([](char C) { return C != '"' && C != '<'; });
  if (Line.empty())
    return {};
  const bool IsQuoted = Line.front() == '"';
  const size_t End = Line.find(IsQuoted ? '"' : '>', 1);
  return {End == StringRef::npos ? StringRef() : Line.slice(1, End), IsQuoted};
}

std::string withoutDots(StringRef Path) {
  llvm::SmallString<128> Plain(Path);
  path::remove_dots(Plain, /*remove_dot_dot=*/true);
  return std::string(Plain);
}

/// The number of directories that two relative paths share.
size_t shared(StringRef A, StringRef B) {
  size_t Count = 0;
  for (auto I = path::begin(A), J = path::begin(B); I != path::end(A) && J != path::end(B) && *I == *J; ++I, ++J)
    ++Count;
  return Count;
}

} // namespace

IncludeGraph::IncludeGraph(std::vector<std::pair<std::string, std::string>> Lines,
                           llvm::function_ref<bool(StringRef)> Exists) {
  for (auto &[From, Line] : Lines) {
    const auto [Name, IsQuoted] = nameIn(Line);
    if (Name.empty())
      continue;
    Include I{std::move(From), {}, withoutDots(Name)};
    if (IsQuoted) {
      llvm::SmallString<128> Beside(path::parent_path(I.From));
      path::append(Beside, Name);
      if (std::string File = withoutDots(Beside); Exists(File))
        I.Beside = std::move(File);
    }
    while (StringRef(I.Name).starts_with("../"))
      I.Name.erase(0, 3);
    ByName[path::filename(Name)].push_back(std::move(I));
  }
}

bool IncludeGraph::means(const Include &I, StringRef File) {
  if (!I.Beside.empty())
    return File == I.Beside;
  return File == I.Name || (File.ends_with(I.Name) && File.drop_back(I.Name.size()).ends_with("/"));
}

void IncludeGraph::walk(llvm::ArrayRef<std::string> Headers, llvm::function_ref<bool(const Includer &)> Take) const {
  llvm::StringSet<> Seen;
  std::deque<Includer> Reached;
  for (const std::string &Header : Headers) {
    Seen.insert(Header);
    Reached.push_back({Header, Header, 0});
  }
  for (; !Reached.empty(); Reached.pop_front()) {
    const Includer From = Reached.front();
    const auto All = ByName.find(path::filename(From.File));
    if (All == ByName.end())
      continue;
    for (const Include &I : All->second)
      if (means(I, From.File) && Seen.insert(I.From).second) {
        Reached.push_back({I.From, From.Header, From.Distance + 1});
        if (!Take(Reached.back()))
          return;
      }
  }
}

std::vector<Includer> IncludeGraph::includersOf(llvm::ArrayRef<std::string> Headers) const {
  std::vector<Includer> Found;
  walk(Headers, [&](const Includer &I) {
    Found.push_back(I);
    return true;
  });
  return Found;
}

bool IncludeGraph::isIncludedBy(const std::string &Header, llvm::function_ref<bool(StringRef)> IsMeant) const {
  bool Is = false;
  walk(Header, [&](const Includer &I) {
    Is = IsMeant(I.File);
    return !Is;
  });
  return Is;
}

size_t nearestFirst(std::vector<Includer> &All, size_t Most) {
  const auto Far = [](const Includer &I) {
    const bool IsItsSource = path::stem(I.File) == path::stem(I.Header);
    return std::tuple(I.Distance, !IsItsSource, -static_cast<long>(shared(I.File, I.Header)), StringRef(I.File));
  };
  llvm::sort(All, [&](const Includer &A, const Includer &B) { return Far(A) < Far(B); });
  // The first of every header, then the second of every header, and so on.
  std::map<std::string, size_t> Taken;
  std::vector<std::pair<size_t, size_t>> Rounds;
  for (size_t I = 0; I < All.size(); ++I)
    Rounds.emplace_back(Taken[All[I].Header]++, I);
  llvm::sort(Rounds);
  std::vector<Includer> Sorted;
  for (const auto &[Round, I] : Rounds)
    Sorted.push_back(std::move(All[I]));
  All = std::move(Sorted);
  return std::min(Most, All.size());
}

} // namespace asynctidy::driver
