#include "facts/locks/async-acquisition.h"
#include "facts/locks/semaphore-capacity.h"
#include "facts/types/async-lock.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::summaries::Assumption;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

constexpr char Prelude[] = R"(
#include <optional>
#include "zoo.h"
struct holder { holder(holder &&); ~holder(); };
struct returned { returned(); returned(returned &&); returned &operator=(returned &&); ~returned(); void return_all(); explicit operator bool() const; };
struct socket { socket(socket &&); ~socket(); int handle() const; void release(); };
template <class T> struct op { bool await_ready(); void await_suspend(std::coroutine_handle<>); T await_resume(); };
struct semaphore { explicit semaphore(unsigned count); op<returned> acquire(); op<returned> acquire(unsigned); };
struct rwlock { struct hold { hold(hold &&); ~hold(); }; op<hold> hold_read_lock(); op<hold> holdWriteLock(); };
struct door { op<holder> enter(); op<holder> lock(); op<socket> accept_lock(); };
op<returned> get_units(semaphore &, unsigned);
op<holder> name_of(const semaphore &);
unsigned number();
semaphore one{1}, four{4}, unknown{number()}; rwlock rw; door d;
struct pool {
  semaphore three{3}, told; pool() : told(1) {} explicit pool(int) : told(1) {}
  op<returned> plain() { return get_units(three, 3); }
  zoo::task<returned> awaited() { auto mine = co_await told.acquire(); co_return std::move(mine); }
} p;
)";

/// What awaiting \p Expression takes.
std::string takenBy(const std::string &Expression) {
  Code C(std::string(Prelude) + "zoo::task<> test() { auto l = " + Expression + "; co_return; }\n");
  const auto Taken = asyncAcquisition(*variableIn(C.function("test"), "l")->getInit(), ModelSet::builtin());
  if (!Taken)
    return "nothing";
  return Taken->Lock.Path.text() + (Taken->Lock.Shared ? " shared" : "") +
         (Taken->Lock.Assumes.contains(Assumption::OneHolder) ? " if one holder" : "") +
         (Taken->Lock.Assumes.contains(Assumption::NamedLikeLock) ? " if a lock" : "") +
         (Taken->TakenInside ? " inside" : "");
}

TEST(AsyncAcquisition, ByOperationsOfAnyName) {
  EXPECT_EQ(takenBy("co_await rw.holdWriteLock()"), "rw");
  EXPECT_EQ(takenBy("co_await rw.hold_read_lock()"), "rw shared");
  EXPECT_EQ(takenBy("co_await d.lock()"), "d if a lock");
  EXPECT_EQ(takenBy("co_await d.enter()"), "nothing");
  EXPECT_EQ(takenBy("co_await d.accept_lock()"), "nothing");
  EXPECT_EQ(takenBy("std::optional<returned>(co_await get_units(one, 1))"), "one");
  EXPECT_EQ(takenBy("co_await name_of(one)"), "nothing");
}

TEST(AsyncAcquisition, OfHowManyUnits) {
  EXPECT_EQ(takenBy("co_await one.acquire()"), "one");
  EXPECT_EQ(takenBy("co_await four.acquire(2)"), "four shared");
  EXPECT_EQ(takenBy("co_await four.acquire(3)"), "four");
  EXPECT_EQ(takenBy("co_await unknown.acquire()"), "unknown if one holder");
  EXPECT_EQ(takenBy("co_await get_units(four, number())"), "four if one holder");
  EXPECT_EQ(takenBy("co_await p.told.acquire()"), "p.told");
}

TEST(AsyncAcquisition, InHelpers) {
  EXPECT_EQ(takenBy("co_await p.plain()"), "p.three");
  EXPECT_EQ(takenBy("co_await p.awaited()"), "p.told inside");
}

TEST(LockWords, AreWholeWords) {
  EXPECT_TRUE(lockWordsIn("coScopedLock").Takes);
  EXPECT_TRUE(lockWordsIn("get_units").Takes);
  EXPECT_FALSE(lockWordsIn("block").Takes);
  EXPECT_FALSE(lockWordsIn("unlock").Takes);
  EXPECT_TRUE(lockWordsIn("unlock").GivesBack);
  EXPECT_TRUE(lockWordsIn("return_all").GivesBack);
  EXPECT_TRUE(lockWordsIn("tryAcquire").Tries);
}

} // namespace
