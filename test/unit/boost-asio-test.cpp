// The one library that is not a mock here: Boost.Asio's own headers, whose awaitable has its promise by a partial
// specialisation of std::coroutine_traits and takes what it awaits through await_transform.
#include "analyses/lost-work/unawaited-task.h"
#include "code.h"
#include "facts/calls/callbacks.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/work.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;

namespace {

TEST(BoostAsio, CallsOnly) {
  Code C(R"(
#include <boost/asio/awaitable.hpp>
boost::asio::awaitable<int> work();
boost::asio::awaitable<void> other();
void caller() { work(); other(); auto kept = work(); }
)");
  for (const char *Name : {"work", "other"}) {
    const QualType T = C.type(Name);
    const CXXRecordDecl *Promise = promiseOf(T);
    ASSERT_NE(Promise, nullptr) << Name;
    EXPECT_EQ(startOf(Promise), Start::Lazy) << Name;
    EXPECT_EQ(frameOwner(T), FrameOwner::Owns) << Name;
    const Work Found = workOf(T, ModelSet::builtin());
    EXPECT_TRUE(Found.isTask()) << Name;
    EXPECT_TRUE(Found.isLazy()) << Name;
  }
  EXPECT_EQ(awaitResult(C.type("work")).getAsString(), "int");
  const auto Lost = lostLocals(C.function("caller"), C.unit());
  ASSERT_EQ(Lost.size(), 1u);
  EXPECT_EQ(Lost.front().Local->getName(), "kept");
}

TEST(BoostAsio, Coroutines) {
  Code C(R"(
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
namespace asio = boost::asio;
asio::awaitable<int> work();
boost::system::error_code code();
struct operation { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
operation foreign();
asio::awaitable<void> wait(asio::steady_timer &timer) {
  co_await timer.async_wait(asio::use_awaitable);
  co_await work();
}
void caller(asio::io_context &context, asio::steady_timer &timer) {
  asio::co_spawn(context, wait(timer), asio::detached);
  asio::post(context, [] { return work(); });
  timer.async_wait([](boost::system::error_code) -> asio::awaitable<void> { co_return; });
  timer.async_wait([](boost::system::error_code) {});
}
)");
  const FunctionDecl &Coroutine = C.function("wait");
  ASSERT_TRUE(isCoroutine(Coroutine));
  ASSERT_NE(promiseOfCoroutine(Coroutine), nullptr);
  EXPECT_EQ(startOf(promiseOfCoroutine(Coroutine)), Start::Lazy);

  const AwaitedTypes None;
  EXPECT_TRUE(acceptsAwait(Coroutine, C.type("work"), None)) << "await_transform names awaitable<T, Executor>";
  EXPECT_FALSE(acceptsAwait(Coroutine, C.type("foreign"), None)) << "awaitable, but Asio does not take it";
  EXPECT_FALSE(acceptsAwait(Coroutine, C.type("code"), None));

  EXPECT_TRUE(isErrorOutcome(C.type("code"), ModelSet::builtin()));

  std::vector<std::string> Ignored;
  for (const IgnoredCallback &I : ignoredCallbacksIn(writtenBody(C.function("caller")), ModelSet::builtin()))
    Ignored.push_back(std::to_string(C.line(I.Callable->getBeginLoc())) + " " + qualifiedName(*I.IgnoredBy));
  EXPECT_EQ(Ignored,
            (std::vector<std::string>{"20 boost::asio::post", "21 boost::asio::basic_waitable_timer::async_wait"}));
}

} // namespace
