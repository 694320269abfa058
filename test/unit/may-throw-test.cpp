#include "facts/flow/may-throw.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <exception>
#include <stdexcept>
#include "zoo.h"
struct work {
  struct promise_type {
    work get_return_object(); std::suspend_always initial_suspend(); std::suspend_always final_suspend() noexcept;
    void return_void(); void unhandled_exception();
  };
  bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume();
};
struct failure {}; struct worse : failure {};
struct loud { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
struct quiet { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume() noexcept; };
struct empty { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume() {} };
struct picky { bool await_ready(); void await_suspend(std::coroutine_handle<>) { throw failure(); } void await_resume() {} };
struct rethrowing { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume() { throw; } };
struct ending {
  struct promise_type {
    ending get_return_object(); std::suspend_always initial_suspend(); std::suspend_always final_suspend() noexcept;
    void return_void(); void unhandled_exception() { std::terminate(); }
  };
  bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume();
};
ending ends();
bool c(); void opaque();
inline work nothing() { co_return; }
inline work throws() { throw failure(); co_return; }
inline work awaits_loud() { co_await loud(); }
inline work awaits_quiet() { co_await quiet(); }
inline work catches() { try { co_await loud(); } catch (...) {} }
inline work passes_on() { co_await awaits_loud(); }
)";

struct Case {
  std::string Body;
  std::string Expected;
};

/// Expects these answers to \p Question about `work test() { BODY }`.
template <class T> void expectThat(T Question, const std::vector<Case> &Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "work test" + std::to_string(I) + "() { " + Cases[I].Body + " co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(Question(C, C.function("test" + std::to_string(I))), Cases[I].Expected) << Cases[I].Body;
}

std::string awaitThrows(const Code &C, const FunctionDecl &F) {
  return mayThrow(*allIn<CoawaitExpr>(F).front(), C.unit()) ? "yes" : "no";
}

TEST(MayThrow, OfAwaits) {
  expectThat(awaitThrows, {
                              {"co_await loud();", "yes"},
                              {"co_await quiet();", "no"},
                              {"co_await empty();", "no"},
                              {"co_await picky();", "yes"},
                              {"co_await rethrowing();", "yes"},
                              {"co_await ends();", "no"},
                              {"co_await nothing();", "no"},
                              {"co_await throws();", "yes"},
                              {"co_await awaits_loud();", "yes"},
                              {"co_await awaits_quiet();", "no"},
                              {"co_await catches();", "no"},
                              {"co_await passes_on();", "yes"},
                          });
}

/// "STATEMENT: TYPE" of the first that leaves \p F, when awaiting something loud is known to throw a failure.
std::string firstIn(const Code &C, const FunctionDecl &F) {
  const CXXRecordDecl &Failure = C.record("failure");
  const Thrown Found = firstThrown(F, C.unit(), [&](const CoawaitExpr &Await) {
    const CXXRecordDecl *Awaited = Await.getOperand()->getType()->getAsCXXRecordDecl();
    return Awaited && Awaited->getName() == "loud" ? &Failure : nullptr;
  });
  return Found ? C.text(*Found.At) + ": " + (Found.Type ? Found.Type->getNameAsString() : "?") : "";
}

TEST(MayThrow, TheFirstThatLeaves) {
  expectThat(firstIn, {
                          {"throw failure();", "throw failure(): failure"},
                          {"throw 1;", "throw 1: ?"},
                          {"opaque();", ""},
                          {"if (c()) throw worse(); throw failure();", "throw worse(): worse"},
                          {"co_await loud();", "co_await loud(): failure"},
                          {"co_await quiet(); co_await loud();", "co_await loud(): failure"},
                          {"co_await throws();", "co_await throws(): failure"},
                          {"co_await passes_on();", "co_await passes_on(): failure"},
                          {"co_await nothing();", ""},
                          {"auto later = [] { throw failure(); };", ""},
                      });
}

TEST(MayThrow, WhatHandlersEnd) {
  expectThat(firstIn, {
                          {"try { throw failure(); } catch (...) {}", ""},
                          {"try { throw failure(); } catch (const failure &) {}", ""},
                          {"try { throw worse(); } catch (const failure &) {}", ""},
                          {"try { throw failure(); } catch (const worse &) {}", "throw failure(): failure"},
                          {"try { throw failure(); } catch (int) {}", "throw failure(): failure"},
                          {"try { throw failure(); } catch (...) { throw; }", "throw failure(): failure"},
                          {"try { co_await loud(); } catch (const failure &) {}", ""},
                          {"try { co_await loud(); } catch (...) {} throw worse();", "throw worse(): worse"},
                      });
}

} // namespace
