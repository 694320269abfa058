#include "facts/types/work.h"

#include "code.h"
#include "facts/types/ended-work.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using asynctidy::unit::modelsWith;

namespace {

/// "task lazy owns".
std::string work(const Code &C, llvm::StringRef Type, const ModelSet &Models = ModelSet::builtin()) {
  const Work Found = workOf(C.type(Type), Models);
  std::string Words = Found.Kind == WorkKind::None        ? "none"
                      : Found.Kind == WorkKind::Task      ? "task"
                      : Found.Kind == WorkKind::Generator ? "generator"
                                                          : "awaitable";
  if (!Found)
    return Words;
  Words += Found.Begins == Start::Lazy ? " lazy" : Found.Begins == Start::Eager ? " eager" : "";
  Words += Found.Owner == FrameOwner::Owns ? " owns" : Found.Owner == FrameOwner::Leaves ? " leaves" : "";
  return Words;
}

constexpr char CallsOnly[] = R"(
#include "zoo.h"
zoo::task<int> task();
zoo::task<> task_of_void();
zoo::job job();
zoo::hot<int> hot();
zoo::started started();
zoo::detached detached();
zoo::generator<int> generator();
zoo::runner runner();
zoo::future<int> future();
zoo::picky picky();
zoo::operation operation();
zoo::lock_operation lock();
zoo::guard guard();
zoo::mutex mutex();
void caller() {
  task(); task_of_void(); job(); hot(); started(); detached(); generator(); runner(); (void)future(); picky();
  operation(); lock(); guard(); mutex();
}
)";

TEST(WorkOf, TheZooInAFileThatOnlyCalls) {
  Code C(CallsOnly);
  EXPECT_EQ(work(C, "task"), "task lazy owns");
  EXPECT_EQ(work(C, "task_of_void"), "task lazy owns");
  EXPECT_EQ(work(C, "job"), "task lazy owns");
  EXPECT_EQ(work(C, "hot"), "task eager owns");
  EXPECT_EQ(work(C, "started"), "task eager leaves");
  EXPECT_EQ(work(C, "detached"), "none");
  EXPECT_EQ(work(C, "generator"), "generator lazy owns");
  EXPECT_EQ(work(C, "runner"), "task lazy owns");
  EXPECT_EQ(work(C, "future"), "task eager");
  EXPECT_EQ(work(C, "picky"), "task lazy owns");
  EXPECT_EQ(work(C, "operation"), "awaitable");
  EXPECT_EQ(work(C, "lock"), "awaitable");
  EXPECT_EQ(work(C, "guard"), "none");
  EXPECT_EQ(work(C, "mutex"), "none");
}

TEST(WorkOf, TheSameWhereCoroutinesAreDefined) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> task() { co_return co_await zoo::read(); }
zoo::job job() { co_return; }
zoo::hot<int> hot() { co_return 1; }
zoo::started started() { co_return; }
zoo::detached detached() { co_return; }
zoo::generator<int> generator() { co_yield 1; }
zoo::future<int> future() { co_return 1; }
)");
  EXPECT_EQ(work(C, "task"), "task lazy owns");
  EXPECT_EQ(work(C, "job"), "task lazy owns");
  EXPECT_EQ(work(C, "hot"), "task eager owns");
  EXPECT_EQ(work(C, "started"), "task eager leaves");
  EXPECT_EQ(work(C, "detached"), "none");
  EXPECT_EQ(work(C, "generator"), "generator lazy owns");
  EXPECT_EQ(work(C, "future"), "task eager");
}

TEST(WorkOf, ReferencesAndConstAreLookedThroughPointersAreNot) {
  Code C(R"(
#include "zoo.h"
using Reference = const zoo::job &;
using Moved = zoo::job &&;
using Pointer = zoo::job *;
using Array = zoo::job[2];
using Int = int;
using Nothing = void;
using Handle = std::coroutine_handle<zoo::job::promise_type>;
using Promise = zoo::job::promise_type;
)");
  EXPECT_EQ(work(C, "Reference"), "task lazy owns");
  EXPECT_EQ(work(C, "Moved"), "task lazy owns");
  for (const char *Type : {"Pointer", "Array", "Int", "Nothing", "Handle", "Promise"})
    EXPECT_EQ(work(C, Type), "none") << Type;
}

