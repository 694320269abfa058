#include "facts/types/coroutine-promise.h"

#include "code.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

std::string promiseName(const Code &C, llvm::StringRef Function) {
  const CXXRecordDecl *Promise = promiseOfCoroutine(C.function(Function));
  return Promise ? qualifiedName(*Promise) : "none";
}

TEST(PromiseOfCoroutine, OfCoroutinesOnly) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> coroutine() { co_return 1; }
zoo::future<int> by_traits() { co_return 1; }
zoo::task<int> ordinary() { return coroutine(); }
zoo::task<int> declared();
zoo::task<int> has_coroutine_inside() { auto inner = []() -> zoo::task<int> { co_return 1; }; return inner(); }
template <class T> zoo::task<T> generic(T t) { co_return t; }
zoo::task<int> use() { co_return co_await generic(1); }
)");
  EXPECT_EQ(promiseName(C, "coroutine"), "zoo::detail::task_promise");
  EXPECT_EQ(promiseName(C, "by_traits"), "zoo::future_promise");
  EXPECT_EQ(promiseName(C, "ordinary"), "none");
  EXPECT_EQ(promiseName(C, "declared"), "none");
  EXPECT_EQ(promiseName(C, "has_coroutine_inside"), "none");
  EXPECT_EQ(promiseName(C, "generic"), "none") << "dependent";
}

constexpr char Operands[] = R"(
#include "zoo.h"
struct ticketed { int ticket(); };
struct derived_job : zoo::job {};
zoo::task<int> task(); zoo::job job(); zoo::started started(); zoo::detached detached(); zoo::operation operation();
ticketed ticketed_(); derived_job derived(); int number();
)";

TEST(AcceptsAwait, WithoutTransformWhatIsAwaitable) {
  Code C(Operands + std::string("zoo::task<int> f() { co_return 1; }\nzoo::task<int> ordinary() { return f(); }\n"));
  const AwaitedTypes None;
  const FunctionDecl &F = C.function("f");
  for (const char *Type : {"task", "job", "started", "operation", "derived"})
    EXPECT_TRUE(acceptsAwait(F, C.type(Type), None)) << Type;
  for (const char *Type : {"detached", "number", "ticketed_"})
    EXPECT_FALSE(acceptsAwait(F, C.type(Type), None)) << Type;
  EXPECT_FALSE(acceptsAwait(C.function("ordinary"), C.type("task"), None));
  EXPECT_FALSE(acceptsAwait(C.function("task"), C.type("task"), None)) << "only declared";
}

TEST(AcceptsAwait, WithTransformWhatAnOverloadNames) {
  Code C(Operands + std::string("zoo::picky f() { co_return; }\n"));
  const AwaitedTypes None;
  const FunctionDecl &F = C.function("f");
  EXPECT_TRUE(acceptsAwait(F, C.type("job"), None)) << "an overload names the class";
  EXPECT_TRUE(acceptsAwait(F, C.type("derived"), None)) << "and fits what derives from it";
  EXPECT_TRUE(acceptsAwait(F, C.type("task"), None)) << "an overload template names task<T>";
  EXPECT_FALSE(acceptsAwait(F, C.type("started"), None)) << "its overload is deleted";
  EXPECT_FALSE(acceptsAwait(F, C.type("operation"), None)) << "awaitable, but not for this promise";
  EXPECT_FALSE(acceptsAwait(F, C.type("ticketed_"), None)) << "a template for everything proves nothing";
  EXPECT_FALSE(acceptsAwait(F, C.type("number"), None));
}

TEST(AcceptsAwait, WhatAnotherCoroutineAwaitsIsProof) {
  Code C(Operands + std::string(R"(
zoo::picky witness() { co_await ticketed_(); }
zoo::picky f() { co_return; }
zoo::task<int> other_promise() { co_return 1; }
zoo::picky unevaluated() { auto later = []() -> zoo::picky { co_await ticketed{}; }; co_return; }
)"));
  AwaitedTypes Awaited;
  Awaited.add(C.function("witness"));
  Awaited.add(C.function("f"));
  EXPECT_TRUE(acceptsAwait(C.function("f"), C.type("ticketed_"), Awaited));
  EXPECT_FALSE(acceptsAwait(C.function("other_promise"), C.type("ticketed_"), Awaited)) << "another promise";
  EXPECT_FALSE(acceptsAwait(C.function("f"), C.type("number"), Awaited)) << "another type";
  AwaitedTypes OnlyNested;
  OnlyNested.add(C.function("unevaluated"));
  EXPECT_FALSE(acceptsAwait(C.function("f"), C.type("ticketed_"), OnlyNested)) << "the lambda awaits it, not this one";
}

TEST(AcceptsAwait, TheInstantiationOfAGenericCoroutineIsProof) {
  Code C(Operands + std::string(R"(
template <class T> zoo::picky generic(T t) { co_await t; }
zoo::picky f() { co_return; }
void caller() { generic(ticketed{}); }
)"));
  AwaitedTypes Awaited;
  for (const FunctionDecl *F : userCodeIn(C.context(), UserCode(C.context().getSourceManager(), "")).Functions)
    Awaited.add(*F);
  EXPECT_TRUE(acceptsAwait(C.function("f"), C.type("ticketed_"), Awaited));
}

TEST(TransformTakes, AsTheParameterNamesIt) {
  Code C(R"(
#include "zoo.h"
struct by_value { void await_transform(zoo::job); };
struct by_reference { void await_transform(const zoo::job &); };
struct two { void await_transform(int); void await_transform(zoo::job &&); };
struct pattern { template <class T> void await_transform(zoo::task<T> &&); };
struct everything { template <class T> T &&await_transform(T &&); };
struct deleted { void await_transform(zoo::job) = delete; };
struct no_parameter { void await_transform(); };
template <class T> struct member_of_template { void await_transform(zoo::task<T>); };
struct none {};
zoo::job job(); zoo::task<int> task(); zoo::task<char> task_of_char();
)");
  auto Takes = [&](llvm::StringRef Promise, llvm::StringRef Type) {
    return transformOf(&C.record(Promise), C.type(Type));
  };
  EXPECT_TRUE(Takes("by_value", "job"));
  EXPECT_TRUE(Takes("by_reference", "job"));
  EXPECT_TRUE(Takes("two", "job"));
  EXPECT_TRUE(Takes("pattern", "task"));
  EXPECT_FALSE(Takes("by_value", "task"));
  EXPECT_FALSE(Takes("pattern", "job"));
  EXPECT_FALSE(Takes("everything", "job"));
  EXPECT_FALSE(Takes("deleted", "job"));
  EXPECT_FALSE(Takes("no_parameter", "job"));
  EXPECT_FALSE(Takes("none", "job"));
}

TEST(TransformTakes, OneInstanceOfATemplateIsNotAnother) {
  Code C(R"(
#include "zoo.h"
struct only_int { void await_transform(zoo::task<int>); };
zoo::task<int> task(); zoo::task<char> task_of_char();
void caller() { task(); task_of_char(); }
)");
  EXPECT_TRUE(transformOf(&C.record("only_int"), C.type("task")));
  EXPECT_FALSE(transformOf(&C.record("only_int"), C.type("task_of_char")));
}

} // namespace
