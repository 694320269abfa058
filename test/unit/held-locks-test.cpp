#include "facts/locks/held-locks.h"

#include "code.h"
#include "facts/syntax/functions.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using asynctidy::unit::modelsWith;

namespace {

using Words = std::vector<std::string>;
using Happening = LockEvent::Happening;

std::string nameOf(const HeldLock &H) {
  std::string Name = H.Lock.Path ? H.Lock.Path.text() : "?";
  if (H.Lock.Kind == LockKind::Async)
    Name = "async " + Name;
  if (H.Lock.Shared)
    Name += " shared";
  return Name + (H.OnEveryPath ? "" : " perhaps");
}

std::string namesOf(const std::vector<HeldLock> &Held) {
  std::string Names;
  for (const HeldLock &H : Held)
    Names += (Names.empty() ? "" : " + ") + nameOf(H);
  return Names;
}

/// What is held at each suspension under a lock, in the order of evaluation.
Words heldIn(const FunctionDecl &F, const ModelSet &Models = ModelSet::builtin()) {
  TranslationUnit Unit(F.getASTContext(), Models);
  Words Found;
  for (const LockEvent &E : lockEventsIn(F, Unit))
    if (E.What == Happening::Suspends)
      Found.push_back(namesOf(E.Held));
  return Found;
}

/// "m", or "n while m", for each acquisition.
Words takenIn(const FunctionDecl &F, const ModelSet &Models = ModelSet::builtin()) {
  TranslationUnit Unit(F.getASTContext(), Models);
  Words Found;
  for (const LockEvent &E : lockEventsIn(F, Unit))
    if (E.What == Happening::Acquires)
      Found.push_back((E.OnlyTries ? "try " : "") + (E.Lock.Path ? E.Lock.Path.text() : "?") +
                      (E.Held.empty() ? "" : " while " + namesOf(E.Held)) + (E.Together ? " together" : ""));
  return Found;
}

constexpr char Prelude[] = R"(
#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>
#include <pthread.h>
#include "zoo.h"
using task = zoo::task<>;
using namespace std::chrono_literals;
std::mutex m, n; std::shared_mutex rw; std::timed_mutex timed; std::recursive_mutex again;
std::condition_variable cv; zoo::mutex am; pthread_mutex_t pm;
task f(); zoo::task<int> number(); bool c(); void g(); std::unique_lock<std::mutex> get_lock();
void use(std::unique_lock<std::mutex> &); void look(const std::unique_lock<std::mutex> &); void keep(std::unique_lock<std::mutex>);
task wait_on(std::unique_lock<std::mutex> &);
struct ready { bool await_ready() const noexcept { return true; } void await_suspend(std::coroutine_handle<>); int await_resume(); };
template <class M> struct holder { std::lock_guard<M> guard; int n; };
struct monitor { std::unique_lock<std::mutex> lock; explicit monitor(std::mutex &x) : lock(x) {} };
struct pool { std::mutex mutex; std::mutex &get() { return mutex; } pool *next; };
pool the_pool; std::vector<pool> pools; std::unique_ptr<pool> owned; std::shared_ptr<pool> shared_pool;
using Lk = std::unique_lock<std::mutex>;
struct [[clang::capability("mutex")]] Mutex {
  void Lock() __attribute__((acquire_capability())); void Unlock() __attribute__((release_capability()));
};
struct [[clang::scoped_lockable]] MutexLock {
  explicit MutexLock(Mutex *mu) __attribute__((acquire_capability(mu))); ~MutexLock() __attribute__((release_capability()));
};
Mutex cap;
void take_it() __attribute__((acquire_capability(cap))); void drop_it() __attribute__((release_capability(cap)));
struct async_mutex {
  struct op { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
  op lock_async(); bool try_lock(); void unlock();
};
async_mutex bare;
)";

struct Case {
  std::string Body;
  Words Expected;
  const char *Why = "";
};

using Ask = Words (*)(const FunctionDecl &, const ModelSet &);

/// Expects these answers about `task test() { BODY }`. All cases are parsed at once: parsing is what takes time.
void expectThat(Ask Question, const std::vector<Case> &Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "task test" + std::to_string(I) + "() { " + Cases[I].Body + "\n co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(Question(C.function("test" + std::to_string(I)), ModelSet::builtin()), Cases[I].Expected)
        << Cases[I].Body << "\n"
        << Cases[I].Why;
}

void expectHeld(const std::vector<Case> &Cases) { expectThat(heldIn, Cases); }
void expectTaken(const std::vector<Case> &Cases) { expectThat(takenIn, Cases); }

TEST(HeldLocks, AreToldUpToSoMany) {
  std::string Text = Prelude, Body;
  for (unsigned I = 0; I < 100; ++I) {
    Text += "std::mutex m" + std::to_string(I) + ";\n";
    Body += "std::lock_guard l" + std::to_string(I) + "(m" + std::to_string(I) + ");\n";
  }
  Code C(Text + "task test() { " + Body + " co_await f(); }\n");
  const Words Found = heldIn(C.function("test"));
  ASSERT_EQ(Found.size(), 1U);
  EXPECT_EQ(llvm::StringRef(Found.front()).count(" + "), 63U) << "64 names";
}

// ---- guards of every form, held at a suspension

TEST(HeldLocks, Guards) {
  expectHeld({
      {"std::lock_guard<std::mutex> l(m); co_await f();", {"m"}},
      {"std::lock_guard l(m); co_await f();", {"m"}, "deduced"},
      {"std::lock_guard l{m}; co_await f();", {"m"}},
      {"const std::scoped_lock l(m); co_await f();", {"m"}},
      {"std::scoped_lock l(m, n); co_await f();", {"m + n"}},
      {"std::scoped_lock<> l; co_await f();", {}, "of nothing"},
      {"Lk l(m); co_await f();", {"m"}, "by an alias"},
      {"auto l = std::unique_lock(m); co_await f();", {"m"}},
      {"auto l = std::unique_lock<std::mutex>(m); co_await f();", {"m"}},
      {"auto l = get_lock(); co_await f();", {"?"}},
      {"std::shared_lock l(rw); co_await f();", {"rw shared"}},
      {"std::unique_lock l(rw); co_await f();", {"rw"}},
      {"MutexLock l(&cap); co_await f();", {"cap"}, "by attribute"},
      {"holder<std::mutex> h{std::lock_guard<std::mutex>(m), 1}; co_await f();", {"m"}, "a guard in an aggregate"},
      {"monitor l(m); co_await f();", {"m"}, "a guard as a member"},
      {"std::optional<std::lock_guard<std::mutex>> l(std::in_place, m); co_await f();", {"m"}},
      {"std::optional<Lk> l; l.emplace(m); co_await f(); l.reset(); co_await f();", {"m"}},
      {"auto l = std::make_unique<std::lock_guard<std::mutex>>(m); co_await f();", {"m"}},
      {"co_await f(); std::lock_guard l(m);", {}, "taken later"},
      {"{ std::lock_guard l(m); g(); } co_await f();", {}, "released before"},
      {"std::lock_guard<std::mutex>{m}; co_await f();", {}, "gone at once"},
  });
}

TEST(HeldLocks, WhereTheSuspensionStands) {
  expectHeld({
      {"std::lock_guard l(m); int x = co_await number();", {"m"}, "in an initializer"},
      {"std::lock_guard l(m); if (co_await number() == 1) g();", {"m"}},
      {"std::lock_guard l(m); for (int i = co_await number(); i; --i) g();", {"m"}},
      {"std::lock_guard l(m); while (co_await number()) g();", {"m"}},
      {"std::lock_guard l(m); try { co_await f(); } catch (int) {}", {"m"}},
      {"std::lock_guard l(m); co_return co_await f();", {"m"}},
      {"if (std::lock_guard l(m); c()) co_await f();", {"m"}, "in an if-initializer"},
      {"if (std::lock_guard l(m); c()) { g(); } co_await f();", {}},
      {"switch (std::lock_guard l(m); 1) { case 1: co_await f(); }", {"m"}},
      {"std::lock_guard l(m); auto later = []() -> task { co_await f(); }; co_await later();",
       {"m"},
       "once: not the lambda's"},
      {"std::lock_guard l(m); auto t = f(); co_await std::move(t);", {"m"}},
      {"std::lock_guard l(m); { co_await f(); } co_await f();", {"m", "m"}},
  });
}

TEST(HeldLocks, AwaitsThatCannotSuspend) {
  expectHeld({
      {"std::lock_guard l(m); co_await std::suspend_never{};", {}},
      {"std::lock_guard l(m); int x = co_await ready{};", {}},
      {"std::lock_guard l(m); co_await std::suspend_always{};", {"m"}},
  });
}

TEST(HeldLocks, GivenBack) {
  expectHeld({
      {"Lk l(m); l.unlock(); co_await f();", {}},
      {"Lk l(m); l.unlock(); co_await f(); l.lock(); co_await f();", {"m"}},
      {"Lk l(m); if (c()) l.unlock(); co_await f();", {"m perhaps"}},
      {"Lk l(m); if (c()) { l.unlock(); co_await f(); l.lock(); }", {}},
      {"Lk l(m); l.release(); co_await f();", {}, "who released it has to unlock it"},
      {"Lk l(m); keep(std::move(l)); co_await f();", {}},
      {"Lk l(m); { auto k = std::move(l); } co_await f();", {}},
      {"Lk l(m); auto k = std::move(l); co_await f();", {"m"}, "once, by its new holder"},
      {"Lk l(m); l = Lk(n); co_await f();", {"?"}, "some lock, nobody knows which"},
      {"Lk l; l = Lk(n); co_await f();", {"n"}},
      {"Lk l, k(n); l = std::move(k); co_await f();", {"n"}},
      {"std::optional<std::lock_guard<std::mutex>> l; if (c()) l.emplace(m); else l.emplace(n); co_await f();", {"?"}},
      {"Lk l(m); l = {}; co_await f();", {}},
      {"Lk l(m); l = Lk(); co_await f();", {}},
      {"Lk l(m); auto later = [l = std::move(l)] {}; co_await f();", {}, "the closure holds it"},
      {"for (;;) { Lk l(m); if (c()) break; l.unlock(); co_await f(); } co_await f();", {}},
      {"for (;;) { Lk l(m); if (c()) continue; co_await f(); }", {"m"}},
  });
}

TEST(HeldLocks, DeferredTriedAdopted) {
  expectHeld({
      {"Lk l(m, std::defer_lock); co_await f();", {}},
      {"Lk l(m, std::defer_lock); l.lock(); co_await f();", {"m"}},
      {"Lk l; co_await f();", {}},
      {"Lk l(m, std::defer_lock), k(n, std::defer_lock); std::lock(l, k); co_await f();", {"m + n"}},
      {"Lk l(m, std::try_to_lock); co_await f();", {"m perhaps"}},
      {"Lk l(m, std::try_to_lock); if (!l) co_return; co_await f();", {"m"}},
      {"Lk l(m, std::try_to_lock); if (l.owns_lock()) co_return; co_await f();", {}},
      {"Lk l(m, std::try_to_lock); if (l.owns_lock() && c()) co_await f();", {"m"}},
      {"std::unique_lock l(timed, 1s); if (!l) co_await f();", {}},
      {"std::unique_lock l(timed, std::defer_lock); if (l.try_lock_for(1s)) co_await f();", {"timed"}},
      {"std::unique_lock l(timed, std::defer_lock); while (!l.try_lock()) co_await f();", {}},
      {"m.lock(); std::lock_guard l(m, std::adopt_lock); co_await f();", {"m"}},
      {"m.lock(); { std::lock_guard l(m, std::adopt_lock); } co_await f();", {}},
  });
}

TEST(HeldLocks, ByHand) {
  expectHeld({
      {"m.lock(); co_await f(); m.unlock();", {"m"}},
      {"m.lock(); m.unlock(); co_await f();", {}},
      {"if (c()) m.lock(); co_await f();", {"m perhaps"}},
      {"m.lock(); n.unlock(); co_await f();", {"m"}, "another one"},
      {"if (m.try_lock()) { co_await f(); m.unlock(); }", {"m"}},
      {"if (!m.try_lock()) { co_await f(); co_return; } m.unlock();", {}},
      {"bool locked = m.try_lock(); if (locked) co_await f();", {"m"}},
      {"bool locked = m.try_lock(); if (!locked) co_await f();", {}},
      {"while (!m.try_lock()) co_await f(); m.unlock(); co_await f();", {}},
      {"rw.lock_shared(); co_await f(); rw.unlock_shared();", {"rw shared"}},
      {"std::lock(m, n); co_await f(); m.unlock(); co_await f();", {"m + n", "n"}},
      {"pthread_mutex_lock(&pm); co_await f(); pthread_mutex_unlock(&pm); co_await f();", {"pm"}},
      {"if (pthread_mutex_trylock(&pm) == 0) co_await f(); else co_await f();", {"pm"}},
      {"if (pthread_mutex_trylock(&pm)) co_await f();", {}},
      {"cap.Lock(); co_await f(); cap.Unlock(); co_await f();", {"cap"}},
      {"take_it(); co_await f(); drop_it(); co_await f();", {"cap"}},
  });
}

TEST(HeldLocks, TestsOfOneConditionAgree) {
  expectHeld({
      {"bool b = c(); if (b) m.lock(); g(); if (b) m.unlock(); co_await f();", {}},
      {"bool b = c(); if (b) m.lock(); if (!b) co_await f();", {}},
      {"bool b = c(); if (b) { Lk l(m); if (!b) co_await f(); }", {}, "no path leads there"},
      {"for (int i = 0; i < 2; ++i) co_return; Lk l(m); co_await f();", {}},
      {"bool b = c(); if (b) m.lock(); if (b) co_await f();", {"m"}, "on every path that leads there"},
      {"bool b = c(); m.lock(); if (b) m.unlock(); co_await f();", {"m perhaps"}},
      {"bool b = c(); if (b) m.lock(); b = c(); if (b) m.unlock(); co_await f();", {"m perhaps"}, "asked anew"},
      {"bool b = c(); Lk l(m, std::try_to_lock); if (!l && b) co_return; if (b) co_await f();", {"m"}},
      {"bool b = c(), d = c(); if (b) m.lock(); if (d) n.lock(); if (d) n.unlock(); if (b) co_await f();", {"m"}},
  });
}

TEST(HeldLocks, Lent) {
  expectHeld({
      {"Lk l(m); cv.wait(l); co_await f();", {"m"}, "it comes back locked"},
      {"Lk l(m); use(l); co_await f();", {}, "nobody knows what use() did"},
      {"Lk l(m); look(l); co_await f();", {"m"}},
      {"Lk l(m); co_await wait_on(l);", {}, "a condition gives it up while it waits"},
      {"Lk l(m); std::lock_guard k(n); co_await wait_on(l);", {"n"}},
  });
}

TEST(HeldLocks, ForCoroutines) {
  expectHeld({
      {"auto l = co_await am.lock(); co_await f();", {"async am"}},
      {"am.lock(); co_await f();", {}, "nobody awaited it"},
      {"co_await bare.lock_async(); co_await f(); bare.unlock(); co_await f();", {"async bare"}},
      {"if (bare.try_lock()) co_await f();", {"async bare"}},
  });
}

// ---- which lock it is

TEST(HeldLocks, WhichLock) {
  expectHeld({
      {"std::lock_guard l(the_pool.mutex); co_await f();", {"the_pool.mutex"}},
      {"std::lock_guard l(the_pool.get()); co_await f();", {"the_pool.mutex"}, "through an accessor"},
      {"auto &alias = m; std::lock_guard l(alias); co_await f();", {"m"}},
      {"auto *const p = &m; std::lock_guard l(*p); co_await f();", {"m"}},
      {"std::lock_guard l(pools[0].mutex); co_await f();", {"pools[...].mutex"}},
      {"std::lock_guard l(owned->mutex); co_await f();", {"owned.mutex"}},
      {"std::lock_guard l((*shared_pool).mutex); co_await f();", {"shared_pool.mutex"}},
      {"for (auto &p : pools) { std::lock_guard l(p.mutex); co_await f(); }", {"p[...].mutex"}},
      {"std::mutex local; std::lock_guard l(local); co_await f();", {"local"}},
      {"static std::mutex local; std::lock_guard l(local); co_await f();", {"local"}},
  });
}

TEST(HeldLocks, MembersAndParameters) {
  Code C(std::string(Prelude) + R"(
struct server {
  std::mutex mutex; pool inner; std::shared_ptr<pool> shared;
  task own() { std::lock_guard l(mutex); co_await f(); }
  task through() { std::lock_guard l(this->inner.mutex); co_await f(); }
  task pointed() { std::lock_guard l(shared->mutex); co_await f(); }
  task required() __attribute__((requires_capability(cap))) { co_await f(); }
};
task given(std::mutex &x) { std::lock_guard l(x); co_await f(); }
task by_value(std::unique_lock<std::mutex> l) { co_await f(); }
task released(std::unique_lock<std::mutex> l) { l.unlock(); co_await f(); }
template <class M> task generic(M &x) { std::unique_lock<M> l(x); co_await f(); }
task instance() { co_await generic(m); }
)");
  EXPECT_EQ(heldIn(C.function("server::own")), Words{"mutex"});
  EXPECT_EQ(heldIn(C.function("server::through")), Words{"inner.mutex"});
  EXPECT_EQ(heldIn(C.function("server::pointed")), Words{"shared.mutex"});
  EXPECT_EQ(heldIn(C.function("server::required")), Words{"cap"});
  EXPECT_EQ(heldIn(C.function("given")), Words{"x"});
  EXPECT_EQ(heldIn(C.function("by_value")), Words{"?"});
  EXPECT_EQ(heldIn(C.function("released")), Words());
  EXPECT_EQ(heldIn(C.function("generic")), Words()) << "a pattern has no types yet";
}

// ---- acquisitions

TEST(HeldLocks, MadeElsewhere) {
  const std::string Makers = R"(
Lk locked() { return Lk(m); }
Lk locked_as_local() { Lk l(m); return l; }
Lk locked_of(pool &p) { return std::unique_lock<std::mutex>(p.mutex); }
Lk locked_with_braces(pool &p) { return {p.mutex, std::defer_lock}; }
Lk locked_later() { Lk l(m, std::defer_lock); l.lock(); return l; }
Lk one_of(bool b) { if (b) return Lk(m); return Lk(n); }
Lk through(pool &p) { return locked_of(p); }
struct pinned { Lk l; explicit pinned(pool &p) : l(p.mutex) {} };
struct deferring { Lk l; deferring(pool &p, bool now) : l(p.mutex, std::defer_lock) { if (now) l.lock(); } };
struct at_home { Lk l; at_home() : l(m) {} };
struct inherits : at_home { int n = 0; };
struct passes_on : pinned { explicit passes_on(pool &p) : pinned(p) {} };
struct with_name { Lk l; std::optional<int> name; };
struct [[nodiscard]] owner { std::mutex x; Lk lock_it() { return Lk(x); } virtual Lk virtually() { return Lk(x); } };
owner global_owner;
std::mutex &the_mutex() { static std::mutex x; return x; }
pool &the_only() { static pool p; return p; }
template <class T> std::mutex &mutex_of() { static std::mutex x; return x; }
)";
  const std::vector<Case> Cases = {
      {"auto l = locked(); co_await f();", {"m"}},
      {"auto l = locked_as_local(); co_await f();", {"m"}},
      {"auto l = locked_of(the_pool); co_await f();", {"the_pool.mutex"}},
      {"auto l = through(*shared_pool); co_await f();", {"shared_pool.mutex"}},
      {"auto l = locked_with_braces(the_pool); co_await f();", {}, "deferred"},
      {"auto l = locked_later(); co_await f();", {"?"}, "it is more than made"},
      {"auto l = one_of(true); co_await f();", {"?"}},
      {"pinned l(the_pool); co_await f();", {"the_pool.mutex"}},
      {"pinned l{pools[0]}; co_await f();", {"pools[...].mutex"}},
      {"deferring l(the_pool, false); co_await f();", {}},
      {"at_home l; co_await f();", {"m"}},
      {"inherits l; co_await f();", {"m"}},
      {"passes_on l(the_pool); co_await f();", {"the_pool.mutex"}},
      {"with_name w; co_await f(); w.l = Lk(m); co_await f(); w.name.reset(); w.name = 1; co_await f();", {"m", "m"}},
      {"std::optional<Lk> l; l = Lk(m); co_await f();", {"m"}},
      {"std::optional<Lk> l(m); *l = {}; co_await f();", {}},
      {"auto l = global_owner.lock_it(); co_await f();", {"global_owner.x"}},
      {"auto l = global_owner.virtually(); co_await f();", {"?"}, "an overrider may take another"},
      {"std::lock_guard l(the_mutex()); co_await f();", {"x"}},
      {"std::lock_guard l(the_only().mutex); co_await f();", {"p.mutex"}},
      {"std::lock_guard l(mutex_of<int>()); co_await f();", {"x"}},
  };
  std::string Text = Prelude + Makers;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "task test" + std::to_string(I) + "() { " + Cases[I].Body + " }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(heldIn(C.function("test" + std::to_string(I))), Cases[I].Expected) << Cases[I].Body << "\n"
                                                                                 << Cases[I].Why;
}

