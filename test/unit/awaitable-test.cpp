#include "facts/types/awaitable.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace asynctidy::facts {
static void PrintTo(AwaitForm Value, std::ostream *Out) {
  constexpr const char *Names[] = {"none",          "awaiter",          "member operator",
                                   "free operator", "foreign operator", "transform"};
  *Out << Names[static_cast<int>(Value)];
}
static void PrintTo(Suspends Value, std::ostream *Out) {
  *Out << (Value == Suspends::Always ? "always" : Value == Suspends::Never ? "never" : "unknown");
}
} // namespace asynctidy::facts

namespace {

AwaitForm form(const Code &C, llvm::StringRef Type) { return awaitableForm(C.type(Type)).Form; }

std::string result(const Code &C, llvm::StringRef Type) {
  const QualType Result = awaitResult(C.type(Type));
  return Result.isNull() ? "none" : Result.getCanonicalType().getAsString(C.context().getPrintingPolicy());
}

constexpr char Functions[] = R"(
#include <coroutine>
#define AWAIT_FUNCTIONS(RESULT) \
  bool await_ready() const noexcept; void await_suspend(std::coroutine_handle<>); RESULT await_resume();
struct awaiter { AWAIT_FUNCTIONS(long) };
)";

TEST(AwaitableForm, OfTheZoo) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> task();
zoo::job job();
zoo::hot<int> hot();
zoo::started started();
zoo::future<int> future();
zoo::detached detached();
zoo::generator<int> generator();
zoo::operation operation();
zoo::guard guard();
)");
  EXPECT_EQ(form(C, "task"), AwaitForm::MemberOperator);
  EXPECT_EQ(form(C, "job"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "hot"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "started"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "future"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "operation"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "detached"), AwaitForm::None);
  EXPECT_EQ(form(C, "generator"), AwaitForm::None);
  EXPECT_EQ(form(C, "guard"), AwaitForm::None);
}

TEST(AwaitableForm, NeedsAllThreeFunctions) {
  Code C(R"(
#include <coroutine>
struct two { bool await_ready(); void await_suspend(std::coroutine_handle<>); };
struct data { bool await_ready; int await_suspend; int await_resume; };
struct templated {
  bool await_ready();
  template <class P> bool await_suspend(std::coroutine_handle<P>);
  template <class T = int> T await_resume();
};
using Two = two;
using Data = data;
using Templated = templated;
using Int = int;
using Pointer = templated *;
)");
  EXPECT_EQ(form(C, "Two"), AwaitForm::None);
  EXPECT_EQ(form(C, "Data"), AwaitForm::None);
  EXPECT_EQ(form(C, "Templated"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "Int"), AwaitForm::None);
  EXPECT_EQ(form(C, "Pointer"), AwaitForm::None);
  EXPECT_FALSE(awaitableForm(QualType()));
}

