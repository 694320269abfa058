#include "facts/extraction/extracted-unit.h"

#include "code.h"
#include "facts/unit/translation-unit.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;
namespace summaries = asynctidy::summaries;

namespace {

using Words = std::vector<std::string>;

constexpr char Prelude[] = R"(
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>
#include <unistd.h>
#include "zoo.h"
using task = zoo::task<>;
using namespace std::chrono_literals;
std::mutex m, n; std::shared_mutex rw; std::condition_variable cv;
template <class... T> task when_all(T...);
task f(); void g(); void h(std::mutex &x, int); bool c();
struct pool { std::mutex mutex; void stop(); task drain(); virtual void poll(); ~pool(); };
struct server { std::mutex mutex_; pool pool_; std::unique_ptr<pool> other_; std::vector<pool> many_; void test(); task run(); };
)";

/// The facts of one function, a line each: what it takes, calls and waits for.
class Reader {
public:
  explicit Reader(const std::string &Text, ExtractedUnit::Scope Seen = ExtractedUnit::Scope::OneFile)
      : C(Prelude + Text), Unit(TranslationUnit::of(C.context(), {}), Seen, "", {}) {}

  const summaries::FunctionFacts &of(llvm::StringRef Name) { return of(C.function(Name)); }
  const summaries::FunctionFacts &ofDestructor(llvm::StringRef Class) { return of(*C.record(Class).getDestructor()); }

  const summaries::FunctionFacts &of(const FunctionDecl &F) {
    for (const summaries::FunctionFacts &Found : Unit.facts().Functions)
      if (Unit.places().locate(Found.At) == F.getLocation())
        return Found;
    ADD_FAILURE() << "no facts of " << F.getNameAsString();
    static const summaries::FunctionFacts None;
    return None;
  }

  /// How many functions messages call \p Name.
  size_t count(llvm::StringRef Name) {
    return llvm::count_if(Unit.facts().Functions,
                          [&](const summaries::FunctionFacts &F) { return text(F.Name) == Name; });
  }

  Words linesOf(llvm::StringRef Name) {
    const summaries::FunctionFacts &F = of(Name);
    Words Lines;
    for (const summaries::Acquisition &A : F.Acquisitions)
      Lines.push_back(std::string(A.OnlyTries ? "tries " : "takes ") + lock(A.What) + held(F, A.Held) +
                      (A.BeforeSuspension ? "" : " later") + onlyIf(A.OnlyIf));
    for (const summaries::Call &Call : F.Calls) {
      if (llvm::StringRef(text(Call.Callee)).contains("zoo"))
        continue; // what an await calls of the task: not what these tests are about
      std::string Line = Call.How == summaries::Call::Way::Awaited ? "awaits "
                         : Call.How == summaries::Call::Way::Apart ? "starts "
                                                                   : "calls ";
      Line += text(Call.CalleeName) + (Call.IsVirtual ? " virtually" : "");
      if (Call.Object.From != summaries::ObjectPath::Root::Unknown)
        Line += " on " + path(Call.Object);
      for (const summaries::ObjectPath &Argument : Call.Arguments)
        Line += " with " + path(Argument);
      Lines.push_back(Line + held(F, Call.Held) + (Call.BeforeSuspension ? "" : " later") +
                      (Call.MayBlock ? " elsewhere" : "") + onlyIf(Call.OnlyIf));
    }
    for (const summaries::Exclusion &X : F.Exclusions)
      Lines.push_back("excludes " + lock(X.What) + " from " + text(X.Callee) + held(F, X.Held));
    for (const summaries::Blocker &B : F.Blockers)
      Lines.push_back((B.WaitsForWork ? "waits in " : "blocks in ") + text(B.Name) + onlyIf(B.OnlyIf));
    return Lines;
  }

  Words orders() {
    Words Lines;
    for (const summaries::LockNesting &Order : Unit.facts().Orders)
      Lines.push_back(lock(Order.Held) + " before " + lock(Order.Acquired));
    return Lines;
  }

  std::string text(summaries::Text T) { return Unit.strings()[T].str(); }

private:
  std::string last(summaries::Text T) {
    const llvm::StringRef All = Unit.strings()[T];
    return All.substr(All.find_last_of(":|") + 1).str();
  }

  std::string onlyIf(summaries::Condition C) {
    return !C ? "" : (C.value() ? " if #" : " if not #") + std::to_string(C.parameter());
  }