TEST(WorkOf, ADependentTaskIsOneToo) {
  Code C(R"(
#include "zoo.h"
template <class T> zoo::task<T> generic();
template <class T> T any();
)");
  EXPECT_EQ(work(C, "generic"), "task lazy owns");
  EXPECT_EQ(work(C, "any"), "none");
}

TEST(WorkOf, AwaitersThatNeverSuspendAreNone) {
  Code C(R"(
#include <coroutine>
struct ready { bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>); int await_resume(); };
struct waits { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>); int await_resume(); };
using Ready = ready; using Waits = waits; using Always = std::suspend_always; using Never = std::suspend_never;
)");
  EXPECT_EQ(work(C, "Ready"), "none");
  EXPECT_EQ(work(C, "Waits"), "awaitable");
  EXPECT_EQ(work(C, "Always"), "awaitable");
  EXPECT_EQ(work(C, "Never"), "none");
}

TEST(WorkOf, WhatOnlySomebodyElseAwaitsIsNone) {
  Code C(R"(
#include <chrono>
#include <coroutine>
struct awaiter { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>);
  void await_resume(); };
template <class R, class P> awaiter operator co_await(std::chrono::duration<R, P>);
using Duration = std::chrono::seconds;
)");
  EXPECT_EQ(work(C, "Duration"), "none");
}

TEST(WorkOf, ADetachedTypeMayBeAwaitedBySomebodyElseOnly) {
  Code C(R"(
#include "zoo.h"
struct awaiter { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>);
  void await_resume(); };
awaiter operator co_await(zoo::detached);
zoo::detached f();
)");
  EXPECT_EQ(work(C, "f"), "none");
}

TEST(WorkOf, SendersSayThatTheyAreSenders) {
  Code C(R"(
struct sender_t {};
struct sender { using sender_concept = sender_t; };
template <class S> struct base { using sender_concept = sender_t; };
template <class S> struct adapted : base<S> {};
struct receiver { using receiver_concept = sender_t; };
sender f(); adapted<sender> g(); receiver h();
)");
  EXPECT_EQ(work(C, "f"), "awaitable lazy");
  EXPECT_EQ(work(C, "g"), "awaitable lazy");
  EXPECT_EQ(work(C, "h"), "none");
}

TEST(WorkOf, ModelsHaveTheLastWord) {
  Code C(R"(
#include "zoo.h"
namespace lib { inline namespace v2 { template <class T> struct result {}; struct later {}; } }
zoo::job job(); zoo::task<int> task(); lib::result<int> result(); lib::later later(); zoo::operation operation();
)");
  const ModelSet Models = modelsWith(R"(
- names: [zoo::job, zoo::operation]
  is: not-work
  because: test
- name: lib::result
  is: eager-work
  because: test
- name: lib::later
  is: lazy-work
  because: test
)");
  EXPECT_EQ(work(C, "result"), "none");
  EXPECT_EQ(work(C, "later"), "none");
  EXPECT_EQ(work(C, "job", Models), "none");
  EXPECT_EQ(work(C, "operation", Models), "none");
  EXPECT_EQ(work(C, "result", Models), "awaitable eager leaves");
  EXPECT_EQ(work(C, "later", Models), "awaitable lazy");
  EXPECT_EQ(work(C, "task", Models), "task lazy owns");
}

TEST(WorkOf, StandardFuturesAreNotAwaitable) {
  Code C(R"(
#include <future>
#include <memory>
#include <vector>
using Future = std::future<int>;
using Vector = std::vector<int>;
using Pointer = std::unique_ptr<int>;
)");
  for (const char *Type : {"Future", "Vector", "Pointer"})
    EXPECT_EQ(work(C, Type), "none") << Type;
}

TEST(Work, Words) {
  using asynctidy::facts::FrameOwner;
  EXPECT_EQ(consequenceOfDropping({WorkKind::Task, Start::Lazy, FrameOwner::Owns}), "so it never runs");
  EXPECT_EQ(consequenceOfDropping({WorkKind::Task, Start::Eager, FrameOwner::Owns}),
            "so its coroutine is destroyed unfinished at its first suspension");
  EXPECT_EQ(consequenceOfDropping({WorkKind::Task, Start::Eager, FrameOwner::Leaves}), "so its exceptions are lost");
  EXPECT_EQ(consequenceOfDropping({WorkKind::Awaitable, Start::Unknown, FrameOwner::Unknown}),
            "so the code goes on without it");
}

