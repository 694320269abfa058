#include "report/baseline.h"

#include "report/report-root.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include <deque>
#include <map>

using llvm::StringRef;

namespace asynctidy::report {
namespace {

constexpr StringRef Heading = "# async-tidy baseline 1: known findings, each with check, file, function, subject, "
                              "number and hash of its line\n";
constexpr StringRef CheckBegin = "async-";
constexpr StringRef HeadingBegin = "# async-tidy baseline ";

/// A member may hold anything, but not what separates members and lines; an empty one would not be seen.
std::string escaped(StringRef Member) {
  if (Member.empty())
    return "-";
  std::string Text;
  for (const char C : Member) {
    if (C == '\\')
      Text += "\\\\";
    else if (C == '\t')
      Text += "\\t";
    else if (C == '\n')
      Text += "\\n";
    else if (C == '\r')
      Text += "\\r";
    else
      Text += C;
  }
  return Member == "-" ? "\\-" : Text;
}

std::string unescaped(StringRef Text) {
  if (Text == "-")
    return "";
  std::string Member;
  for (size_t I = 0; I < Text.size(); ++I) {
    if (Text[I] != '\\' || I + 1 == Text.size()) {
      Member += Text[I];
      continue;
    }
    const char Next = Text[++I];
    Member += Next == 't' ? '\t' : Next == 'n' ? '\n' : Next == 'r' ? '\r' : Next;
  }
  return Member;
}

llvm::Error broken(StringRef Path, size_t Line) {
  return llvm::createStringError(
      std::errc::invalid_argument,
      "line %zu of '%s' is no finding of a baseline: repair it, or remove the file and write it "
      "anew with 'async-tidy baseline --accept'",
      Line, Path.str().c_str());
}

/// What git leaves between two sides that it could not merge.
bool isOfConflict(StringRef Line) {
  for (const char C : {'<', '=', '>', '|'})
    if (Line.starts_with(std::string(7, C)))
      return true;
  return false;
}

llvm::Error conflict(StringRef Path, size_t Line) {
  return llvm::createStringError(std::errc::invalid_argument,
                                 "line %zu of '%s' is of a merge conflict: keep the lines of both sides, and take out "
                                 "the marks",
                                 Line, Path.str().c_str());
}

KnownFinding asKnown(const Finding &F, StringRef Root) {
  return {F.Check,         pathBelow(Root, F.At.File).value_or(F.At.File), F.Function, F.Subject, F.Known.Number,
          F.Known.TextHash};
}

/// What two findings must have in common to be paired, from the strictest on; nothing for one that cannot be.
using Key = std::vector<StringRef>;
using KeyOf = Key (*)(const KnownFinding &);
constexpr KeyOf Rules[] = {
    [](const KnownFinding &F) -> Key { return {F.Check, F.Path, F.Function, F.Subject, F.LineHash}; },
    [](const KnownFinding &F) -> Key { return {F.Check, F.Path, F.Function, F.Subject}; },
    [](const KnownFinding &F) -> Key { return {F.Check, F.Function, F.Subject, F.LineHash}; },
    [](const KnownFinding &F) -> Key { return {F.Check, F.Function, F.Subject}; },
    [](const KnownFinding &F) -> Key { return F.LineHash.empty() ? Key() : Key{F.Check, F.Path, F.LineHash}; },
    [](const KnownFinding &F) -> Key { return F.LineHash.empty() ? Key() : Key{F.Check, F.LineHash}; },
};

} // namespace

Baseline::Baseline(std::vector<KnownFinding> Findings) : All(std::move(Findings)) { llvm::sort(All); }

llvm::Expected<Baseline> Baseline::parse(StringRef Text, StringRef Path) {
  if (isOfConflict(Text))
    return conflict(Path, 1);
  if (!Text.starts_with(HeadingBegin))
    return llvm::createStringError(std::errc::invalid_argument, "'%s' is no baseline: 'async-tidy baseline' writes one",
                                   Path.str().c_str());
  if (!Text.starts_with(Heading.take_front(HeadingBegin.size() + 2)))
    return llvm::createStringError(std::errc::invalid_argument,
                                   "'%s' was written by another version of async-tidy: remove it and write it anew "
                                   "with 'async-tidy baseline --accept'",
                                   Path.str().c_str());
  std::vector<KnownFinding> Found;
  size_t Number = 0;
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    Line = Line.rtrim('\r'); // git may have changed the line ends
    ++Number;
    if (Line.empty() || Line.starts_with("#"))
      continue;
    if (isOfConflict(Line))
      return conflict(Path, Number);
    llvm::SmallVector<StringRef, 6> Members;
    Line.split(Members, '\t');
    KnownFinding F;
    if (Members.size() != 6 || Members[4].getAsInteger(10, F.Number) || F.Number == 0 ||
        !Members[0].starts_with(CheckBegin))
      return broken(Path, Number);
    F.Check = unescaped(Members[0]);
    F.Path = unescaped(Members[1]);
    F.Function = unescaped(Members[2]);
    F.Subject = unescaped(Members[3]);
    F.LineHash = unescaped(Members[5]);
    Found.push_back(std::move(F));
  }
  return Baseline(std::move(Found));
}

