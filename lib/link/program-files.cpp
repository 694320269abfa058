#include "link/program-files.h"

#include "summaries/facts-file.h"
#include "summaries/in-order.h"
#include "summaries/sentence.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

namespace asynctidy::link {
namespace {

struct File {
  std::string MainFile, Path;
  bool IsKnown; ///< by the state

  auto operator<=>(const File &) const = default;
};

/// The files in the order of their main files, not of \p Paths: of a function in a header, which many units have,
/// always the same one is first.
llvm::Expected<std::vector<File>> inOrderOfMainFiles(std::vector<std::string> Paths, const LinkState *State) {
  std::vector<File> Files;
  for (std::string &Path : Paths) {
    if (const std::string *MainFile = State ? State->mainFileOf(Path) : nullptr) {
      Files.push_back({*MainFile, std::move(Path), true});
      continue;
    }
    llvm::Expected<std::string> MainFile = summaries::mainFileOf(Path);
    if (!MainFile)
      return MainFile.takeError();
    Files.push_back({std::move(*MainFile), std::move(Path), false});
  }
  llvm::sort(Files);
  return Files;
}

/// Adds files one after the other.
class Reader {
public:
  Reader(const std::vector<File> &Files, Program &Into, LinkState *State)
      : Files(Files), Into(Into), State(State), Names(Into.strings()) {}

  bool readAll() {
    constexpr size_t AtOnce = 32; // files for one thread
    std::vector<size_t> New;
    for (size_t I = 0; I < Files.size(); ++I)
      if (!Files[I].IsKnown)
        New.push_back(I);
    size_t Next = 0;
    summaries::inOrder((New.size() + AtOnce - 1) / AtOnce,
                       [&](size_t Part) {
                         std::vector<summaries::FactsRead> Read;
                         for (size_t I = Part * AtOnce; I < std::min(New.size(), (Part + 1) * AtOnce); ++I)
                           Read.push_back(summaries::readFactsBytes(Files[New[I]].Path));
                         return Read;
                       },
                       [&](std::vector<summaries::FactsRead> Read) {
                         for (summaries::FactsRead &Each : Read)
                           if (!addKnown(New[Next++]) || !addRead(Each))
                             return false;
                         return true;
                       });
    return Problem.empty() && addKnown(Files.size());
  }

  std::vector<UnitInfo> Units; ///< those that were added
  std::string Problem;

private:
  bool add(llvm::StringRef Facts, llvm::ArrayRef<Text> Texts) {
    const File &Of = Files[Units.size()];
    std::optional<UnitFacts> Unit = summaries::decoded(Of.MainFile, Facts, Texts, Names);
    if (!Unit)
      return false;
    if (State)
      State->add(Of.Path, Of.MainFile, Texts, Facts);
    Units.push_back(Unit->About);
    Into.add(std::move(*Unit));
    return true;
  }

  bool addRead(summaries::FactsRead &Read) {
    const std::string &Path = Files[Units.size()].Path;
    Problem = std::move(Read.Problem);
    if (!Problem.empty())
      return false;
    const std::optional<summaries::EncodedFacts> Encoded = summaries::withTexts(Read.Bytes, Names);
    if (!Encoded || !add(Encoded->Facts, Encoded->Texts))
      Problem = llvm::toString(summaries::damaged(Path, "its content makes no sense"));
    return Problem.empty();
  }

  /// Adds the files before the \p End-th, which the state knows.
  bool addKnown(size_t End) {
    while (Units.size() < End) {
      const std::string &Path = Files[Units.size()].Path;
      const std::optional<LinkState::Unit> Known = State->find(Path);
      if (Known && add(Known->Facts, Known->Texts))
        continue;
      summaries::FactsRead Read = summaries::readFactsBytes(Path); // what is kept of it is damaged
      if (!addRead(Read))
        return false;
    }
    return true;
  }

  const std::vector<File> &Files;
  Program &Into;
  LinkState *State;
  Strings &Names;
};

} // namespace

llvm::Expected<std::vector<UnitInfo>> readProgram(std::vector<std::string> Paths, Program &Into, LinkState *State) {
  if (State)
    State->begin(Paths);
  llvm::Expected<std::vector<File>> Files = inOrderOfMainFiles(std::move(Paths), State);
  if (!Files)
    return Files.takeError();
  Reader Reading(*Files, Into, State);
  if (!Reading.readAll())
    return summaries::sentence(Reading.Problem);
  Into.tellGlobalsApart();
  Into.callOverriders();
  return std::move(Reading.Units);
}

} // namespace asynctidy::link