// ---- joinsInDestructor

TEST(JoinsInDestructor, ByTheDestructorOrAModel) {
  Code C(R"(
#include <thread>
#include "zoo.h"
struct joins { std::thread t; ~joins() { t.join(); } };
struct waits { void wait(); ~waits() { wait(); } };
template <class T> struct generic { T t; ~generic() { if (t.joinable()) t.join(); } };
struct terminates { std::thread t; ~terminates() { if (t.joinable()) std::terminate(); } };
struct only_has { void join(); void wait(); };
struct declared { ~declared(); };
using Joins = joins; using Waits = waits; using Generic = generic<std::thread>; using JThread = std::jthread;
using Thread = std::thread; using Terminates = terminates; using OnlyHas = only_has; using Declared = declared;
using Task = zoo::task<int>; using Int = int;
)");
  auto Says = [&](llvm::StringRef Type) { return joinsInDestructor(C.type(Type), ModelSet::builtin()); };
  for (const char *Type : {"Joins", "Waits", "Generic", "JThread"})
    EXPECT_TRUE(Says(Type)) << Type;
  for (const char *Type : {"Thread", "Terminates", "OnlyHas", "Declared", "Task", "Int"})
    EXPECT_FALSE(Says(Type)) << Type;
}

// ---- endsItsWork

TEST(EndsItsWork, ByTheDestructorOrAModel) {
  Code C(R"(
#include <memory>
#include <string>
struct wheel { int stop() const; void count(); ~wheel(); };
struct said { ~said(); };
struct own { void stop(); ~own() { stop(); } };
struct counts { wheel part; ~counts() { part.count(); } };
struct owner { wheel part, other; ~owner() { part.stop(); } };
struct through { std::unique_ptr<wheel> part; ~through() { if (part) part->stop(); } };
struct last { int n; said part; int m; };
struct first { said part; std::string text; };
using Said = said; using Own = own; using Counts = counts; using Owner = owner; using Through = through;
using Last = last; using First = first; using Wheel = wheel; using Unique = std::unique_ptr<own>;
using Shared = std::shared_ptr<own>; using Pointer = own *;
)");
  const auto Models = modelsWith(R"(
- name: said
  is: ends-its-work
  because: a test
- name: own::stop
  is: ends-its-work
  because: a test
- name: wheel::stop
  is: ends-its-work
  because: a test
)");
  auto Says = [&](llvm::StringRef Type, bool OfPart) {
    const FieldDecl *Part = nullptr;
    if (OfPart)
      for (const FieldDecl *Field : C.type(Type)->getAsCXXRecordDecl()->fields())
        Part = Field->getName() == "part" ? Field : Part;
    return endsItsWork(C.type(Type), Part, Models);
  };
  for (const char *Type : {"Said", "Own", "Unique"})
    EXPECT_TRUE(Says(Type, false)) << Type;
  for (const char *Type : {"Counts", "Owner", "Through", "Last", "First", "Wheel", "Shared", "Pointer"})
    EXPECT_FALSE(Says(Type, false)) << Type;
  for (const char *Type : {"Owner", "Through", "Last"})
    EXPECT_TRUE(Says(Type, true)) << Type;
  for (const char *Type : {"Counts", "First"})
    EXPECT_FALSE(Says(Type, true)) << Type;
  EXPECT_TRUE(joinsInDestructor(C.type("Owner"), Models));
  EXPECT_FALSE(joinsInDestructor(C.type("Counts"), Models));
}

// ---- isGuard

