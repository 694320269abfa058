#include "facts/types/promise.h"

#include "code.h"
#include "facts/syntax/names.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace asynctidy::facts {
static void PrintTo(Start Value, std::ostream *Out) {
  *Out << (Value == Start::Lazy ? "lazy" : Value == Start::Eager ? "eager" : "unknown");
}
static void PrintTo(FrameOwner Value, std::ostream *Out) {
  *Out << (Value == FrameOwner::Owns ? "owns" : Value == FrameOwner::Leaves ? "leaves" : "unknown");
}
} // namespace asynctidy::facts

namespace {

std::string promiseName(const Code &C, llvm::StringRef Type) {
  const CXXRecordDecl *Promise = promiseOf(C.type(Type));
  return Promise ? qualifiedName(*Promise) : "none";
}

Start start(const Code &C, llvm::StringRef Type) { return startOf(promiseOf(C.type(Type))); }
FrameOwner owner(const Code &C, llvm::StringRef Type) { return frameOwner(C.type(Type)); }

// ---- promiseOf

TEST(PromiseOf, FindsTheMemberOfEveryMaking) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> lazy();
zoo::job lazy_job();
zoo::hot<int> hot();
zoo::started started();
zoo::detached detached();
zoo::generator<int> generator();
zoo::runner runner();
)");
  EXPECT_EQ(promiseName(C, "lazy"), "zoo::detail::task_promise");
  EXPECT_EQ(promiseName(C, "lazy_job"), "zoo::job::promise_type");
  EXPECT_EQ(promiseName(C, "hot"), "zoo::hot::promise_type");
  EXPECT_EQ(promiseName(C, "started"), "zoo::started::promise_type");
  EXPECT_EQ(promiseName(C, "detached"), "zoo::detached::promise_type");
  EXPECT_EQ(promiseName(C, "generator"), "zoo::generator::promise_type");
  EXPECT_EQ(promiseName(C, "runner"), "zoo::runner::promise_type");
}

TEST(PromiseOf, OrdinaryTypesHaveNone) {
  Code C(R"(
#include "zoo.h"
#include <string>
class Declared;
template <class T> class DeclaredTemplate;
using Int = int;
using Pointer = zoo::task<int> *;
using String = std::string;
using Nothing = void;
using OnlyDeclared = Declared;
using OnlyDeclaredTemplate = DeclaredTemplate<int>;
using Operation = zoo::operation;
using Function = zoo::task<int>(int);
struct Member { int promise_type; };
using NoType = Member;
)");
  for (const char *Type : {"Int", "Pointer", "String", "Nothing", "OnlyDeclared", "OnlyDeclaredTemplate", "Operation",
                           "Function", "NoType"})
    EXPECT_EQ(promiseName(C, Type), "none") << Type;
  EXPECT_EQ(promiseOf(QualType()), nullptr);
}

TEST(PromiseOf, LooksThroughReferencesConstAndAliases) {
  Code C(R"(
#include "zoo.h"
using Reference = zoo::job &;
using Constant = const zoo::job;
using Moved = const zoo::job &&;
using Alias = Constant;
template <class T> using Result = zoo::task<T>;
using FromTemplate = Result<int>;
)");
  for (const char *Type : {"Reference", "Constant", "Moved", "Alias"})
    EXPECT_EQ(promiseName(C, Type), "zoo::job::promise_type") << Type;
  EXPECT_EQ(promiseName(C, "FromTemplate"), "zoo::detail::task_promise");
}

TEST(StartOf, WhatIsHandedToASchedulerHasBegun) {
  Code C(R"(
#include "zoo.h"
#include <functional>
struct queue { void push(std::coroutine_handle<>); void post(std::function<void()>); void defer(void (*)(void *), void *); };
queue &ready();
struct pushed { bool await_ready(); void await_suspend(std::coroutine_handle<> h) { ready().push(h); } void await_resume(); };
struct always { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { ready().push(h); } void await_resume(); };
struct posted { bool await_ready(); void await_suspend(std::coroutine_handle<> h) { ready().post([h] { h.resume(); }); } void await_resume(); };
struct deferred { bool await_ready(); void await_suspend(std::coroutine_handle<> h) { ready().defer(nullptr, h.address()); } void await_resume(); };
struct keeper { void keep(std::coroutine_handle<>); };
struct asked { bool await_ready(); template <class P> void await_suspend(std::coroutine_handle<P> h) { h.promise().keep(h); } void await_resume(); };
struct kept { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { self = h; } void await_resume(); std::coroutine_handle<> self; };
struct listed { bool await_ready(); template <class P> void await_suspend(std::coroutine_handle<P> h) { ready().defer(nullptr, &h.promise()); } void await_resume(); };
template <class> struct instance { bool await_ready(); template <class P> void await_suspend(std::coroutine_handle<P> h) { ready().push(h); } void await_resume(); };
using member = instance<int>;
struct unseen { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
#define WORK(Awaiter) \
  struct Awaiter##_work { struct promise_type { \
    Awaiter##_work get_return_object(); Awaiter initial_suspend(); std::suspend_always final_suspend() noexcept; \
    void return_void(); void unhandled_exception(); }; }; \
  Awaiter##_work of_##Awaiter()
WORK(pushed); WORK(always); WORK(posted); WORK(deferred); WORK(asked); WORK(kept); WORK(unseen); WORK(listed); WORK(member);
)");
  for (const char *Type : {"of_pushed", "of_always", "of_posted", "of_deferred", "of_listed", "of_member"})
    EXPECT_EQ(start(C, Type), Start::Eager) << Type;
  for (const char *Type : {"of_asked", "of_unseen"})
    EXPECT_EQ(start(C, Type), Start::Unknown) << Type;
  EXPECT_EQ(start(C, "of_kept"), Start::Lazy);
}

