#include "facts/types/thread-owner.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy;
using namespace asynctidy::facts;
using unit::Code;

namespace {

constexpr const char *Text = R"(
  #include <memory>
  #include <thread>
  #include <vector>
  namespace boost::asio { struct io_context { unsigned long run(); }; }
  struct nothing { std::vector<int> numbers; std::thread *elsewhere; std::thread &other; };
  struct loop { std::thread thread; };
  struct kept_loop { std::unique_ptr<std::thread> thread; };
  struct pool { std::vector<std::thread> threads; };
  struct jpool { std::vector<std::jthread> threads; };
  struct array_pool { std::thread threads[4]; };
  struct pointer_pool { std::vector<std::unique_ptr<std::thread>> threads; };
  struct derived_pool : pool {};
  struct servers { boost::asio::io_context io; std::vector<std::thread> threads; };
  template <class T> struct pool_of { std::vector<std::thread> threads; T value; };
  pool_of<int> instance();
)";

TEST(OwnThreads, AreMembers) {
  const Code C(Text);
  const models::ModelSet &Models = models::ModelSet::builtin();
  for (const char *None : {"nothing"})
    EXPECT_EQ(ownThreads(C.record(None), Models), OwnThreads::None) << None;
  for (const char *One : {"loop", "kept_loop", "servers"})
    EXPECT_EQ(ownThreads(C.record(One), Models), OwnThreads::One) << One;
  for (const char *Several : {"pool", "jpool", "array_pool", "pointer_pool", "derived_pool", "pool_of"})
    EXPECT_EQ(ownThreads(C.record(Several), Models), OwnThreads::Several) << Several;
}

} // namespace