llvm::Expected<Baseline> Baseline::read(StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(), "cannot read the baseline '%s': %s", Path.str().c_str(),
                                   Buffer.getError().message().c_str());
  return parse((*Buffer)->getBuffer(), Path);
}

std::string Baseline::text() const {
  std::string Text = Heading.str();
  for (const KnownFinding &F : All)
    Text += escaped(F.Check) + '\t' + escaped(F.Path) + '\t' + escaped(F.Function) + '\t' + escaped(F.Subject) + '\t' +
            std::to_string(F.Number) + '\t' + escaped(F.LineHash) + '\n';
  return Text;
}

bool isForBaseline(const Finding &F) { return StringRef(F.Check).starts_with(CheckBegin); }

Baseline asBaseline(const Run &R) {
  std::vector<KnownFinding> All;
  for (const Finding &F : R.Findings)
    All.push_back(asKnown(F, R.Root));
  return Baseline(std::move(All));
}

Comparison compare(const Run &R, const Baseline &Old) {
  std::vector<KnownFinding> Now;
  for (const Finding &F : R.Findings)
    Now.push_back(asKnown(F, R.Root));
  Comparison Result;
  Result.IsKnown.assign(Now.size(), false);
  std::vector<bool> IsPaired(Old.findings().size(), false);
  for (const KeyOf KeyFor : Rules) {
    std::map<Key, std::deque<size_t>> Waiting;
    for (size_t I = 0; I < IsPaired.size(); ++I)
      if (const Key Wanted = IsPaired[I] ? Key() : KeyFor(Old.findings()[I]); !Wanted.empty())
        Waiting[Wanted].push_back(I);
    for (size_t I = 0; I < Now.size() && !Waiting.empty(); ++I) {
      if (Result.IsKnown[I])
        continue;
      const auto Found = Waiting.find(KeyFor(Now[I]));
      if (Found == Waiting.end())
        continue;
      Result.IsKnown[I] = true;
      IsPaired[Found->second.front()] = true;
      Found->second.pop_front();
      if (Found->second.empty())
        Waiting.erase(Found);
    }
  }
  std::vector<KnownFinding> Present, Gone;
  for (size_t I = 0; I < Now.size(); ++I)
    if (Result.IsKnown[I])
      Present.push_back(std::move(Now[I]));
  for (size_t I = 0; I < IsPaired.size(); ++I)
    if (!IsPaired[I])
      Gone.push_back(Old.findings()[I]);
  Result.Present = Baseline(std::move(Present));
  Result.Gone = Baseline(std::move(Gone));
  return Result;
}

Baseline updated(const Run &R, const Comparison &Compared, llvm::function_ref<bool(const KnownFinding &)> WasSought,
                 bool Accept) {
  std::vector<KnownFinding> Kept = Compared.Present.findings();
  for (const KnownFinding &F : Compared.Gone.findings())
    if (!WasSought(F))
      Kept.push_back(F);
  if (Accept)
    for (size_t I = 0; I < R.Findings.size(); ++I)
      if (!Compared.IsKnown[I] && isForBaseline(R.Findings[I]))
        Kept.push_back(asKnown(R.Findings[I], R.Root));
  return Baseline(std::move(Kept));
}

} // namespace asynctidy::report
