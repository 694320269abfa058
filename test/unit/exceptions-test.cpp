#include "facts/errors/exception-pointers.h"
#include "facts/flow/ending-promise.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

/// Whether a promise with this `unhandled_exception` ends the program.
bool ends(const std::string &Unhandled) {
  Code C("#include <cstdlib>\n#include <exception>\n[[noreturn]] void die(); void opaque(); bool c();\n"
         "inline void wrapped() { opaque(); die(); }\ninline void perhaps() { if (c()) die(); }\n"
         "extern std::exception_ptr last;\nstruct promise { " +
         Unhandled + " };");
  return endsProgramIn(&C.record("promise")) != nullptr;
}

TEST(EndingPromise, ByItsBody) {
  EXPECT_TRUE(ends("void unhandled_exception() { std::terminate(); }"));
  EXPECT_TRUE(ends("void unhandled_exception() noexcept { opaque(); std::abort(); }"));
  EXPECT_TRUE(ends("void unhandled_exception() const noexcept { wrapped(); }"));
  EXPECT_TRUE(ends("void unhandled_exception() noexcept { throw; }"));
  EXPECT_TRUE(ends("[[noreturn]] void fail(); void unhandled_exception() { fail(); }"));
  EXPECT_FALSE(ends("void unhandled_exception() { throw; }"));
  EXPECT_FALSE(ends("void unhandled_exception() { last = std::current_exception(); }"));
  EXPECT_FALSE(ends("void unhandled_exception() noexcept { perhaps(); }"));
  EXPECT_FALSE(ends("void unhandled_exception() { if (c()) std::terminate(); }"));
  EXPECT_FALSE(ends("void unhandled_exception() {}"));
  EXPECT_FALSE(ends("void unhandled_exception();"));
  EXPECT_FALSE(ends("void other() { std::terminate(); }"));
  EXPECT_FALSE(endsProgramIn(nullptr));
}

TEST(ExceptionPointers, AreThrownByMistake) {
  Code C(R"(
#include <exception>
#include <stdexcept>
struct failure { std::exception_ptr inside; };
using a_failure = failure; using a_pointer = std::exception_ptr;
template <class T> void raise(T what) { throw what; }
void test(std::exception_ptr p, std::exception_ptr const &r) {
  throw p; throw r; throw std::current_exception(); std::make_exception_ptr(p);
  throw std::runtime_error("x"); throw failure{p}; throw 1; std::make_exception_ptr(1); std::rethrow_exception(p);
}
void caught() { try { raise(1); } catch (const failure &) {} catch (...) {} }
)");
  unsigned Thrown = 0;
  for (const Stmt *S : allIn<Stmt>(C.function("test")))
    Thrown += exceptionPointerThrownBy(*S, C.unit().models()) != nullptr;
  EXPECT_EQ(Thrown, 4u);
  EXPECT_TRUE(isCaught(C.type("a_failure"), C.unit()));
  EXPECT_FALSE(isCaught(C.type("a_pointer"), C.unit()));
}

} // namespace
