#include "facts/errors/cancellation.h"
#include "facts/errors/shielding.h"
#include "facts/errors/thrown.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;
using asynctidy::unit::modelsWith;

namespace {

/// Two libraries whose work can be cancelled, one with an exception for it, one with a code, and one that throws what
/// it likes.
constexpr char Prelude[] = R"(
#include <coroutine>
#include <exception>
#include <tuple>
template <class T> struct awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>); T await_resume(); };
struct promise_base {
  std::suspend_always initial_suspend() noexcept; std::suspend_always final_suspend() noexcept; void unhandled_exception();
};
#define TASK \
  template <class T = void> struct task { \
    struct promise_type : promise_base { task get_return_object(); void return_value(T); }; \
    awaiter<T> operator co_await() const; task(task &&); ~task(); }; \
  template <> struct task<void> { \
    struct promise_type : promise_base { task get_return_object(); void return_void(); }; \
    awaiter<void> operator co_await() const; task(task &&); ~task(); };
namespace lib {
struct cancelled {};
TASK
template <class T> task<T> shield(task<T>);
task<> work();
struct sleep { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
struct quiet { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume() noexcept; };
struct ready { bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>); void await_resume(); };
}
namespace io {
struct code { explicit operator bool() const; };
struct error : std::exception { code why() const; };
extern const code aborted; extern const code refused;
enum class errc { aborted, refused };
TASK
task<int> read(); task<int> read(code &); task<std::tuple<code, int>> read_all();
}
namespace plain { TASK task<> work(); }
void opaque(); bool c();
inline lib::task<> nothing() { co_return; }
inline lib::task<> passes() { co_await lib::sleep(); }
inline lib::task<> catches() { try { co_await lib::sleep(); } catch (...) {} }
inline lib::task<> catches_errors() { try { co_await lib::sleep(); } catch (const std::exception &) {} }
inline lib::task<> catches_it() { try { co_await lib::sleep(); } catch (const lib::cancelled &) {} }
inline lib::task<> throws_on() { try { co_await lib::sleep(); } catch (...) { throw; } }
inline lib::task<> shielded() { co_await lib::shield(lib::work()); }
inline io::task<> reads() { co_await io::read(); }
inline lib::task<> throws_it() { if (c()) throw lib::cancelled(); co_return; }
inline lib::task<> throws_another() { if (c()) throw 1; co_return; }
inline plain::task<> wraps() { co_await lib::work(); }
)";

constexpr char Models[] = R"(
- {name: 'lib::cancelled', is: cancelled, because: test}
- {name: 'lib::shield', is: shields, because: test}
- {name: 'io::error', is: maybe-cancelled, because: test}
- {names: ['io::aborted', 'io::errc::aborted'], is: cancelled-error, because: test}
- {name: 'io::code', is: error, because: test}
)";

/// Some code of a user of these libraries.
struct User {
  Code C;
  TranslationUnit Unit;
  const CancellationTypes &Types;

  explicit User(const std::string &Text)
      : C(Prelude + Text), Unit(C.context(), modelsWith(Models)), Types(cancellationTypes(Unit)) {}

  std::vector<const CoawaitExpr *> awaits(const std::string &Name) const {
    return allIn<CoawaitExpr>(C.function(Name));
  }
};

struct Case {
  std::string Body;
  std::string Expected;
};

