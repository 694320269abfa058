#include "facts/aliases/container-borrows.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

using Form = ContainerBorrow::Form;

constexpr char Prelude[] = R"(
#include <algorithm>
#include <deque>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "zoo.h"
bool c();
struct item { int n; std::vector<int> parts; };
std::vector<int> global;
)";

/// A class whose coroutine run() has this body.
std::string server(const std::string &Name, const std::string &Body) {
  return "struct " + Name + R"( {
  zoo::task<> run(std::vector<int> &given, std::vector<int> value, const std::vector<int> &fixed, item *other) { )" +
         Body + R"( co_return; }
  std::vector<int> v; std::map<int, int> m; std::unordered_map<int, int> h; std::list<int> l; std::deque<int> d;
  std::string s; std::vector<item> items; std::vector<std::vector<int>> nested; std::vector<int *> pointers;
  std::vector<std::unique_ptr<item>> owned; std::vector<std::string> names; std::optional<int> maybe; item one;
};
)";
}

std::string described(const std::optional<ContainerBorrow> &Borrow) {
  if (!Borrow)
    return "";
  constexpr const char *Forms[] = {"reference", "pointer", "iterator", "view"};
  return std::string(Forms[static_cast<unsigned>(Borrow->As)]) + " " + Borrow->From.Path.text() +
         (Borrow->IsOfObject ? " object"
          : Borrow->IsStable ? " stable"
                             : "") +
         (Borrow->Assumes.empty() ? "" : " assumed");
}

/// What the variable `x` of \p F refers into.
std::string borrowIn(const FunctionDecl &F) {
  ContainerBorrows Borrows(F, ModelSet::builtin());
  const VarDecl *X = variableIn(F, "x");
  return X ? described(Borrows.borrowOf(*X)) : "no x";
}

/// Expects that the `x` of each body refers into what stands beside it.
void expectBorrows(llvm::ArrayRef<std::pair<const char *, const char *>> Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += server("case" + std::to_string(I), Cases[I].first);
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(borrowIn(C.function("case" + std::to_string(I) + "::run")), Cases[I].second) << Cases[I].first;
}

TEST(ContainerBorrows, References) {
  expectBorrows({
      {"auto &x = v.back();", "reference v"},
      {"auto &x = v[0];", "reference v"},
      {"const auto &x = v.at(0);", "reference v"},
      {"auto &x = *v.begin();", "reference v"},
      {"auto &x = v.emplace_back(1);", "reference v"},
      {"auto &&x = std::move(v.front());", "reference v"},
      {"auto &x = static_cast<int &>(v[0]);", "reference v"},
      {"auto &x = items[0].n;", "reference items"},
      {"auto &x = items.begin()->n;", "reference items"},
      {"auto &x = c() ? v.back() : one.n;", "reference v"},
      {"auto &[x, y] = items[0];", "no x"}, // the variable has no name of its own
      {"auto x = v.back();", ""},
      {"const int &x = v.back() + 1;", ""},
      {"auto &x = v;", ""},
      {"auto &x = one.n;", ""},
      {"auto &x = *maybe;", "reference maybe object"},
      {"auto &x = *pointers[0];", ""},
  });
}

TEST(ContainerBorrows, ThroughHelpersOfTheObject) {
  Code C(std::string(Prelude) + R"(
struct server {
  zoo::task<> found() { auto *x = look_up(1); co_return; }
  zoo::task<> element() { auto &x = at(1); co_return; }
  zoo::task<> position() { auto x = first(); co_return; }
  zoo::task<> text() { std::string_view x = name(); co_return; }
  zoo::task<> whole() { auto &x = all(); co_return; }
  zoo::task<> fixed() { std::string_view x = literal(); co_return; }
  zoo::task<> overridden() { auto *x = any(1); co_return; }
  zoo::task<> circle() { auto *x = round(); co_return; }
  item *look_up(int k) { auto it = m.find(k); return it == m.end() ? nullptr : &it->second; }
  item &at(int k) { if (c()) return items[k]; return items.back(); }
  std::vector<item>::iterator first() { return items.begin(); }
  std::string_view name() const { return s; }
  std::vector<item> &all() { return items; }
  std::string_view literal() const { return "x"; }
  virtual item *any(int k) { return &items[k]; }
  item *round() { return round(); }
  std::map<int, item> m; std::vector<item> items; std::string s;
};
)");
  const std::pair<const char *, const char *> Cases[] = {
      {"found", "pointer m stable"},
      {"element", "reference items"},
      {"position", "iterator items"},
      {"text", "view s"},
      {"whole", ""},
      {"fixed", ""},
      {"overridden", ""},
      {"circle", ""},
  };
  for (const auto &[Name, Expected] : Cases)
    EXPECT_EQ(borrowIn(C.function(std::string("server::") + Name)), Expected) << Name;
}

