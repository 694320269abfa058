#include "facts/types/declared-lifetimes.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

TEST(DeclaredLifetimes, OfParameters) {
  const Code C(R"(
int &bound(int &i [[clang::lifetimebound]]);
int &later(int &i);
int &later(int &i [[clang::lifetimebound]]);
void kept(int &i);
void escapes(int *p [[clang::noescape]]);
)");
  const auto First = [&](const char *Name) -> const ParmVarDecl & { return *C.function(Name).getParamDecl(0); };
  EXPECT_TRUE(isBound(First("bound")));
  EXPECT_TRUE(isBound(First("later")));
  EXPECT_TRUE(isBound(*C.function("later").getFirstDecl()->getParamDecl(0))) << "a later declaration says it";
  EXPECT_FALSE(isBound(First("kept")));
  EXPECT_TRUE(isNotKept(First("escapes")));
  EXPECT_FALSE(isNotKept(First("kept")));
}

TEST(DeclaredLifetimes, OfObjects) {
  const Code C(R"(
struct s {
  int &bound() [[clang::lifetimebound]];
  int &bound_const() const noexcept [[clang::lifetimebound]];
  auto trailing() [[clang::lifetimebound]] -> int &;
  int &other();
  int &of_parameter(int &i [[clang::lifetimebound]]);
};
int &s::bound() { static int i; return i; }
)");
  for (const char *Name : {"s::bound", "s::bound_const", "s::trailing"})
    EXPECT_TRUE(isObjectBound(C.function(Name))) << Name;
  for (const char *Name : {"s::other", "s::of_parameter"})
    EXPECT_FALSE(isObjectBound(C.function(Name))) << Name;
}

TEST(DeclaredLifetimes, OfCoroutines) {
  const Code C(R"(
struct [[clang::coro_return_type, clang::coro_lifetimebound]] work {};
template <class T> struct [[clang::coro_return_type, clang::coro_lifetimebound]] work_of {};
struct [[clang::coro_return_type]] plain {};
struct other {};
work f(int &); work_of<int> g(int &); plain h(int &); other i(int &);
[[clang::coro_disable_lifetimebound]] work free(int &);
[[clang::coro_disable_lifetimebound]] other free_too(int &);
[[clang::coro_wrapper]] work wrapper(int &);
)");
  const auto Of = [&](const char *Name) { return coroutineBinding(C.function(Name)); };
  EXPECT_EQ(Of("f"), CoroutineBinding::All);
  EXPECT_EQ(Of("g"), CoroutineBinding::All) << "the class is not instantiated";
  EXPECT_EQ(Of("h"), CoroutineBinding::Unsaid);
  EXPECT_EQ(Of("i"), CoroutineBinding::Unsaid);
  EXPECT_EQ(Of("free"), CoroutineBinding::None);
  EXPECT_EQ(Of("free_too"), CoroutineBinding::None);
  EXPECT_EQ(Of("wrapper"), CoroutineBinding::All);
  for (const char *Name : {"f", "g", "h"})
    EXPECT_TRUE(isDeclaredCoroutine(C.function(Name))) << Name;
  for (const char *Name : {"i", "wrapper"})
    EXPECT_FALSE(isDeclaredCoroutine(C.function(Name))) << Name;
  EXPECT_TRUE(isDeclaredCoroutineType(C.type("g")));
  EXPECT_FALSE(isDeclaredCoroutineType(C.type("i")));
}

} // namespace
