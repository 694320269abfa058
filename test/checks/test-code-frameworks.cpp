// RUN: %check_async 'async-blocking-call' %s --config "{CheckOptions: {TestPaths: '*/no-file-of-this-name.cpp'}}"
// RUN: %check_async 'async-blocking-call' %s --suffix=,PRODUCT --config "{CheckOptions: {TestPaths: ''}}"
// The bodies that a test framework runs are test code wherever they stand: as GoogleTest, Catch2 and their relatives make
// them.
#include "task.h"
#include <chrono>
#include <thread>

namespace testing {
class Test {
public:
  virtual ~Test() = default;

protected:
  virtual void SetUp() {}
  virtual void TestBody() = 0;
};
template <class T> class WithParamInterface {};
template <class T> class TestWithParam : public Test, public WithParamInterface<T> {};
} // namespace testing
#define TEST_F(fixture, name)                                                                                          \
  class fixture##_##name##_Test : public fixture {                                                                     \
    void TestBody() override;                                                                                          \
  };                                                                                                                   \
  void fixture##_##name##_Test::TestBody()
#define NAME_OF(line) NAME_OF_(line)
#define NAME_OF_(line) MADE_FUNCTION_##line
#define INTERNAL_TEST_CASE(function) static void function()
#define TEST_CASE(...) INTERNAL_TEST_CASE(NAME_OF(__LINE__))
#define BOOST_AUTO_TEST_CASE(name)                                                                                     \
  struct name {                                                                                                        \
    void test_method();                                                                                                \
  };                                                                                                                   \
  void name::test_method()
#define NOT_A_TEST(name) void name()

void run(task<>);
task<> work();
inline void rest() { std::this_thread::sleep_for(std::chrono::seconds(1)); }

class Server : public testing::TestWithParam<int> {
protected:
  task<> settle() {
    rest();
    // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:5: warning: 'rest' blocks the thread
    co_await work();
  }
  task<> out_of_line();
};
task<> Server::out_of_line() {
  rest();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
  co_await work();
}

TEST_F(Server, Answers) {
  run([]() -> task<> {
    rest();
    // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:5: warning: 'rest' blocks the thread
    auto nested = []() -> task<> {
      rest();
      // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:7: warning: 'rest' blocks the thread
      co_await work();
    };
    co_await nested();
  }());
}

TEST_CASE("answers") {
  struct local {
    static task<> wait() {
      rest();
      // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:7: warning: 'rest' blocks the thread
      co_await work();
    }
  };
  run(local::wait());
}

BOOST_AUTO_TEST_CASE(answers) {
  run([]() -> task<> {
    rest();
    // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:5: warning: 'rest' blocks the thread
    co_await work();
  }());
}

// ---- the product is between them

NOT_A_TEST(serve) {
  run([]() -> task<> {
    rest();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rest' blocks the thread
    co_await work();
  }());
}

// Reached from a test or not, it is reported where it stands.
task<> product() {
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
  co_await work();
}
TEST_CASE("uses the product") { run(product()); }