TEST(ContainerBorrows, Pointers) {
  expectBorrows({
      {"auto *x = &v.back();", "pointer v"},
      {"const int *x = &v[0];", "pointer v"},
      {"auto *x = v.data();", "pointer v"},
      {"auto *x = v.data() + 1;", "pointer v"},
      {"auto *x = s.c_str();", "pointer s"},
      {"auto *x = &items[0].n;", "pointer items"},
      {"auto *x = c() ? &v.back() : nullptr;", "pointer v"},
      {"auto *x = const_cast<int *>(&v[0]);", "pointer v"},
      {"auto *x = pointers[0];", ""}, // a value of its own
      {"auto *x = &one;", ""},
      {"int *x = nullptr;", ""},
  });
}

TEST(ContainerBorrows, Iterators) {
  expectBorrows({
      {"auto x = v.begin();", "iterator v"},
      {"std::vector<int>::const_iterator x = v.begin();", "iterator v"},
      {"auto x = v.begin() + 1;", "iterator v"},
      {"auto x = std::begin(v);", "iterator v"},
      {"auto x = std::next(v.begin());", "iterator v"},
      {"auto x = std::find(v.begin(), v.end(), 1);", "iterator v"},
      {"auto x = s.begin();", "iterator s"},
      {"auto x = m.insert({1, 2});", "iterator m stable"},
      {"auto x = m.insert({1, 2}).first;", "iterator m stable"},
      {"auto x = m.insert({1, 2}).second;", ""},
      {"std::vector<int>::iterator x;", ""},
  });
}

TEST(ContainerBorrows, Views) {
  expectBorrows({
      {"std::string_view x = s;", "view s"},
      {"std::string_view x(s);", "view s"},
      {"auto x = std::string_view(s);", "view s"},
      {"auto x = std::string_view(s).substr(1);", "view s"},
      {"std::string_view x(s.data(), 1);", "view s"},
      {"std::span<int> x = v;", "view v"},
      {"std::span<int> x(v.begin(), v.end());", "view v"},
      {"auto x = std::span<int>(v).first(1);", "view v"},
      {"std::string_view x = names[0];", "view names[...]"},
      {"std::string_view x = \"text\";", ""},
      {"std::string x = s;", ""},
      {"auto x = s.substr(1);", ""},
  });
}

TEST(ContainerBorrows, StableWhereOnlyTheElementsRemovalEndsThem) {
  expectBorrows({
      {"auto &x = m[1];", "reference m stable"},
      {"auto *x = &m.at(1);", "pointer m stable"},
      {"auto x = m.find(1);", "iterator m stable"},
      {"auto &x = m.find(1)->second;", "reference m stable"},
      {"auto &x = l.front();", "reference l stable"},
      {"auto x = l.begin();", "iterator l stable"},
      {"auto &x = d.back();", "reference d stable"},
      {"auto x = d.begin();", "iterator d"},
      {"auto &x = h[1];", "reference h stable"},
      {"auto x = h.find(1);", "iterator h"},
      {"auto &x = h.find(1)->second;", "reference h stable"},
      // What an element owns elsewhere stays where it is when the element moves.
      {"auto &x = *owned[0];", "reference owned stable"},
      {"auto &x = owned[0]->n;", "reference owned stable"},
      {"auto *x = owned[0].get();", "pointer owned stable"},
      {"auto &x = owned[0];", "reference owned"},
  });
}

TEST(ContainerBorrows, ThroughOtherVariables) {
  expectBorrows({
      {"auto &alias = v; auto &x = alias.back();", "reference v"},
      {"auto *const alias = &v; auto &x = alias->back();", "reference v"},
      {"auto &first = v.back(); auto &x = first;", "reference v"},
      {"auto &first = v.back(); auto *x = &first;", "pointer v"},
      {"auto *first = &v.back(); auto &x = *first;", "reference v"},
      {"auto *first = &items[0]; auto *x = &first->n;", "pointer items"},
      {"auto it = v.begin(); auto &x = *it;", "reference v"},
      {"auto it = v.begin(); auto *x = &*it;", "pointer v"},
      {"auto it = v.begin(); auto x = it + 1;", "iterator v"},
      {"auto it = h.find(1); auto &x = it->second;", "reference h stable"},
      {"std::string_view all = s; auto x = all.substr(1);", "view s"},
      {"auto done = m.insert({1, 2}); auto x = done.first;", "iterator m stable"},
      {"auto [it, isNew] = m.insert({1, 2}); auto &x = it->second;", "reference m stable"},
      {"int copy = v.back(); auto &x = copy;", ""},
      {"auto copy = v; auto &x = copy.back();", ""},
  });
}

