#include "facts/aliases/access-step.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
struct pair_of { int first; int array[2]; static int shared; };
struct test_ {
  int own;
  template <class T> static void use(T &&);
  template <class T> static void keep(T);
  int any(int &);
  void test(int n, int *p, pair_of whole, pair_of *held, std::vector<int> c, std::vector<int> *cp, std::string text,
            std::string_view view, std::optional<int> o, std::unique_ptr<int> u, std::reference_wrapper<int> w,
            std::map<int, int> m, std::vector<int>::iterator it, std::reference_wrapper<std::string> ws) { )";

/// The steps from \p E on, outermost first.
std::string stepsFrom(const Expr *E) {
  std::string Found;
  for (;;) {
    const AccessStep Step = accessStep(E);
    switch (Step.Does) {
    case AccessStep::Kind::Computed:
      return Found + "computed";
    case AccessStep::Kind::Same:
      break;
    case AccessStep::Kind::Temporary:
      Found += "temporary ";
      break;
    case AccessStep::Kind::Copy:
      Found += "copy ";
      break;
    case AccessStep::Kind::Choice:
      return Found + "choice";
    case AccessStep::Kind::This:
      return Found + "this";
    case AccessStep::Kind::Name:
      return Found + Step.Declared->getNameAsString();
    case AccessStep::Kind::Member:
      Found += "." + Step.Declared->getNameAsString() + " ";
      break;
    case AccessStep::Kind::Address:
      Found += "address ";
      break;
    case AccessStep::Kind::Pointee:
      Found += "pointee ";
      break;
    case AccessStep::Kind::Element:
      Found += "element ";
      break;
    case AccessStep::Kind::Into:
      Found += "into ";
      break;
    }
    Found += Step.ThroughPointer ? "through " : "";
    E = Step.Of;
  }
}

using Case = std::pair<const char *, const char *>;

/// Each case is a call and the steps from its argument on.
void expectSteps(llvm::ArrayRef<Case> Cases) {
  std::string Text = Prelude;
  for (const auto &[Call, Steps] : Cases)
    Text += std::string(Call) + ";\n";
  Code C(Text + "}\n};\n");
  const auto *Body = cast<CompoundStmt>(C.function("test_::test").getBody());
  ASSERT_EQ(Body->size(), Cases.size());
  for (const auto &[Statement, Expected] : llvm::zip(Body->body(), Cases)) {
    const auto *Call = cast<CallExpr>(cast<Expr>(Statement)->IgnoreImplicit());
    EXPECT_EQ(stepsFrom(Call->getArg(0)), Expected.second) << Expected.first;
  }
}

TEST(AccessStep, NamesAndParts) {
  expectSteps({
      {"use(n)", "n"},
      {"use(own)", ".own through this"},
      {"use(whole.first)", ".first whole"},
      {"use(held->first)", ".first through held"},
      {"use(whole.shared)", "shared"},
      {"use(whole.array[1])", "element .array whole"},
      {"use(p[1])", "element p"},
  });
}

TEST(AccessStep, PointersAndWhatActsAsOne) {
  expectSteps({
      {"use(*p)", "pointee p"},
      {"keep(&n)", "address n"},
      {"keep(std::addressof(n))", "address n"},
      {"keep(std::ref(n))", "address n"},
      {"use(*u)", "pointee u"},
      {"keep(u.get())", "pointee u"},
      {"use(*o)", "pointee o"},
      {"use(o.value())", "pointee o"},
      {"use(w.get())", "pointee w"},
      {"use(*it)", "pointee it"},
      {"any(w)", "pointee w"}, // converted to a reference
  });
}

TEST(AccessStep, IntoContainersAndViews) {
  expectSteps({
      {"use(c[0])", "element c"},
      {"use(c.front())", "element c"},
      {"use(cp->at(0))", "element through cp"},
      {"use(m[0])", "element m"},
      {"use(c.emplace_back(1))", "element c"},
      {"keep(c.data())", "into c"},
      {"keep(cp->begin())", "into through cp"},
      {"keep(m.find(0))", "into m"},
      {"keep(m.insert({0, 0}).first)", "copy .first temporary into m"},
      {"keep(std::begin(c))", "into c"},
      {"keep(it + 1)", "into it"},
      {"keep(std::next(it))", "into copy it"},
      {"keep(p + 1)", "into p"},
      {"keep(1 + p)", "into p"},
      {"keep<int *>(whole.array)", "into .array whole"},
      {"keep(view.substr(1))", "into view"},
      {"keep<std::string_view>(text)", "into text"},
  });
}

TEST(AccessStep, TheSameUnderAnotherName) {
  expectSteps({
      {"use((n))", "n"},
      {"use(std::move(whole))", "whole"},
      {"use(std::as_const(whole))", "whole"},
      {"use(static_cast<const int &>(n))", "n"},
      {"use(whole = {})", "whole"},
      {"use(n = 1)", "n"},
      {"use(++n)", "n"},
      {"use((n, *p))", "pointee p"},
  });
}

TEST(AccessStep, OtherObjects) {
  expectSteps({
      {"keep(whole)", "copy whole"},
      {"use(pair_of(whole))", "temporary copy whole"},
      {"use(n ? whole : *held)", "choice"},
      {"use(text + text)", "temporary computed"},
      {"keep(text.substr(1))", "computed"}, // a string owns its characters
      {"keep(n + 1)", "computed"},
      {"use(test_().any(n))", "temporary computed"},
  });
}

} // namespace
