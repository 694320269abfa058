#include "facts/locks/guarded-objects.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <mutex>
#include "zoo.h"
struct [[clang::capability("mutex")]] Mutex { void lock(); void unlock(); };
zoo::job step(); zoo::job other(); void at(int &);
Mutex global; int shared __attribute__((guarded_by(global)));
struct part { int inner; Mutex own; int by_own __attribute__((guarded_by(own))); };
struct box {
  Mutex a, b;
  int by_a __attribute__((guarded_by(a)));
  int *to_a __attribute__((pt_guarded_by(a)));
  int by_global __attribute__((guarded_by(global)));
  int free;
  part part_ __attribute__((guarded_by(b)));
  void set_by_a() { std::lock_guard l(a); by_a = 1; }
  void set_free() { free = 1; }
  zoo::job test();
};
)";

/// What at() is given in the member coroutine with the body \p Body.
struct Reading {
  Code C;
  const FunctionDecl &F = C.function("box::test");
  std::optional<SharedObject> Object = sharedObject(callsIn(F, "at").front()->getArg(0), F);

  explicit Reading(const std::string &Body) : C(Prelude + ("zoo::job box::test() { " + Body + " co_return; }")) {}

  std::string guards() const {
    std::vector<std::string> Found;
    for (const AccessPath &Guard : declaredGuardsOf(*Object))
      Found.push_back(Guard.text());
    return llvm::join(Found, ", ");
  }
  std::string suspensions() const {
    const auto Found = suspensionsOfGuarded(*Object, F, C.unit());
    if (!Found)
      return "any lock";
    std::vector<std::string> Awaits;
    for (const CoawaitExpr *Await : Found->all())
      Awaits.push_back(C.text(*Await));
    return llvm::join(Awaits, ", ");
  }
};

TEST(GuardedObjects, TheirLocks) {
  const std::pair<const char *, const char *> Cases[] = {
      {"by_a", "a"}, {"*to_a", "a"},       {"by_global", "global"},          {"shared", "global"},
      {"free", ""},  {"part_.inner", "b"}, {"part_.by_own", "b, part_.own"},
  };
  for (const auto &[Named, Expected] : Cases)
    EXPECT_EQ(Reading(std::string("at(") + Named + ");").guards(), Expected) << Named;
}

TEST(GuardedObjects, OnlyTheirLockProtects) {
  EXPECT_EQ(Reading("std::lock_guard l(a); at(by_a); co_await step();").suspensions(), "");
  EXPECT_EQ(Reading("std::lock_guard l(b); at(by_a); co_await step();").suspensions(), "co_await step()");
  EXPECT_EQ(Reading("{ std::lock_guard l(b); at(by_a); co_await step(); } co_await other();").suspensions(),
            "co_await step(), co_await other()");
  EXPECT_EQ(Reading("std::lock_guard l(b); at(free); co_await step();").suspensions(), "any lock");
}

TEST(GuardedObjects, OrALockThatAllWritersTake) {
  EXPECT_EQ(Reading("std::lock_guard l(b); at(by_global); co_await step();").suspensions(), "")
      << "this function alone changes it";
}

TEST(GuardedObjects, ButNotThatOfAnotherObject) {
  EXPECT_EQ(Reading("box other_box; std::lock_guard l(other_box.a); at(by_a); co_await step();").suspensions(),
            "co_await step()");
}

} // namespace