TEST(AwaitableForm, IsInherited) {
  Code C(Functions + std::string(R"(
struct derived : awaiter {};
template <class T> struct base { AWAIT_FUNCTIONS(T) };
template <class T> struct dependent : base<T> {};
template <class T> struct split : base<T> { bool await_ready(); };
struct brought : private awaiter { using awaiter::await_ready; using awaiter::await_suspend;
  using awaiter::await_resume; };
struct with_operator { awaiter operator co_await(); };
struct derived_operator : with_operator {};
namespace lib { struct freely {}; awaiter operator co_await(const freely &); }
namespace user { struct derived_freely : lib::freely {}; }
using Derived = derived; using Dependent = dependent<int>; using Split = split<int>; using Brought = brought;
using DerivedOperator = derived_operator; using DerivedFreely = user::derived_freely;
)"));
  EXPECT_EQ(form(C, "Derived"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "Dependent"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "Split"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "Brought"), AwaitForm::Awaiter);
  EXPECT_EQ(form(C, "DerivedOperator"), AwaitForm::MemberOperator);
  EXPECT_EQ(form(C, "DerivedFreely"), AwaitForm::FreeOperator);
}

TEST(AwaitableForm, ByTheOwnPromise) {
  Code C(Functions + std::string(R"(
struct shared { struct promise_type { awaiter await_transform(shared &); }; };
template <class T> struct job;
struct promise_base { template <class T> awaiter await_transform(job<T> &&); };
template <class T> struct job { struct promise_type : promise_base {}; };
struct detached { struct promise_type { awaiter await_transform(shared); }; };
struct anything { struct promise_type { template <class T> awaiter await_transform(T &&); }; };
struct refused { struct promise_type { awaiter await_transform(refused) = delete; }; };
struct both { AWAIT_FUNCTIONS(int) struct promise_type { awaiter await_transform(both); }; };
using Shared = shared; using Job = job<int>; using Detached = detached; using Anything = anything;
using Refused = refused; using Both = both;
)"));
  EXPECT_EQ(form(C, "Shared"), AwaitForm::Transform);
  EXPECT_EQ(form(C, "Job"), AwaitForm::Transform);
  EXPECT_EQ(form(C, "Both"), AwaitForm::Awaiter) << "other coroutines can await it as well";
  EXPECT_EQ(form(C, "Detached"), AwaitForm::None) << "it awaits others, but nothing awaits it";
  EXPECT_EQ(form(C, "Anything"), AwaitForm::None) << "a template for everything proves nothing";
  EXPECT_EQ(form(C, "Refused"), AwaitForm::None);
  EXPECT_EQ(result(C, "Shared"), "long");
}

TEST(AwaitableForm, TheMemberOperatorComesBeforeTheAwaitFunctions) {
  Code C(Functions + std::string(R"(
struct both { AWAIT_FUNCTIONS(int) awaiter operator co_await(); };
using Both = both;
)"));
  EXPECT_EQ(form(C, "Both"), AwaitForm::MemberOperator);
  EXPECT_EQ(result(C, "Both"), "long");
}

TEST(AwaitableForm, FreeOperatorsOfTheOwnNamespace) {
  Code C(Functions + std::string(R"(
namespace lib {
template <class T> struct named {};
template <class T> awaiter operator co_await(named<T> &&);
struct has_friend { friend awaiter operator co_await(has_friend) { return {}; } };
template <class T> struct has_template_friend {
  template <class U> friend awaiter operator co_await(const has_template_friend<U> &);
};
inline namespace v1 { struct in_inline {}; }
awaiter operator co_await(in_inline);
struct unrelated {};
}
struct global {};
awaiter operator co_await(global);
lib::named<int> named(); lib::has_friend has_friend(); lib::has_template_friend<int> has_template_friend();
lib::in_inline in_inline(); lib::unrelated unrelated(); global own_global();
)"));
  EXPECT_EQ(form(C, "named"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "has_friend"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "has_template_friend"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "in_inline"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "own_global"), AwaitForm::FreeOperator);
  EXPECT_EQ(form(C, "unrelated"), AwaitForm::None);
}

TEST(AwaitableForm, SomebodyElsesOperatorIsForeign) {
  Code C(Functions + std::string(R"(
namespace lib { struct duration {}; template <class R> struct period {}; struct other {}; }
awaiter operator co_await(lib::duration);
template <class R> awaiter operator co_await(lib::period<R>);
namespace mine { awaiter operator co_await(lib::other); }
lib::duration duration(); lib::period<int> period(); lib::other other();
)"));
  EXPECT_EQ(form(C, "duration"), AwaitForm::ForeignOperator);
  EXPECT_EQ(form(C, "period"), AwaitForm::ForeignOperator);
  EXPECT_EQ(form(C, "other"), AwaitForm::None) << "argument-dependent look-up does not find it";
}

TEST(AwaitableForm, AnOperatorForEverythingProvesNothing) {
  Code C(Functions + std::string(R"(
namespace lib {
template <class T> concept Sender = requires { typename T::is_sender; };
template <Sender T> awaiter operator co_await(T &&);
struct value {};
template <class T> awaiter operator co_await(T *);
}
lib::value value();
)"));
  EXPECT_EQ(form(C, "value"), AwaitForm::None);
}

// ---- awaitResult

TEST(AwaitResult, OfTheZoo) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> task();
zoo::task<> task_of_void();
zoo::task<zoo::task<int>> nested();
zoo::job job();
zoo::hot<int> hot();
zoo::future<char> future();
zoo::future<> future_of_void();
zoo::operation operation();
zoo::lock_operation lock();
zoo::detached detached();
void caller() { task(); }
)");
  EXPECT_EQ(result(C, "task"), "int");
  EXPECT_EQ(result(C, "task_of_void"), "void");
  EXPECT_EQ(result(C, "nested"), "zoo::task<int>");
  EXPECT_EQ(result(C, "job"), "void");
  EXPECT_EQ(result(C, "hot"), "int");
  EXPECT_EQ(result(C, "future_of_void"), "void");
  EXPECT_EQ(result(C, "operation"), "int");
  EXPECT_EQ(result(C, "lock"), "zoo::guard");
  EXPECT_EQ(result(C, "detached"), "none");
}

TEST(AwaitResult, IsWhatAwaitResumeSaysWhereItIsKnown) {
  Code C(Functions + std::string(R"(
struct deduced { bool await_ready(); void await_suspend(std::coroutine_handle<>); auto await_resume() { return 1.5; } };
template <class T> struct optional_of { T *p; };
template <class T> struct wraps { bool await_ready(); void await_suspend(std::coroutine_handle<>);
  optional_of<T> await_resume(); };
template <class T> struct refers { bool await_ready(); void await_suspend(std::coroutine_handle<>);
  T &await_resume(); };
struct by_operator { awaiter operator co_await() const; };
deduced deduced_(); wraps<int> wraps_(); wraps<int> wrapping; refers<int> refers_(); refers<int> refer();
  by_operator by_operator_();
void instantiate() { wraps_(); refers_(); }
)"));
  EXPECT_EQ(result(C, "deduced_"), "double");
  EXPECT_EQ(result(C, "wraps_"), "optional_of<int>");
  EXPECT_EQ(result(C, "refers_"), "int &");
  EXPECT_EQ(result(C, "by_operator_"), "long");
}

// ---- suspends

TEST(SuspendsTest, AsAwaitReadyTells) {
  Code C(R"(
#include "zoo.h"
#define REST void await_suspend(std::coroutine_handle<>); void await_resume();
struct negated { bool await_ready() { return !true; } REST };
constexpr bool Ready = true;
struct named { bool await_ready() { return Ready; } REST };
struct number { bool await_ready() { return 0; } REST };
struct statements { bool await_ready() { int n = 0; return false; } REST };
struct asks { bool b; bool await_ready() { return b; } REST };
struct declared { bool await_ready(); REST };
template <bool B> struct chosen { bool await_ready() { return B; } REST };
template <class T> struct fixed { bool await_ready() { return false; } REST };
struct throws_away { static constexpr bool await_ready() noexcept { return true; } REST };
struct none {};
using Always = std::suspend_always; using Never = std::suspend_never; using Negated = negated; using Named = named;
using Number = number; using Statements = statements; using Asks = asks; using Declared = declared;
using NotChosen = chosen<true>; using Fixed = fixed<int>; using Static = throws_away; using None = none;
chosen<true> instance;
void instantiate() { instance.await_ready(); }
)");
  auto Says = [&](llvm::StringRef Type) { return suspends(C.type(Type)); };
  EXPECT_EQ(Says("Always"), Suspends::Always);
  EXPECT_EQ(Says("Negated"), Suspends::Always);
  EXPECT_EQ(Says("Number"), Suspends::Always);
  EXPECT_EQ(Says("Fixed"), Suspends::Always);
  EXPECT_EQ(Says("Never"), Suspends::Never);
  EXPECT_EQ(Says("Named"), Suspends::Never);
  EXPECT_EQ(Says("Static"), Suspends::Never);
  EXPECT_EQ(Says("NotChosen"), Suspends::Never) << "its body was instantiated";
  EXPECT_EQ(Says("Statements"), Suspends::Unknown);
  EXPECT_EQ(Says("Asks"), Suspends::Unknown);
  EXPECT_EQ(Says("Declared"), Suspends::Unknown);
  EXPECT_EQ(Says("None"), Suspends::Unknown);
}

} // namespace
