#include "facts/types/lockable.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include "zoo.h"
struct own_lock { void lock(); void unlock(); bool try_lock(); };
struct null_lock { void lock() {} void unlock() {} bool try_lock() { return true; } };
struct [[clang::capability("mutex")]] annotated { void Lock(); };
struct async_lock {
  struct op { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
  op lock(); void unlock();
};
struct document { void lock(); };
struct counts_owner {
  std::thread::id owner; int times = 0; void lock(); void unlock();
  bool try_lock() {
    if (owner == std::this_thread::get_id()) { ++times; return true; }
    if (owner == std::thread::id()) { owner = std::this_thread::get_id(); return true; }
    return false;
  }
};
struct counts_atomically {
  std::atomic<void *> owner; std::atomic<int> times; void lock(); void unlock();
  bool try_lock(void *caller) {
    void *old = owner.load();
    if (old == nullptr) { owner.store(caller); times.fetch_add(1); return true; }
    if (old == caller) { times.fetch_add(1); return true; }
    return false;
  }
};
struct counts_locks {
  std::thread::id owner; int times = 0; void lock(); void unlock();
  bool try_lock() {
    if (owner == std::thread::id()) { owner = std::this_thread::get_id(); ++times; return true; }
    return false;
  }
};
struct counts_waiters {
  void *owner = nullptr; int waiting = 0; void lock(); void unlock();
  bool try_lock(void *who) {
    if (owner == nullptr) { owner = who; ++waiting; return true; }
    return owner == who;
  }
};
struct recursive_inside { std::recursive_mutex m; void lock() { m.lock(); } void unlock() { m.unlock(); } };
)";

TEST(Lockable, Kinds) {
  Code C(std::string(Prelude) + R"(
using standard = std::mutex; using shared = std::shared_mutex; using own = own_lock; using attribute = annotated;
using reference = std::mutex &; using pointer = std::mutex *;
using for_tasks = async_lock; using giving_guards = zoo::mutex;
using guard = std::lock_guard<std::mutex>; using null = null_lock; using only_locks = document; using number = int;
void complete(guard &);
)");
  const ModelSet &Models = ModelSet::builtin();
  for (const char *Name : {"standard", "shared", "own", "attribute", "reference", "pointer"})
    EXPECT_EQ(lockableKind(C.type(Name), Models), LockKind::Thread) << Name;
  for (const char *Name : {"for_tasks", "giving_guards"})
    EXPECT_EQ(lockableKind(C.type(Name), Models), LockKind::Async) << Name;
  for (const char *Name : {"guard", "null", "only_locks", "number"})
    EXPECT_EQ(lockableKind(C.type(Name), Models), std::nullopt) << Name;
}

TEST(Lockable, ThatTheirHolderMayTakeAgain) {
  Code C(std::string(Prelude) +
         "using again = std::recursive_mutex; using once = std::mutex; using inside = recursive_inside;"
         "using counts = counts_owner; using atomically = counts_atomically; using one = counts_waiters; using locks = "
         "counts_locks;");
  EXPECT_TRUE(isRecursiveLock(C.type("again"), ModelSet::builtin()));
  EXPECT_TRUE(isRecursiveLock(C.type("inside"), ModelSet::builtin()));
  EXPECT_TRUE(isRecursiveLock(C.type("counts"), ModelSet::builtin()));
  EXPECT_TRUE(isRecursiveLock(C.type("atomically"), ModelSet::builtin()));
  EXPECT_FALSE(isRecursiveLock(C.type("one"), ModelSet::builtin()));
  EXPECT_FALSE(isRecursiveLock(C.type("locks"), ModelSet::builtin()));
  EXPECT_FALSE(isRecursiveLock(C.type("once"), ModelSet::builtin()));
}

TEST(Lockable, Guards) {
  Code C(std::string(Prelude) + R"(
struct monitor { std::unique_lock<std::mutex> lock; }; struct derived : monitor {}; struct plain { std::mutex m; };
using plain_guard = std::lock_guard<std::mutex>; using unique = std::unique_lock<std::mutex>;
using reading = std::shared_lock<std::shared_mutex>; using writing = std::unique_lock<std::shared_mutex>;
using member = monitor; using of_base = derived; using perhaps = std::optional<std::lock_guard<std::mutex>>;
using owned = std::unique_ptr<std::lock_guard<std::mutex>>; using of_task = zoo::guard;
using reference = std::lock_guard<std::mutex> &; using lock = std::mutex; using with_lock = plain;
plain_guard *a; unique b; reading c; writing d; perhaps e; owned f;
)");
  const std::pair<const char *, const char *> Cases[] = {
      {"plain_guard", "thread"}, {"unique", "thread"}, {"reading", "thread shared"},
      {"writing", "thread"},     {"member", "thread"}, {"of_base", "thread"},
      {"perhaps", "thread"},     {"owned", "thread"},  {"of_task", "async"},
      {"reference", ""},         {"lock", ""},         {"with_lock", ""},
  };
  for (const auto &[Name, Expected] : Cases) {
    const auto Shape = guardShape(C.type(Name), ModelSet::builtin());
    const std::string Told =
        !Shape ? ""
               : std::string(Shape->Holds == LockKind::Thread ? "thread" : "async") + (Shape->Shared ? " shared" : "");
    EXPECT_EQ(Told, Expected) << Name;
  }
}

TEST(Lockable, WhatMayWait) {
  Code C(R"(
void hidden(); [[noreturn]] void die();
void empty() {} void counts() { static int n; ++n; } void dies() { die(); }
void loops() { for (;;) {} } void calls() { hidden(); }
)");
  for (const char *Name : {"hidden", "loops", "calls"})
    EXPECT_TRUE(mayWait(C.function(Name))) << Name;
  for (const char *Name : {"empty", "counts", "dies"})
    EXPECT_FALSE(mayWait(C.function(Name))) << Name;
}

} // namespace