  std::string path(const summaries::ObjectPath &P) {
    using Root = summaries::ObjectPath::Root;
    if (P.From == Root::Constant)
      return P.Number ? "true" : "false";
    std::string Text = P.From == Root::This        ? "this"
                       : P.From == Root::Parameter ? "#" + std::to_string(P.Number)
                       : P.From == Root::Unknown   ? "?"
                       : P.From == Root::Local     ? "local " + last(P.Variable)
                       : P.From == Root::Pointee   ? "*" + last(P.Variable)
                                                   : last(P.Variable);
    for (summaries::Text Step : P.Steps)
      Text += Step ? "." + last(Step) : "[]";
    return Text;
  }

  std::string lock(const summaries::Lock &L) {
    return (L.IsAsync ? "async " : "") + path(L.Path) + (L.IsShared ? " shared" : "") +
           (L.IsRecursive ? " recursive" : "");
  }

  std::string held(const summaries::FunctionFacts &F, llvm::ArrayRef<uint32_t> Indices) {
    std::string Text;
    for (uint32_t I : Indices)
      Text += (Text.empty() ? " while " : " + ") + lock(F.Holds[I].What) + (F.Holds[I].OnEveryPath ? "" : " perhaps");
    return Text;
  }

  Code C;
  ExtractedUnit Unit;
};

TEST(FunctionFacts, WhatAParameterDecides) {
  Reader R(R"(
void unless(bool locked) { if (!locked) m.lock(); n.lock(); }
void early(int, bool skip) { if (skip) return; std::lock_guard l(m); }
void both(bool a, bool b) { if (a && b) m.lock(); }
void changed(bool a) { a = !a; if (a) m.lock(); }
void captured(bool a) { auto change = [&] { a = false; }; change(); if (a) m.lock(); }
void calls(bool a) { if (a) unless(true); early(1, !true); unless(a); unless(c()); }
void afterwards(bool a) { a = true; unless(a); }
)");
  EXPECT_EQ(R.linesOf("unless"), (Words{"takes m if not #0", "takes n while m perhaps"}));
  EXPECT_EQ(R.linesOf("early"), (Words{"takes m if not #1"}));
  EXPECT_EQ(R.linesOf("both"), (Words{"takes m if #0"})) << "one of them is enough to know";
  EXPECT_EQ(R.linesOf("changed"), (Words{"takes m"}));
  EXPECT_EQ(R.linesOf("captured").front(), "takes m");
  EXPECT_EQ(R.linesOf("calls"), (Words{"calls 'unless' with true if #0", "calls 'early' with ? with false",
                                       "calls 'unless' with #0", "calls 'unless'", "calls 'c'"}));
  EXPECT_EQ(R.linesOf("afterwards"), (Words{"calls 'unless'"}));
}

TEST(FunctionFacts, Locks) {
  Reader R(R"(
void nested() { std::lock_guard a(m); std::lock_guard b(n); }
void together() { std::scoped_lock both(m, n); }
void reader() { std::shared_lock l(rw); }
void tries() { std::lock_guard a(m); std::unique_lock l(n, std::try_to_lock); }
void waits() { std::lock_guard a(n); std::unique_lock l(m); cv.wait(l); }
void given(int, std::mutex &x) { std::lock_guard l(x); }
void own() { std::mutex mine; std::lock_guard l(mine); }
std::shared_ptr<pool> find();
void found() { auto p = find(); std::lock_guard l(p->mutex); pool &q = *find(); std::lock_guard k(q.mutex); }
void made() { pool p; std::lock_guard l(p.mutex); }
void server::test() { std::lock_guard l(mutex_); std::lock_guard k(pool_.mutex); std::lock_guard j(many_[0].mutex); }
task later() { std::lock_guard l(m); { std::lock_guard k(n); } co_await f(); std::lock_guard j(n); }
)");
  EXPECT_EQ(R.linesOf("nested"), (Words{"takes m", "takes n while m"}));
  EXPECT_EQ(R.linesOf("together"), (Words{"takes m", "takes n"}));
  EXPECT_EQ(R.linesOf("reader"), (Words{"takes rw shared"}));
  EXPECT_EQ(R.linesOf("tries"), (Words{"takes m", "tries n while m"}));
  EXPECT_EQ(R.linesOf("waits"), (Words{"takes n", "takes m while n", "takes m while n", "blocks in 'wait'"}))
      << "the wait takes its lock back";
  EXPECT_EQ(R.linesOf("given"), (Words{"takes #1"}));
  EXPECT_EQ(R.linesOf("own"), (Words{"takes local mine"}));
  EXPECT_EQ(R.linesOf("found"),
            (Words{"takes *p.mutex", "takes *q.mutex while *p.mutex", "calls 'find'", "calls 'find' while *p.mutex"}));
  EXPECT_EQ(R.linesOf("made"), (Words{"takes local p.mutex", "calls the destructor of 'pool'"}));
  EXPECT_EQ(R.linesOf("server::test"), (Words{"takes this.mutex_", "takes this.pool_.mutex while this.mutex_",
                                              "takes this.many_[].mutex while this.mutex_ + this.pool_.mutex"}));
  EXPECT_EQ(R.linesOf("later"), (Words{"takes m", "takes n while m", "takes n while m later", "awaits 'f' while m"}));
}

