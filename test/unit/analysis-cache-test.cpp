#include "facts/unit/analysis-cache.h"

#include "facts/unit/translation-unit.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

unsigned Runs = 0;

/// As many words as it is asked for.
struct Words : Analysis<unsigned, std::vector<std::string>> {
  static Result run(unsigned Count, TranslationUnit &) {
    ++Runs;
    return Result(Count, "word");
  }
};

/// The same subject and result, but another question.
struct OtherWords : Analysis<unsigned, std::vector<std::string>> {
  static Result run(unsigned Count, TranslationUnit &) { return Result(Count, "other"); }
};

struct Sum : Analysis<unsigned, unsigned> {
  static Result run(unsigned N, TranslationUnit &Unit) { return N == 0 ? 0 : N + Unit.get<Sum>(N - 1); }
};

/// Asks about itself.
struct Endless : Analysis<WholeUnit, int> {
  static Result whileRunning() { return 7; }
  static Result run(WholeUnit, TranslationUnit &Unit) { return Unit.get<Endless>({}) + 1; }
};

TEST(AnalysisCache, ComputesEachAnswerOnce) {
  Code C("");
  Runs = 0;
  EXPECT_EQ(C.unit().get<Words>(2).size(), 2u);
  EXPECT_EQ(C.unit().get<Words>(2).size(), 2u);
  EXPECT_EQ(Runs, 1u);
  EXPECT_EQ(C.unit().get<Words>(3).size(), 3u);
  EXPECT_EQ(Runs, 2u);
}

TEST(AnalysisCache, TellsAnalysesApart) {
  Code C("");
  EXPECT_EQ(C.unit().get<Words>(1).front(), "word");
  EXPECT_EQ(C.unit().get<OtherWords>(1).front(), "other");
}

TEST(AnalysisCache, TellsTranslationUnitsApart) {
  Code A(""), B("");
  Runs = 0;
  A.unit().get<Words>(1);
  B.unit().get<Words>(1);
  EXPECT_EQ(Runs, 2u);
}

TEST(AnalysisCache, AnswersStayWhereTheyAre) {
  Code C("");
  const std::vector<std::string> &First = C.unit().get<Words>(1);
  for (unsigned I = 2; I < 100; ++I)
    C.unit().get<Words>(I);
  EXPECT_EQ(&First, &C.unit().get<Words>(1));
  EXPECT_EQ(First, std::vector<std::string>{"word"});
}

TEST(AnalysisCache, AnalysesMayAskForOthers) {
  Code C("");
  EXPECT_EQ(C.unit().get<Sum>(4), 10u);
  EXPECT_EQ(C.unit().get<Endless>({}), 8) << "whileRunning() is the answer to the question inside";
}

} // namespace