TEST(PromiseOf, IsInheritedFromADependentBase) {
  Code C(R"(
#include "zoo.h"
template <class T> struct base { struct promise_type { std::suspend_never initial_suspend(); }; };
template <class T> struct derived : base<T> {};
derived<int> called();
derived<int> instance;
)");
  EXPECT_EQ(promiseName(C, "called"), "base::promise_type");
}

TEST(PromiseOf, ReadsFullSpecialisationsOfCoroutineTraits) {
  Code C(R"(
#include <coroutine>
struct plain {};
struct other {};
struct plain_promise { std::suspend_always initial_suspend() noexcept; };
template <> struct std::coroutine_traits<plain, int> { using promise_type = plain_promise; };
template <> struct std::coroutine_traits<other> { using something_else = plain_promise; };
plain known();
const plain &known_reference();
other unknown();
)");
  EXPECT_EQ(promiseName(C, "known"), "plain_promise");
  EXPECT_EQ(promiseName(C, "unknown"), "none");
}

TEST(PromiseOf, AFullSpecialisationSpeaksOfOneInstanceOnly) {
  Code C(R"(
#include <coroutine>
template <class T> struct result {};
struct int_promise {};
template <> struct std::coroutine_traits<result<int>> { using promise_type = int_promise; };
result<int> known();
result<char> unknown();
)");
  EXPECT_EQ(promiseName(C, "known"), "int_promise");
  EXPECT_EQ(promiseName(C, "unknown"), "none");
}

TEST(PromiseOf, ReadsPartialSpecialisationsOfCoroutineTraits) {
  Code C(R"(
#include "zoo.h"
template <class T> struct pair {};
template <class T> struct other {};
template <class T> struct std::coroutine_traits<pair<T>> { struct promise_type {}; };
zoo::future<int> seastar();
zoo::future<> seastar_void();
pair<int> pair_of_int();
other<int> unknown();
)");
  EXPECT_EQ(promiseName(C, "seastar"), "zoo::future_promise");
  EXPECT_EQ(promiseName(C, "seastar_void"), "zoo::future_promise");
  EXPECT_EQ(promiseName(C, "pair_of_int"), "std::coroutine_traits::promise_type");
  EXPECT_EQ(promiseName(C, "unknown"), "none");
}

TEST(PromiseOf, ReadsPartialSpecialisationsForOneClass) {
  const Code C(R"(
#include <coroutine>
struct fire {}; struct other {};
struct fire_promise {};
template <class... A> struct std::coroutine_traits<fire, A...> { using promise_type = fire_promise; };
fire fires();
other others();
)");
  EXPECT_EQ(promiseName(C, "fires"), "fire_promise");
  EXPECT_EQ(promiseName(C, "others"), "none");
}

TEST(PromiseOf, APartialSpecialisationForEverythingIsNoProof) {
  Code C(R"(
#include <coroutine>
struct any_promise {};
template <class T> concept Marked = requires { typename T::marked; };
template <Marked T> struct std::coroutine_traits<T> { using promise_type = any_promise; };
struct unmarked {};
unmarked f();
)");
  EXPECT_EQ(promiseName(C, "f"), "none");
}

// ---- startOf