/// Expects these answers to \p Question about `lib::task<> test() { BODY }`.
template <class T> void expectThat(T Question, const std::vector<Case> &Cases) {
  std::string Text;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "lib::task<> test" + std::to_string(I) + "() { " + Cases[I].Body + " co_return; }\n";
  User U(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(Question(U, "test" + std::to_string(I)), Cases[I].Expected) << Cases[I].Body;
}

/// What the first await in \p Name throws when it is cancelled.
std::string thrownIn(const User &U, const std::string &Name) {
  std::vector<std::string> Found;
  for (const CancellationType &Type : U.Types.thrownBy(*U.awaits(Name).front()))
    Found.push_back((Type.NothingElse ? "" : "perhaps ") + Type.Thrown->getQualifiedNameAsString());
  return llvm::join(Found, ", ");
}

TEST(Cancellation, ThrownByAwaits) {
  expectThat(thrownIn, {
                           {"co_await lib::sleep();", "lib::cancelled"},
                           {"co_await lib::work();", "lib::cancelled"},
                           {"co_await io::read();", "perhaps io::error"},
                           {"co_await plain::work();", ""},
                           {"co_await lib::quiet();", ""},
                           {"co_await lib::ready();", ""},
                           {"co_await lib::shield(lib::work());", ""},
                           {"auto s = lib::shield(lib::work()); co_await std::move(s);", ""},
                           {"io::code e; co_await io::read(e);", ""},
                           {"co_await io::read_all();", ""},
                           {"auto [e, n] = co_await io::read_all();", ""},
                       });
}

TEST(Cancellation, ThrownByCoroutinesOfTheUser) {
  expectThat(thrownIn, {
                           {"co_await nothing();", ""},
                           {"co_await passes();", "lib::cancelled"},
                           {"co_await catches();", ""},
                           {"co_await catches_it();", ""},
                           {"co_await catches_errors();", "lib::cancelled"},
                           {"co_await throws_on();", "lib::cancelled"},
                           {"co_await shielded();", ""},
                           {"co_await reads();", "perhaps io::error"},
                           {"co_await throws_it();", "lib::cancelled"},
                           {"co_await throws_another();", ""},
                           {"co_await wraps();", "lib::cancelled"},
                       });
}

TEST(Cancellation, OfClassesThatTheUserDerives) {
  User U("struct mine : lib::cancelled {}; struct unnamed : lib::cancelled {}; struct other {};\n"
         "lib::task<> test0() { try { co_await lib::work(); } catch (const mine &) {} catch (const other &) {} }\n"
         "plain::task<> test1() { co_await plain::work(); }");
  EXPECT_EQ(thrownIn(U, "test0"), "lib::cancelled, mine");
  EXPECT_EQ(thrownIn(U, "test1"), "");
}

std::string escapingIn(const User &U, const std::string &Name) {
  std::vector<std::string> Found;
  const auto *Try = allIn<CXXTryStmt>(U.C.function(Name)).front();
  for (const CancellationTypes::Escaping &One : U.Types.escapingFrom(*Try->getTryBlock()))
    Found.push_back(U.C.text(*One.Await));
  return llvm::join(Found, ", ");
}

TEST(Cancellation, EscapesFromBlocks) {
  expectThat(
      escapingIn,
      {
          {"try { co_await lib::sleep(); } catch (...) {}", "co_await lib::sleep()"},
          {"try { if (c()) co_await lib::sleep(); co_await lib::work(); } catch (...) {}",
           "co_await lib::sleep(), co_await lib::work()"},
          {"try { opaque(); } catch (...) {}", ""},
          {"try { co_await nothing(); } catch (...) {}", ""},
          {"try { try { co_await lib::sleep(); } catch (...) {} } catch (...) {}", ""},
          {"try { try { co_await lib::sleep(); } catch (lib::cancelled) {} } catch (...) {}", ""},
          {"try { try { co_await lib::sleep(); } catch (int) {} } catch (...) {}", "co_await lib::sleep()"},
          {"try { try { co_await lib::sleep(); } catch (int) {} catch (...) {} } catch (...) {}", ""},
          {"try { try { co_await lib::sleep(); } catch (...) { throw; } } catch (...) {}", "co_await lib::sleep()"},
          {"try { auto later = []() -> lib::task<> { co_await lib::sleep(); }; } catch (...) {}", ""},
      });
}

std::string goesOnIn(const User &U, const std::string &Name) {
  return U.Types.goesOnBy(*U.awaits(Name).front()) ? "goes on" : "";
}

TEST(Cancellation, GoingOn) {
  expectThat(goesOnIn, {
                           {"co_await lib::sleep();", "goes on"},
                           {"co_await lib::work();", "goes on"},
                           {"co_await plain::work();", "goes on"},
                           {"co_await lib::ready();", ""},
                           {"co_await lib::shield(lib::work());", ""},
                           {"co_await nothing();", ""},
                           {"co_await shielded();", ""},
                           {"co_await passes();", "goes on"},
                       });
}

TEST(Cancellation, OfWhatRunsOnlyShielded) {
  User U(R"(
lib::task<> cleans_up() { co_await lib::work(); }
lib::task<> inner() { co_await lib::work(); }
lib::task<> outer() { co_await inner(); }
lib::task<> both() { co_await lib::work(); }
lib::task<> plain_only() { co_await lib::work(); }
lib::task<> handed_out() { co_await lib::work(); }
void keep(lib::task<> (*)());
lib::task<> test() {
  co_await lib::shield(cleans_up()); co_await lib::shield(outer()); co_await lib::shield(both()); co_await both();
  co_await plain_only(); co_await lib::shield(handed_out()); keep(handed_out);
}
)");
  for (const char *Name : {"cleans_up", "outer", "inner"})
    EXPECT_TRUE(U.Types.runsOnlyShielded(U.C.function(Name))) << Name;
  for (const char *Name : {"both", "plain_only", "handed_out"})
    EXPECT_FALSE(U.Types.runsOnlyShielded(U.C.function(Name))) << Name;
}

TEST(Cancellation, AsAnErrorCode) {
  User U(R"(
lib::task<> test() {
  co_await lib::work(); co_await io::read(); co_await plain::work();
  auto names = std::tuple(io::aborted, io::refused, io::errc::aborted, io::errc::refused);
}
)");
  const auto Awaits = U.awaits("test");
  ASSERT_EQ(Awaits.size(), 3u);
  EXPECT_FALSE(U.Types.mayGiveCode(*Awaits[0]));
  EXPECT_TRUE(U.Types.mayGiveCode(*Awaits[1]));
  EXPECT_FALSE(U.Types.mayGiveCode(*Awaits[2]));
  std::vector<std::string> Named;
  for (const auto *Name : allIn<DeclRefExpr>(U.C.function("test")))
    if (U.Types.namesCancelledError(*Name))
      Named.push_back(U.C.text(*Name));
  EXPECT_EQ(Named, (std::vector<std::string>{"io::aborted", "io::errc::aborted"}));
}

TEST(Cancellation, WithoutSuchALibrary) {
  Code C("namespace lib { struct cancelled; } struct cancelled {};");
  EXPECT_TRUE(cancellationTypes(C.unit()).empty());
  EXPECT_FALSE(User("").Types.empty());
}

// ---- what is shielded from it

TEST(Shielding, OfCalls) {
  User U("lib::task<> test() { co_await lib::shield(lib::work()); }");
  const FunctionDecl &F = U.C.function("test");
  EXPECT_TRUE(shields(*callsIn(F, "shield").front(), U.Unit.models()));
  EXPECT_FALSE(shields(*callsIn(F, "work").front(), U.Unit.models()));
}

TEST(Shielding, CountsMentions) {
  User U(R"(
lib::task<> one() { co_return; }
void keep(lib::task<>);
lib::task<> first() { co_await lib::shield(one()); co_await lib::shield(one()); co_await one(); }
lib::task<> second() { keep(one()); auto t = one(); co_await std::move(t); }
lib::task<> third() { auto run = []() -> lib::task<> { co_await one(); }; co_await run(); }
)");
  std::vector<std::string> Found;
  for (const Mentions &M : mentionsOf(U.C.function("one"), U.Unit))
    Found.push_back(M.In->getNameAsString() + " " + std::to_string(M.Total) + " " + std::to_string(M.Shielded) + " " +
                    std::to_string(M.Awaited));
  llvm::sort(Found);
  EXPECT_EQ(Found, (std::vector<std::string>{"first 3 2 1", "operator() 1 0 1", "second 2 0 0"}));
  EXPECT_TRUE(mentionsOf(U.C.function("third"), U.Unit).empty());
}

// ---- errors that leave a coroutine

std::string firstErrorIn(User &U, const std::string &Name) {
  const Stmt *Found = throwsOutOf(U.C.function(Name), U.Unit);
  return Found ? U.C.text(*Found) : "";
}

TEST(Thrown, OutOfCoroutines) {
  expectThat(firstErrorIn,
             {
                 {"throw 1;", "throw 1"},
                 {"if (c()) throw 1; throw 2;", "throw 1"},
                 {"opaque();", ""},
                 {"co_await lib::work();", ""},
                 {"co_await io::read();", "co_await io::read()"},
                 {"co_await reads();", "co_await reads()"},
                 {"co_await reads(); throw 1;", "co_await reads()"},
                 {"co_await nothing(); throw 1;", "throw 1"},
                 {"io::code e; co_await io::read(e);", ""},
                 {"try { throw 1; } catch (...) {}", ""},
                 {"try { throw 1; } catch (...) { throw; }", "throw 1"},
                 {"try { throw io::error(); } catch (const std::exception &) {}", ""},
                 {"try { throw io::error(); } catch (const io::error &) {}", ""},
                 {"try { throw lib::cancelled(); } catch (const io::error &) {}", "throw lib::cancelled()"},
                 {"try { co_await io::read(); } catch (const io::error &) {}", ""},
                 {"auto later = [] { throw 1; };", ""},
             });
}

} // namespace
