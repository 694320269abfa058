#include "facts/errors/error-passing.h"

#include "code.h"

#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <cstdio>
#include <exception>
#include <future>
#include <string>
#include <vector>
#include "zoo.h"
struct failure : std::exception {}; struct wrapped { explicit wrapped(const failure &); };
extern std::exception_ptr last; extern failure kept; extern std::vector<failure> all; extern std::promise<int> promised;
void say(const char *); void opaque(); void opaque_with(int);
inline void keep(std::exception_ptr e) { last = e; }
inline void keep_whole(const failure &e) { kept = e; }
inline void only_says(const failure &e) { say(e.what()); }
inline void nothing() {}
inline void throws_on() { throw; }
)";

/// Whether the handler of \p F passes on what it caught.
bool passesIn(const Code &C, const FunctionDecl &F, bool Unknown) {
  const auto *Handler = allIn<CXXCatchStmt>(F).front();
  return passesOn(Handler->getHandlerBlock(), F, {Handler->getExceptionDecl()}, Unknown, C.unit());
}

/// Expects the same answer about all of these handlers.
void expectPassed(bool Expected, const std::vector<std::string> &Handlers, bool Unknown = false) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Handlers.size(); ++I)
    Text += "zoo::task<failure> test" + std::to_string(I) +
            "() { std::exception_ptr local; try { opaque(); } catch (const failure &e) { " + Handlers[I] +
            " } co_return failure(); }\n";
  Code C(Text);
  for (size_t I = 0; I < Handlers.size(); ++I)
    EXPECT_EQ(passesIn(C, C.function("test" + std::to_string(I)), Unknown), Expected) << Handlers[I];
}

TEST(ErrorPassing, Whole) {
  expectPassed(true, {
                         "co_return e;",
                         "kept = e;",
                         "all.push_back(e);",
                         "throw wrapped(e);",
                         "throw e;",
                         "keep_whole(e);",
                         "last = std::current_exception();",
                         "promised.set_exception(std::current_exception());",
                         "auto now = std::current_exception(); keep(now);",
                         "std::rethrow_exception(std::current_exception());",
                         "throws_on();",
                     });
}

TEST(ErrorPassing, OnlySomeOfIt) {
  expectPassed(false, {
                          "",
                          "nothing();",
                          "say(\"it failed\");",
                          "say(e.what());",
                          "std::printf(\"%s\", e.what());",
                          "only_says(e);",
                          "if (e.what()) nothing();",
                          "auto now = std::current_exception();",
                          "local = std::current_exception();",
                      });
}

TEST(ErrorPassing, ToWhatIsUnknown) {
  expectPassed(true, {"opaque();"}, /*Unknown=*/true);
  expectPassed(false, {"opaque_with(1);", "nothing();"}, /*Unknown=*/true);
  expectPassed(false, {"opaque();", "opaque_with(1);"}, /*Unknown=*/false);
}

} // namespace