TEST(IsGuard, Guards) {
  Code C(R"(
#include <mutex>
#include <shared_mutex>
#include "zoo.h"
struct own { std::mutex &m; explicit own(std::mutex &m) : m(m) {} own(own &&) = delete; ~own() { m.unlock(); } };
struct shared { std::shared_mutex &m; shared(shared &&); ~shared() { m.unlock_shared(); } };
struct semaphore { void release(); };
struct permit { semaphore *s; permit(permit &&); ~permit() { s->release(); } };
struct movable { movable(movable &&); ~movable(); void unlock(); };
template <class M> struct generic { M *m; generic(generic &&); ~generic() { if (m) m->unlock(); } };
struct through_helper { semaphore *s; through_helper(through_helper &&); void return_all() { s->release();
  } ~through_helper() { return_all(); } };
struct __attribute__((scoped_lockable)) attributed { attributed(); ~attributed(); };
using LockGuard = std::lock_guard<std::mutex>; using UniqueLock = std::unique_lock<std::mutex>;
using Scoped = std::scoped_lock<std::mutex, std::mutex>; using SharedLock = std::shared_lock<std::shared_mutex>;
using Own = own; using Shared = shared; using Permit = permit; using Movable = movable;
using Generic = generic<std::mutex>; using Attributed = attributed; using Zoo = zoo::guard;
using Constant = const own; using ThroughHelper = through_helper;
)");
  for (const char *Type : {"LockGuard", "UniqueLock", "Scoped", "SharedLock", "Own", "Shared", "Permit", "Movable",
                           "Generic", "Attributed", "Zoo", "Constant", "ThroughHelper"})
    EXPECT_TRUE(isGuard(C.type(Type), ModelSet::builtin())) << Type;
}

TEST(IsGuard, OthersThatGiveBack) {
  Code C(R"(
#include <memory>
#include <mutex>
#include <string>
#include "zoo.h"
struct counted { void release(); };
struct intrusive { counted *c; intrusive(const intrusive &); ~intrusive() { c->release(); } };
template <class T> struct shared_handle { T *c; shared_handle(const shared_handle &);
  shared_handle(shared_handle &&); ~shared_handle() { c->release(); } };
template <class T> struct implicitly_copied { T *c; ~implicitly_copied() { c->release(); } };
struct own_release { void release(); own_release(own_release &&); ~own_release() { release(); } };
struct file { int fd; file(file &&); ~file() { fd = -1; } };
struct plain_unlock { void unlock(); };
using Intrusive = intrusive; using SharedHandle = shared_handle<counted>; using Copied = implicitly_copied<counted>;
using OwnRelease = own_release; using File = file; using PlainUnlock = plain_unlock;
using Mutex = std::mutex; using Unique = std::unique_ptr<int>; using String = std::string; using Task = zoo::task<int>;
using Reference = std::unique_lock<std::mutex> &; using Pointer = std::unique_lock<std::mutex> *; using Int = int;
)");
  for (const char *Type : {"Intrusive", "SharedHandle", "Copied", "OwnRelease", "File", "PlainUnlock", "Mutex",
                           "Unique", "String", "Task", "Reference", "Pointer", "Int"})
    EXPECT_FALSE(isGuard(C.type(Type), ModelSet::builtin())) << Type;
  EXPECT_FALSE(isGuard(QualType(), ModelSet::builtin()));
}

TEST(IsErrorOutcome, SaidByModelsOnly) {
  Code C(R"(
#include <system_error>
#include <exception>
namespace mine { enum class status { ok, failed }; template <class T> struct expected {}; }
using Code = std::error_code; using Exception = std::exception_ptr; using Int = int; using Size = unsigned long;
using Mine = mine::expected<int>; using Reference = const std::error_code &;
)");
  const ModelSet Models = modelsWith("- {name: 'mine::expected', is: error, because: test}\n");
  EXPECT_TRUE(isErrorOutcome(C.type("Code"), Models));
  EXPECT_TRUE(isErrorOutcome(C.type("Exception"), Models));
  EXPECT_TRUE(isErrorOutcome(C.type("Mine"), Models));
  EXPECT_FALSE(isErrorOutcome(C.type("Mine"), ModelSet::builtin()));
  EXPECT_FALSE(isErrorOutcome(C.type("Int"), Models));
  EXPECT_FALSE(isErrorOutcome(C.type("Size"), Models));
}

TEST(IsErrorOutcome, EnumerationsCanBeModelledToo) {
  Code C(R"(
#include <system_error>
namespace mine { enum class status { ok, failed }; enum plain { a }; }
using Status = mine::status; using Errc = std::errc; using Plain = mine::plain;
)");
  const ModelSet Models = modelsWith("- {name: 'mine::status', is: error, because: test}\n");
  EXPECT_TRUE(isErrorOutcome(C.type("Status"), Models));
  EXPECT_TRUE(isErrorOutcome(C.type("Errc"), Models)) << "std.yaml names std::errc";
  EXPECT_FALSE(isErrorOutcome(C.type("Plain"), Models));
}

} // namespace
