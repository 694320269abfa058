#include "facts/calls/escape.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "code.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;
using Kind = asynctidy::facts::Escape::Kind;

namespace {

std::string named(const Escape &Goes) {
  static constexpr llvm::StringLiteral Kinds[] = {"unknown", "awaited", "waited",   "dropped",
                                                  "named",   "stored",  "returned", "spawned"};
  std::string Told = Kinds[unsigned(Goes.What)].str();
  if (Goes.Into)
    Told += " " + Goes.Into->getNameAsString();
  if (Goes.Path)
    Told += " " + Goes.Path.text();
  return Told;
}

TEST(Escapes, OfWork) {
  const std::pair<std::string, std::string> Cases[] = {
      // where the task of the first call of work() goes
      {"co_await work();", "awaited"},
      {"co_await all(work(), tick());", "awaited"},
      {"(void)co_await std::move(work());", "awaited"},
      {"auto t = work();", "named t"},
      {"auto &&t = work();", "named t"},
      {"zoo::task<> t{work()};", "named t"},
      {"auto t = c() ? work() : tick();", "named t"},
      {"auto t = (c(), work());", "named t"},
      {"auto t = std::make_unique<zoo::task<>>(work());", "named t"},
      {"std::optional<zoo::task<>> t = work();", "named t"},
      {"auto t = all(work(), tick());", "named t"},
      {"zoo::task<> t; t = work();", "stored t"},
      {"std::vector<zoo::task<>> ts; ts.push_back(work());", "stored ts"},
      {"std::vector<zoo::task<>> ts; ts.emplace_back(work());", "stored ts"},
      {"std::map<int, zoo::task<>> ts; ts[1] = work();", "stored ts[...]"},
      {"kept.task = work();", "stored kept.task"},
      {"static auto t = work();", "stored t"},
      {"work();", "dropped"},
      {"(void)work();", "dropped"},
      {"work(), c();", "dropped"},
      {"async::spawn(work());", "spawned"},
      {"async::task_group g; g.spawn(work());", "spawned"},
      {"brigade g; g.hire(work());", "spawned"},
      {"gang g; g.add(work());", "spawned"},
      {"shelf s; s.put(work());", "unknown"},
      {"lender l; l.put(work());", "unknown"},
      {"cppcoro::sync_wait(work());", "waited"},
      {"runs_on(work());", "spawned"},
      {"spawns_it(work());", "spawned"},
      {"keeps(work());", "spawned"},
      {"waits_for(work());", "waited"},
      {"elsewhere_given(work());", "unknown"},
      {"ends(work());", "unknown"},
  };
  std::string Text = R"(
#include "lifetime.h"
zoo::task<> work();
struct keeper { zoo::task<> task; } kept;
inline zoo::detached runs_on(zoo::task<> t) { co_await t; }
inline void spawns_it(zoo::task<> t) { async::spawn(std::move(t)); }
inline void keeps(zoo::task<> t) { kept.task = std::move(t); }
inline void waits_for(zoo::task<> t) { cppcoro::sync_wait(std::move(t)); }
inline void ends(zoo::task<>) {}
void elsewhere_given(zoo::task<>);
struct brigade { void hire(zoo::task<>); zoo::task<> all_finished(); };
struct gang { template <class W> void add(W &&); zoo::task<> joinAsync(); };
struct shelf { void put(zoo::task<>); bool join(); };
struct lender { void put(const zoo::task<> &); zoo::task<> next(); };
)";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "() { " + Cases[I].first + "\n co_return; }\n";
  Text += "zoo::task<> returned() { return work(); }\nzoo::task<zoo::task<>> co_returned() { co_return work(); }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  auto DestinationIn = [&](llvm::StringRef Name) {
    const FunctionDecl &F = C.function(Name);
    const CallExpr *Work = nullptr;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (!Work && Callee && Callee->getDeclName().isIdentifier() && Callee->getName() == "work")
        Work = Call;
    });
    const Parents Up(writtenBody(F));
    return named(Escapes(Up, Unit).of(*Work));
  };
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(DestinationIn("test" + std::to_string(I)), Cases[I].second) << Cases[I].first;
  EXPECT_EQ(DestinationIn("returned"), "returned");
  EXPECT_EQ(DestinationIn("co_returned"), "returned");
}

TEST(Escapes, OfMemberInitializers) {
  Code C("#include \"lifetime.h\"\nzoo::task<> work(); int run(zoo::task<>);\n"
         "struct keeper { keeper() : task(work()) {} keeper(int) : task(), number(run(work())) {}\n"
         "zoo::task<> task; int number = 0; };");
  std::string Told;
  for (const CXXConstructorDecl *Constructor : C.record("keeper").ctors())
    if (Constructor->isUserProvided()) {
      const Parents Up(*Constructor);
      forEachEvaluatedIn(*Constructor, [&](const Stmt &S) {
        const auto *Call = dyn_cast<CallExpr>(&S);
        if (Call && Call->getNumArgs() == 0 && Call->getDirectCallee()) {
          const Escape Goes = Escapes(Up, C.unit()).of(*Call);
          Told += named(Goes) + (Goes.Taker ? " taken, " : ", ");
        }
      });
    }
  EXPECT_EQ(Told, "stored task, unknown taken, ");
}

TEST(Escapes, OfMentions) {
  const std::pair<std::string, std::string> Cases[] = {
      // what the last mention of a parameter `t` or `ts` does
      {"co_await t;", "awaited"},
      {"co_await std::move(t);", "awaited"},
      {"auto u = std::move(t);", "named u"},
      {"ts.push_back(tick());", "stored ts"},
      {"co_await ts[0];", "awaited"},
      {"async::spawn(std::move(t));", "spawned"},
      {"use(t.valid());", "unknown"},
      {"t.valid();", "unknown"},
      {"if (t) use(1);", "unknown"},
      {"co_await pair.first;", "awaited"},
      {"use(pair.second);", "unknown"},
  };
  std::string Text = "#include \"lifetime.h\"\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<> test" + std::to_string(I) +
            "(zoo::task<> t, std::vector<zoo::task<>> ts, std::pair<zoo::task<>, int> pair) { " + Cases[I].first +
            "\n co_return; }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    const DeclRefExpr *Name = nullptr;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Each = dyn_cast<DeclRefExpr>(&S);
      if (Each && isa<ParmVarDecl>(Each->getDecl()))
        Name = Each;
    });
    ASSERT_TRUE(Name) << Cases[I].first;
    const Parents Up(writtenBody(F));
    EXPECT_EQ(named(Escapes(Up, Unit).ofMention(*Name)), Cases[I].second) << Cases[I].first;
  }
}

} // namespace