TEST(StartOf, IsKnownInAFileThatOnlyCalls) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> task();
zoo::job job();
zoo::hot<int> hot();
zoo::started started();
zoo::detached detached();
zoo::generator<int> generator();
zoo::future<int> future();
void caller() { task(); job(); hot(); started(); detached(); generator(); (void)future(); }
)");
  EXPECT_EQ(start(C, "task"), Start::Lazy);
  EXPECT_EQ(start(C, "job"), Start::Lazy);
  EXPECT_EQ(start(C, "hot"), Start::Eager);
  EXPECT_EQ(start(C, "started"), Start::Eager);
  EXPECT_EQ(start(C, "detached"), Start::Eager);
  EXPECT_EQ(start(C, "generator"), Start::Lazy);
  EXPECT_EQ(start(C, "future"), Start::Eager);
}

TEST(StartOf, IsTheSameWhereCoroutinesAreDefined) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> task() { co_return 1; }
zoo::task<> task_of_void() { co_await task(); }
zoo::hot<int> hot() { co_return 1; }
zoo::generator<int> generator() { co_yield 1; }
zoo::future<int> future() { co_return 1; }
)");
  EXPECT_EQ(start(C, "task"), Start::Lazy);
  EXPECT_EQ(start(C, "task_of_void"), Start::Lazy);
  EXPECT_EQ(start(C, "hot"), Start::Eager);
  EXPECT_EQ(start(C, "generator"), Start::Lazy);
  EXPECT_EQ(start(C, "future"), Start::Eager);
}

constexpr char Promises[] = R"(
#include <coroutine>
struct always { bool await_ready() const { return false; } void await_suspend(std::coroutine_handle<>);
  void await_resume(); };
struct never { constexpr bool await_ready() const noexcept { return true;
  } void await_suspend(std::coroutine_handle<>); void await_resume(); };
struct asks { bool ready; bool await_ready() const { return ready; } void await_suspend(std::coroutine_handle<>);
  void await_resume(); };
struct elsewhere { bool await_ready() const; void await_suspend(std::coroutine_handle<>); void await_resume(); };
struct inherits : always {};
struct through_operator { always operator co_await() const; };
)";

TEST(StartOf, JudgesOwnSuspendTypesByTheirStructure) {
  Code C(Promises + std::string(R"(
struct own_always { always initial_suspend(); };
struct own_never { never initial_suspend(); };
struct own_inherits { inherits initial_suspend(); };
struct own_operator { through_operator initial_suspend(); };
struct own_asks { asks initial_suspend(); };
struct own_elsewhere { elsewhere initial_suspend(); };
struct no_awaiter { int initial_suspend(); };
struct no_initial_suspend {};
)"));
  EXPECT_EQ(startOf(&C.record("own_always")), Start::Lazy);
  EXPECT_EQ(startOf(&C.record("own_never")), Start::Eager);
  EXPECT_EQ(startOf(&C.record("own_inherits")), Start::Lazy);
  EXPECT_EQ(startOf(&C.record("own_operator")), Start::Lazy);
  EXPECT_EQ(startOf(&C.record("own_asks")), Start::Unknown);
  EXPECT_EQ(startOf(&C.record("own_elsewhere")), Start::Unknown);
  EXPECT_EQ(startOf(&C.record("no_awaiter")), Start::Unknown);
  EXPECT_EQ(startOf(&C.record("no_initial_suspend")), Start::Unknown);
  EXPECT_EQ(startOf(nullptr), Start::Unknown);
}

TEST(StartOf, DeducesAutoFromTheReturnsWhenNobodyDid) {
  Code C(Promises + std::string(R"(
template <class T> struct one { auto initial_suspend() { return never{}; } };
template <class T> struct agreeing { bool b; auto initial_suspend() { if (b) return always{}; return always(); } };
template <class T> struct from_parameter { auto initial_suspend() { return T{}; } };
template <class T> struct local { auto initial_suspend() {
  struct starter { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>);
    void await_resume(); };
  return starter{};
} };
template <class T> struct with_lambda { auto initial_suspend() { auto l = [] { return never{}; }; l();
  return always{}; } };
template <class T> struct declared { auto initial_suspend(); };
)"));
  EXPECT_EQ(startOf(&C.record("one")), Start::Eager);
  EXPECT_EQ(startOf(&C.record("agreeing")), Start::Lazy);
  EXPECT_EQ(startOf(&C.record("from_parameter")), Start::Unknown);
  EXPECT_EQ(startOf(&C.record("local")), Start::Lazy);
  EXPECT_EQ(startOf(&C.record("with_lambda")), Start::Lazy);
  EXPECT_EQ(startOf(&C.record("declared")), Start::Unknown);
}

TEST(StartOf, TheDerivedPromiseWinsOverItsBase) {
  Code C(Promises + std::string(R"(
template <class T> struct lazy_base { std::suspend_always initial_suspend(); };
template <class T> struct hides : lazy_base<T> { std::suspend_never initial_suspend(); };
template <class T> struct keeps : lazy_base<T> { void other(); };
template <class T> struct brings : lazy_base<T> { using lazy_base<T>::initial_suspend; };
)"));
  EXPECT_EQ(startOf(&C.record("hides")), Start::Eager);
  EXPECT_EQ(startOf(&C.record("keeps")), Start::Lazy);
}

TEST(StartOf, APolicyIsUnknownUntilItIsInstantiated) {
  Code C(R"(
#include <coroutine>
template <class Policy> struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    Policy initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
  };
};
task<std::suspend_never> called();
task<std::suspend_always> defined() { co_return; }
void caller() { called(); }
)");
  EXPECT_EQ(start(C, "called"), Start::Unknown);
  EXPECT_EQ(start(C, "defined"), Start::Lazy);
}

