#include "link/index-answers.h"

#include "summaries/facts-format.h"
#include "summaries/function-summary.h"
#include "summaries/input-file.h"

#include "llvm/ADT/DenseMap.h"

using llvm::Expected;
using llvm::StringRef;

// No file has these facts; here they are written to be compared.
namespace asynctidy::summaries {

template <class Codec, Is<BlockingChain> Fact> void eachField(Codec &C, Fact &Chain) {
  C.list(Chain.Steps, [&](auto &S) { eachField(C, S); });
  C.text(Chain.Advice);
  C.text(Chain.Because);
  C.flags(Chain.WaitsForWork, Chain.RunsLoop);
  C.value(Chain.OnlyIf.Code, Condition::MostCode);
  C.set(Chain.DecidedBy, AnyUnsigned);
  C.set(Chain.Assumes, Assumptions::all().code());
}

template <class Codec, Is<LockUse> Fact> void eachField(Codec &C, Fact &U) {
  eachField(C, U.What);
  C.flags(U.BeforeSuspension);
  C.value(U.OnlyIf.Code, Condition::MostCode);
  C.list(U.Calls, [&](auto &S) { eachField(C, S); });
  eachField(C, U.At);
}

template <class Codec, Is<FunctionSummary> Fact> void eachField(Codec &C, Fact &F) {
  C.text(F.Id);
  C.text(F.Name);
  eachField(C, F.At);
  C.flags(F.IsCoroutine, F.IsEager);
  C.list(F.Overrides, [&](auto &Id) { C.text(Id); });
  C.list(F.Programs, [&](auto &Main) { C.text(Main); });
  C.list(F.Blocking, [&](auto &Chain) { eachField(C, Chain); });
  C.list(F.Locks, [&](auto &U) { eachField(C, U); });
}

} // namespace asynctidy::summaries

namespace asynctidy::link {
namespace {

using namespace summaries;

thread_local std::vector<IndexAnswer> *Collected = nullptr;

// What stands before the subject of a question.
constexpr StringRef FindIs = "function ", OverridersAre = "overriders ", NestingsAre = "nestings", IsFreshIs = "fresh ",
                    RootIs = "root";

/// \p F in bytes, with the texts themselves: their numbers are of one index.
template <class Fact> std::string bytesOf(const Fact &F, const Strings &Names) {
  llvm::DenseMap<summaries::Text, uint32_t> Numbers;
  std::vector<summaries::Text> Texts; // in the order of their numbers
  const auto NumberOf = [&](summaries::Text T) {
    const auto [Known, New] = Numbers.try_emplace(T, static_cast<uint32_t>(Texts.size()));
    if (New)
      Texts.push_back(T);
    return Known->second;
  };
  FactsWriter Out(NumberOf);
  Out.write(F);
  for (const summaries::Text T : Texts)
    Out.ByteWriter::text(Names[T]);
  return std::move(Out.Bytes);
}

std::string textOf(const std::optional<FunctionSummary> &F, const Strings &Names) {
  return F ? bytesOf(*F, Names) : "none";
}

std::string textOf(const std::vector<LockNesting> &Nestings, const Strings &Names) {
  ByteWriter Out;
  for (const LockNesting &N : Nestings)
    Out.text(bytesOf(N, Names));
  return std::move(Out.Bytes);
}

std::string textOf(const std::vector<std::string> &Ids, const Strings &) {
  std::string Text;
  for (const std::string &Id : Ids)
    Text += Id + '\0';
  return Text;
}

std::string textOf(bool Answer, const Strings &) { return Answer ? "yes" : "no"; }

class NotingIndex : public OtherFiles {
public:
  NotingIndex(std::unique_ptr<OtherFiles> Asked, StringRef Path) : Asked(std::move(Asked)), Path(Path.str()) {
    note(RootIs, this->Asked->root());
  }

  const std::string &root() const override { return Asked->root(); }
  Expected<std::optional<FunctionSummary>> find(StringRef Id, Strings &Names) const override {
    return noted(FindIs.str() + Id.str(), Asked->find(Id, Names), Names);
  }
  Expected<std::vector<std::string>> overridersOf(StringRef Id) const override {
    return noted(OverridersAre.str() + Id.str(), Asked->overridersOf(Id), {});
  }
  Expected<std::vector<LockNesting>> nestings(Strings &Names) const override {
    return noted(NestingsAre.str(), Asked->nestings(Names), Names);
  }
  Expected<bool> isFresh(StringRef File) const override {
    return noted(IsFreshIs.str() + File.str(), Asked->isFresh(File), {});
  }

private:
  void note(StringRef Question, StringRef Answer) const {
    if (Collected)
      Collected->push_back({Path, Question.str(), digestOf(Answer)});
  }
  template <class T> Expected<T> noted(const std::string &Question, Expected<T> Answer, const Strings &Names) const {
    if (Answer)
      note(Question, textOf(*Answer, Names));
    return Answer;
  }

  std::unique_ptr<OtherFiles> Asked;
  std::string Path;
};

template <class T> std::optional<std::string> digestOfAnswer(Expected<T> Answer, const Strings &Names) {
  if (Answer)
    return digestOf(textOf(*Answer, Names));
  llvm::consumeError(Answer.takeError());
  return std::nullopt;
}

} // namespace

AnswerCollector::AnswerCollector(std::vector<IndexAnswer> &Into) { Collected = &Into; }

AnswerCollector::~AnswerCollector() { Collected = nullptr; }

std::unique_ptr<OtherFiles> noting(std::unique_ptr<OtherFiles> Index, StringRef Path) {
  return Collected ? std::make_unique<NotingIndex>(std::move(Index), Path) : std::move(Index);
}

std::optional<std::string> answerTo(StringRef Question, const OtherFiles &Index) {
  Strings Names;
  if (Question == RootIs)
    return digestOf(Index.root());
  if (Question == NestingsAre)
    return digestOfAnswer(Index.nestings(Names), Names);
  if (Question.consume_front(FindIs))
    return digestOfAnswer(Index.find(Question, Names), Names);
  if (Question.consume_front(OverridersAre))
    return digestOfAnswer(Index.overridersOf(Question), Names);
  if (Question.consume_front(IsFreshIs))
    return digestOfAnswer(Index.isFresh(Question), Names);
  return std::nullopt;
}

} // namespace asynctidy::link