TEST(FunctionFacts, WhatDeclarationsSayOfLocks) {
  Reader R(R"(
struct __attribute__((capability("mutex"))) Mutex { void lock(); void unlock(); };
Mutex first; Mutex second __attribute__((acquired_after(first)));
struct bank {
  Mutex a __attribute__((acquired_before(b, c))); Mutex b, c;
  Mutex unused __attribute__((acquired_before(a)));
  void put() __attribute__((locks_excluded(a)));
  zoo::task<> later() __attribute__((locks_excluded(a)));
  void calls() { std::lock_guard l(a); put(); later(); }
  void calls_free() { { std::lock_guard l(a); } put(); }
};
void calls(bank &x, bank &y) { std::lock_guard l(x.a); y.put(); std::lock_guard k(second); }
)");
  EXPECT_EQ(R.orders(), (Words{"this.a before this.b", "this.a before this.c", "first before second"}));
  EXPECT_EQ(R.linesOf("bank::calls"),
            (Words{"takes this.a", "calls 'put' on this while this.a", "calls 'later' on this while this.a",
                   "excludes this.a from 'put' while this.a"}));
  EXPECT_EQ(R.linesOf("bank::calls_free"), (Words{"takes this.a", "calls 'put' on this"}));
}

TEST(FunctionFacts, Calls) {
  Reader R(R"(
void plain() { g(); std::lock_guard l(m); h(n, 1); }
void server::test() { pool_.stop(); other_->stop(); std::lock_guard l(mutex_); many_[1].stop(); }
void of_the_library() { std::vector<int> v; v.push_back(1); }
void named() { pool p; p.stop(); }
void in_lambda() { auto l = [] { g(); }; l(); }
void handed_on(std::vector<int> &v) { std::for_each(v.begin(), v.end(), [](int) { g(); }); }
void spawned() { std::thread t([] { g(); }); t.detach(); }
void unevaluated() { (void)sizeof(c()); }
void under_guard() { std::lock_guard l(m); pool p; }
)");
  EXPECT_EQ(R.linesOf("plain"), (Words{"takes m", "calls 'g'", "calls 'h' with n while m"}));
  EXPECT_EQ(R.linesOf("server::test"),
            (Words{"takes this.mutex_", "calls 'stop' on this.pool_", "calls 'stop' on this.other_",
                   "calls 'stop' on this.many_[] while this.mutex_"}));
  EXPECT_EQ(R.linesOf("of_the_library"), Words());
  EXPECT_EQ(R.linesOf("named"), (Words{"calls the destructor of 'pool'", "calls 'stop' on local p"}));
  EXPECT_EQ(R.linesOf("in_lambda"), (Words{"calls 'l' on this"}));
  EXPECT_EQ(R.linesOf("handed_on"), (Words{"calls the lambda on this"}));
  EXPECT_EQ(R.linesOf("spawned"), Words());
  EXPECT_EQ(R.linesOf("unevaluated"), Words());
  EXPECT_EQ(R.linesOf("under_guard"), (Words{"takes m", "calls the destructor of 'pool' while m"}));
}

TEST(FunctionFacts, WaysOfCallingCoroutines) {
  Reader R(R"(
task awaited() { co_await f(); }
task moved() { auto t = f(); co_await std::move(t); }
task dropped() { auto t = f(); co_return; }
task both(pool &p) { co_await when_all(f(), p.drain()); }
task chosen() { co_await (c() ? f() : f()); }
)");
  EXPECT_EQ(R.linesOf("awaited"), (Words{"awaits 'f'"}));
  EXPECT_EQ(R.linesOf("moved"), (Words{"calls 'f'", "awaits 'f'"}));
  EXPECT_EQ(R.linesOf("dropped"), (Words{"calls 'f'"}));
  EXPECT_EQ(R.linesOf("both"), (Words{"awaits 'f'", "awaits 'drain' on #0"}));
  EXPECT_EQ(R.linesOf("chosen"), (Words{"calls 'c'", "awaits 'f'", "awaits 'f'"}));
}

