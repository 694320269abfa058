#include "facts/aliases/shared-accesses.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "zoo.h"
struct part { int n; int m; void change(); int look() const; };
int global; part shared; int value(); void take(int); void look(const int &); void change(int &); void through(int *);
)";

/// "KIND OBJECT", and of an overwriting " := VALUE", for each access in \p F, in the order of their texts.
std::string accessesIn(const Code &C, const FunctionDecl &F) {
  constexpr const char *Kinds[] = {"reads", "overwrites", "other"};
  const SharedAccesses All = sharedAccessesIn(F, asynctidy::models::ModelSet::builtin());
  std::vector<std::string> Found;
  for (const SharedAccess &Access : All.Accesses)
    Found.push_back(std::string(Kinds[static_cast<unsigned>(Access.Does)]) + " " +
                    All.Objects[Access.Object].Path.text() + (Access.Value ? " := " + C.text(*Access.Value) : ""));
  llvm::sort(Found);
  return llvm::join(Found, ", ");
}

struct Case {
  std::string Body;
  std::string Expected;
};

/// Expects these accesses of member functions of a class.
void expectAccesses(const std::vector<Case> &Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "struct case" + std::to_string(I) +
            " { int n_; part part_; std::string s_; std::atomic<int> a_; std::optional<int> o_;"
            " std::unique_ptr<part> u_; std::vector<int> v_; int *p_;\n"
            "void test(int &given, const int &fixed, int copy) { " +
            Cases[I].Body + " } };\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(accessesIn(C, C.function("case" + std::to_string(I) + "::test")), Cases[I].Expected) << Cases[I].Body;
}

TEST(SharedAccesses, ReadOrOverwrite) {
  expectAccesses({
      {"take(n_);", "reads n_"},
      {"look(n_);", "reads n_"},
      {"if (n_ == 1) value();", "reads n_"},
      {"n_ = 1;", "overwrites n_ := 1"},
      {"n_ = value();", "overwrites n_ := value()"},
      {"n_ = n_ + 1;", "overwrites n_ := n_ + 1, reads n_"},
      {"s_ = \"text\";", "overwrites s_ := \"text\""},
      {"take(s_.size());", "reads s_"},
      {"part_.n = 1;", "overwrites part_.n := 1"},
      {"take(part_.look());", "reads part_"},
      {"a_.store(1);", "overwrites a_ := 1"},
      {"a_ = 1;", "overwrites a_ := 1"},
      {"take(a_.load());", "reads a_"},
      {"o_.emplace(1);", "overwrites o_ := 1"},
      {"o_.reset();", "overwrites o_"},
  });
}

TEST(SharedAccesses, BothInOneStepOrBySomebodyElse) {
  expectAccesses({
      {"++n_;", "other n_"},
      {"n_ += 1;", "other n_"},
      {"change(n_);", "other n_"},
      {"through(&n_);", "other n_"},
      {"part_.change();", "other part_"},
      {"a_.fetch_add(1);", "other a_"},
      {"v_.push_back(1);", "other v_"},
  });
}

TEST(SharedAccesses, OfWhatIsShared) {
  expectAccesses({
      {"take(global);", "reads global"},
      {"shared.n = 1;", "overwrites shared.n := 1"},
      {"given = 1;", "overwrites given := 1"},
      {"take(given);", "reads given"},
      {"take(fixed);", ""},
      {"copy = 1; take(copy);", ""},
      {"int own = 1; own = 2; take(own);", ""},
      {"auto &alias = part_.n; alias = 1;", "overwrites part_.n := 1"},
      {"static int once; once = 1;", "overwrites once := 1"},
      // Which element it is, the text does not say.
      {"v_[0] = 1;", "reads v_"},
  });
}

TEST(SharedAccesses, TellsObjectsApart) {
  Code C(std::string(Prelude) + "struct box { part a, b; void test() { a.n = 1; take(a.n); take(b.n); take(a.m); } };");
  const SharedAccesses All = sharedAccessesIn(C.function("box::test"), C.unit().models());
  std::vector<std::string> Names;
  for (const SharedObject &Object : All.Objects)
    Names.push_back(Object.Path.text());
  llvm::sort(Names);
  EXPECT_EQ(Names, (std::vector<std::string>{"a.m", "a.n", "b.n"}));
  EXPECT_EQ(All.Accesses.size(), 4u);
}

} // namespace