TEST(HeldLocks, Acquisitions) {
  expectTaken({
      {"std::lock_guard a(m); std::lock_guard b(n);", {"m", "n while m"}},
      {"{ std::lock_guard a(m); } std::lock_guard b(n);", {"m", "n"}},
      {"std::scoped_lock both(m, n);", {"m together", "n together"}},
      {"std::lock_guard a(m); if (n.try_lock()) n.unlock();", {"m", "try n while m"}},
      {"Lk a(m); a.unlock(); a.lock();", {"m", "m"}},
      {"Lk a(m, std::defer_lock);", {}},
      {"std::lock_guard a(again); std::lock_guard b(again);", {"again", "again while again"}},
      {"auto l = co_await am.lock(); std::lock_guard a(m);", {"am", "m while async am"}},
      {"m.lock(); n.lock(); m.unlock(); n.unlock();", {"m", "n while m"}},
      {"if (c()) m.lock(); n.lock();", {"m", "n while m perhaps"}},
  });
}

TEST(HeldLocks, CallsUnderALock) {
  Code C(std::string(Prelude) + "void test() { g(); std::lock_guard l(m); g(); }");
  Words Calls;
  for (const LockEvent &E : lockEventsIn(C.function("test"), C.unit()))
    if (E.What == Happening::Calls)
      Calls.push_back(C.text(*cast<Expr>(E.At)) + " under " + namesOf(E.Held));
  EXPECT_EQ(Calls, Words{"g() under m"});
}

TEST(HeldLocks, RecursiveAndClass) {
  Code C(std::string(Prelude) + "void test() { std::lock_guard l(again); std::lock_guard k(the_pool.mutex); }");
  const auto Events = lockEventsIn(C.function("test"), C.unit());
  std::vector<bool> Recursive;
  for (const LockEvent &E : Events)
    if (E.What == Happening::Acquires)
      Recursive.push_back(E.Lock.Recursive);
  EXPECT_EQ(Recursive, (std::vector<bool>{true, false}));
}

TEST(HeldLocks, BrokenCodeDoesNotCrash) {
  const Code C = Code::broken(std::string(Prelude) + R"(
task test() { std::lock_guard l(; co_await f(); }
task other() { std::unique_lock<nothing> l(m); co_await f(); l. }
task open() { std::scoped_lock l(m, co_await f();
)");
  for (const char *Name : {"test", "other", "open"})
    if (const auto *F = dyn_cast_or_null<FunctionDecl>(C.find(Name)))
      lockEventsIn(*F, C.unit());
}

} // namespace