TEST(FunctionFacts, VirtualCalls) {
  const std::string Text = "void runs(pool &p) { p.poll(); } void names(pool &p) { p.pool::poll(); } "
                           "struct last final : pool { void poll() override; }; void surely(last &l) { l.poll(); }";
  Reader OneFile(Text);
  EXPECT_EQ(OneFile.linesOf("runs"), (Words{"calls 'poll' virtually on #0 elsewhere"}))
      << "another file may override it";
  EXPECT_EQ(OneFile.linesOf("names"), (Words{"calls 'poll' on #0"}));
  EXPECT_EQ(OneFile.linesOf("surely"), (Words{"calls 'poll' on #0"}));
  Reader Whole(Text, ExtractedUnit::Scope::Whole);
  EXPECT_EQ(Whole.linesOf("runs"), (Words{"calls 'poll' virtually on #0"}));
}

TEST(FunctionFacts, Blocking) {
  Reader R(R"(
void sleeps() { usleep(1); std::this_thread::sleep_for(1s); }
void polls() { std::this_thread::sleep_for(0s); }
task after() { co_await f(); usleep(1); g(); }
void joins() { std::jthread t([] {}); }
void joined() { std::jthread t([] {}); t.join(); std::jthread s([] {}); auto r = std::move(s); r.detach(); }
std::jthread handed_back() { std::jthread t([] {}); return t; }
task in_handler() { try { co_await f(); } catch (int) { usleep(1); } }
void poll(); void own() { poll(); }
void asked() { std::thread t([] {}); if (t.joinable()) t.join(); }
void perhaps(bool wait) { if (wait) usleep(1); usleep(2); }
)");
  EXPECT_EQ(R.linesOf("sleeps"), (Words{"blocks in 'usleep'", "blocks in 'sleep_for'"}));
  EXPECT_EQ(R.linesOf("perhaps"), (Words{"blocks in 'usleep' if #0", "blocks in 'usleep'"}));
  EXPECT_EQ(R.linesOf("asked"), (Words{"blocks in 'join'"})) << "whether there is a thread, not whether it has ended";
  EXPECT_EQ(R.linesOf("polls"), Words()) << "no time at all";
  EXPECT_EQ(R.linesOf("joins"), (Words{"blocks in the destructor of 'jthread'"}));
  EXPECT_EQ(R.linesOf("joined"), (Words{"blocks in 'join'"})) << "and the destructors have nothing to wait for";
  EXPECT_EQ(R.linesOf("handed_back"), Words());
  EXPECT_EQ(R.linesOf("in_handler"), (Words{"awaits 'f'", "blocks in 'usleep'"}));
  EXPECT_EQ(R.linesOf("own"), (Words{"calls 'poll'"})) << "not that of C";
  EXPECT_EQ(R.linesOf("after"), (Words{"awaits 'f'", "calls 'g' later", "blocks in 'usleep'"}));
}

TEST(FunctionFacts, InstantiationsOfOneNameAreSaidOnce) {
  Reader R(R"(
struct fields { int a; char b; };
template <class T> void each(T) { g(); }
void two() { each(1); each('a'); }
template <class T> void both(T) { g(); }
void one() { both(&fields::a); both(&fields::b); }
)");
  EXPECT_EQ(R.count("'each'"), 2u);
  EXPECT_EQ(R.count("'both'"), 1u) << "names of pointers to members do not tell their types apart";
}

TEST(FunctionFacts, Functions) {
  Reader R(R"(
static void hidden() {}
static void handed() {}
void open() { hidden(); void (*p)() = handed; p(); }
struct base { virtual void run(); };
struct derived : base { ~derived() {} void run() override {} private: void inner() {} };
task lazy() { co_return; }
zoo::hot<int> eager() { co_return 1; }
)");
  EXPECT_TRUE(R.of("hidden").IsClosed);
  EXPECT_FALSE(R.of("handed").IsClosed) << "whoever has its address may call it";
  EXPECT_FALSE(R.of("open").IsClosed);
  EXPECT_TRUE(R.of("derived::inner").IsClosed);
  EXPECT_TRUE(R.ofDestructor("derived").MakesOrEndsObject);
  ASSERT_EQ(R.of("derived::run").Overrides.size(), 1u);
  EXPECT_TRUE(R.of("lazy").IsCoroutine);
  EXPECT_FALSE(R.of("lazy").IsEager);
  EXPECT_TRUE(R.of("eager").IsCoroutine);
  EXPECT_TRUE(R.of("eager").IsEager);
  EXPECT_EQ(R.text(R.of("open").Id), "c:@F@open#");
  EXPECT_TRUE(llvm::StringRef(R.text(R.of("hidden").Id)).contains("input.cpp|")) << R.text(R.of("hidden").Id);
}

} // namespace
