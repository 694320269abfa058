#include "link/index-answers.h"

#include "summaries/encoder.h"
#include "summaries/input-file.h"

#include "llvm/Support/raw_ostream.h"

using llvm::Expected;
using llvm::StringRef;

namespace asynctidy::link {
namespace {

using namespace summaries;

thread_local std::vector<IndexAnswer> *Collected = nullptr;

// What stands before the subject of a question.
constexpr StringRef FindIs = "function ", OverridersAre = "overriders ", NestingsAre = "nestings", IsFreshIs = "fresh ",
                    RootIs = "root";

/// What \p Write writes, with the texts themselves: their numbers are of one index.
template <class F> std::string encoded(const Strings &Names, F &&Write) {
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  TextNumbers Numbers;
  {
    llvm::json::OStream Out(Stream);
    Encoder Encode(Out, [&](summaries::Text T) { return Numbers.of(T); });
    Out.array([&] { Write(Encode); });
  }
  for (const summaries::Text T : Numbers.texts())
    Stream << '\0' << Names[T];
  Stream.flush();
  return Text;
}

std::string textOf(const std::optional<FunctionSummary> &F, const Strings &Names) {
  return F ? encoded(Names, [&](Encoder &Encode) { Encode.write(*F); }) : "none";
}

std::string textOf(const std::vector<LockNesting> &Nestings, const Strings &Names) {
  return encoded(Names, [&](Encoder &Encode) {
    for (const LockNesting &N : Nestings)
      Encode.write(N);
  });
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