TEST(StartOf, TwoAwaitersUnderAConditionAreUnknown) {
  Code C(Promises + std::string(R"(
struct chooses {
  struct awaiter {
    bool lazy;
    bool await_ready() const noexcept { if (lazy) return false; return true; }
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
  };
  awaiter initial_suspend();
};
)"));
  EXPECT_EQ(startOf(&C.record("chooses")), Start::Unknown);
}

TEST(YieldsValues, OnlyWithYieldValue) {
  Code C(R"(
#include "zoo.h"
zoo::generator<int> generator();
zoo::task<int> task();
template <class T> struct base { void yield_value(T); };
template <class T> struct derived : base<T> {};
)");
  EXPECT_TRUE(yieldsValues(promiseOf(C.type("generator"))));
  EXPECT_TRUE(yieldsValues(&C.record("derived")));
  EXPECT_FALSE(yieldsValues(promiseOf(C.type("task"))));
}

// ---- frameOwner

TEST(FrameOwner, OfTheZoo) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> task();
zoo::job job();
zoo::hot<int> hot();
zoo::started started();
zoo::detached detached();
zoo::generator<int> generator();
)");
  EXPECT_EQ(owner(C, "task"), FrameOwner::Owns);
  EXPECT_EQ(owner(C, "job"), FrameOwner::Owns) << "destroyed by a helper that the destructor calls";
  EXPECT_EQ(owner(C, "hot"), FrameOwner::Owns) << "destroyed by the destructor of a member";
  EXPECT_EQ(owner(C, "started"), FrameOwner::Leaves);
  EXPECT_EQ(owner(C, "detached"), FrameOwner::Leaves);
  EXPECT_EQ(owner(C, "generator"), FrameOwner::Owns);
}

TEST(FrameOwner, OfOtherShapes) {
  Code C(R"(
#include <coroutine>
struct raii { std::coroutine_handle<> h; ~raii() { h.destroy(); } };
struct in_base : raii {};
struct in_base_of_base : in_base { int more; };
template <class T> struct owner_base { std::coroutine_handle<T> h; ~owner_base() { if (h) h.destroy(); } };
template <class T> struct in_dependent_base : owner_base<T> {};
struct observes { raii *elsewhere; };
struct refers { raii &elsewhere; };
struct handle_only { std::coroutine_handle<> h; };
struct elsewhere { ~elsewhere(); };
struct has_elsewhere { elsewhere e; };
struct logs { int n; ~logs() { n = 0; } };
struct deep { void one() { two(); } void two() { h.destroy(); } std::coroutine_handle<> h; ~deep() { one(); } };
template <class T> struct custom_promise { void destroy(); };
using Base = in_base; using BaseOfBase = in_base_of_base; using Dependent = in_dependent_base<int>;
using Observes = observes; using Refers = refers; using Handle = handle_only; using Elsewhere = elsewhere;
using HasElsewhere = has_elsewhere; using Logs = logs; using Deep = deep; using Int = int;
)");
  EXPECT_EQ(owner(C, "Base"), FrameOwner::Owns);
  EXPECT_EQ(owner(C, "BaseOfBase"), FrameOwner::Owns);
  EXPECT_EQ(owner(C, "Dependent"), FrameOwner::Owns);
  EXPECT_EQ(owner(C, "Deep"), FrameOwner::Owns);
  EXPECT_EQ(owner(C, "Observes"), FrameOwner::Leaves);
  EXPECT_EQ(owner(C, "Refers"), FrameOwner::Leaves);
  EXPECT_EQ(owner(C, "Handle"), FrameOwner::Leaves);
  EXPECT_EQ(owner(C, "Logs"), FrameOwner::Leaves);
  EXPECT_EQ(owner(C, "Elsewhere"), FrameOwner::Unknown);
  EXPECT_EQ(owner(C, "HasElsewhere"), FrameOwner::Unknown);
  EXPECT_EQ(owner(C, "Int"), FrameOwner::Unknown);
}

} // namespace