TEST(ContainerBorrows, OfContainersInContainers) {
  expectBorrows({
      {"auto &x = nested[0];", "reference nested"},
      {"auto &x = nested[0][1];", "reference nested[...]"},
      {"auto &x = items[0].parts[1];", "reference items[...].parts"},
      {"auto &row = nested[0]; auto &x = row[1];", "reference nested[...]"},
      {"auto &x = one.parts[0];", "reference one.parts"},
  });
}

TEST(ContainerBorrows, OnlyOfWhatOthersCanChange) {
  expectBorrows({
      {"auto &x = global.back();", "reference global"},
      {"static std::vector<int> once; auto &x = once.back();", "reference once"},
      {"auto &x = given.back();", "reference given"},
      {"auto &x = other->parts.back();", "reference other.parts"},
      {"auto &x = value.back();", ""},
      {"auto &x = fixed.back();", ""},
      {"std::vector<int> own; auto &x = own.back();", ""},
      {"std::string own; std::string_view x = own;", ""},
  });
}

TEST(ContainerBorrows, OfWhatIsAssigned) {
  Code C(Prelude + server("box", "int *x = nullptr; x = &v[0]; std::string_view y; y = s; x = &one.n;"));
  const FunctionDecl &F = C.function("box::run");
  ContainerBorrows Borrows(F, ModelSet::builtin());
  std::vector<std::string> Found;
  for (const auto *Assignment : allIn<BinaryOperator>(F))
    Found.push_back(described(Borrows.borrowOf(*variableIn(F, "x"), Assignment->getRHS())));
  for (const auto *Assignment : allIn<CXXOperatorCallExpr>(F))
    if (Assignment->isAssignmentOp())
      Found.push_back(described(Borrows.borrowOf(*variableIn(F, "y"), Assignment->getArg(1))));
  EXPECT_EQ(Found, (std::vector<std::string>{"pointer v", "", "view s"}));
}

TEST(ContainerBorrows, SayWhichContainer) {
  Code C(Prelude + server("box", "auto &x = v.back(); auto &y = items[0].parts[1];"));
  const FunctionDecl &F = C.function("box::run");
  ContainerBorrows Borrows(F, ModelSet::builtin());
  const auto X = Borrows.borrowOf(*variableIn(F, "x")), Y = Borrows.borrowOf(*variableIn(F, "y"));
  ASSERT_TRUE(X && Y);
  EXPECT_EQ(X->From.What, SharedObject::Kind::Member);
  EXPECT_EQ(X->From.Declared->getNameAsString(), "v");
  EXPECT_EQ(X->From.Type.getAsString(), "std::vector<int>");
  EXPECT_EQ(Y->From.Declared->getNameAsString(), "parts");
}

/// A class whose coroutine run() has this body, with members that are no containers.
std::string owner(const std::string &Name, const std::string &Body) {
  return "struct " + Name + R"( {
  zoo::task<> run(cluster &given) { )" +
         Body + R"( co_return; }
  cluster all; std::unique_ptr<cluster> one; std::shared_ptr<cluster> shared; std::optional<item> maybe; cluster *raw;
};
)";
}

TEST(ContainerBorrows, OfObjectsThatMayBeReplaced) {
  const std::pair<const char *, const char *> Cases[] = {
      {"auto *x = all.find(1);", "pointer all object"},
      {"auto &x = all.get(1);", "reference all object"},
      {"auto &x = *all.find(1);", "reference all object"},
      {"auto *y = all.find(1); auto &x = *y;", "reference all object"},
      {"auto &x = all.find(1)->parts;", "reference all object"},
      {"auto *x = all.guessed(1);", "pointer all object assumed"},
      {"auto &x = all.seen();", "reference all.items stable"},
      {"auto *x = one->find(1);", "pointer one object"},
      {"auto &x = *one;", "reference one object"},
      {"auto *x = one.get();", "pointer one object"},
      {"auto &x = one->name;", "reference one object"},
      {"auto &x = shared->name;", "reference shared object assumed"},
      {"auto keep = shared; auto &x = shared->name;", ""},
      {"auto keep = shared; auto &x = keep->name;", ""},
      {"auto &x = maybe->n;", "reference maybe object"},
      {"auto &x = all;", ""},
      {"auto &x = all.name;", ""},
      {"auto &x = all.name_of();", ""},
      {"auto &x = all.own_name();", ""},
      {"auto &x = raw->get(1);", ""},
      {"auto x = all.get(1);", ""},
  };
  std::string Text = std::string(Prelude) + R"(
struct cluster {
  std::map<int, item> items; std::string name;
  item *find(int); const item &get(int) const; std::string *guessed(int);
  item &seen() { return items.begin()->second; }
  const std::string &name_of() const; const std::string &own_name() const { return name; }
};
)";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += owner("case" + std::to_string(I), Cases[I].first);
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(borrowIn(C.function("case" + std::to_string(I) + "::run")), Cases[I].second) << Cases[I].first;
}

} // namespace
