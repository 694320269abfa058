// RUN: %check_async async-discarded-result %s
//
// Macros: fix-its only where the code is written, and none of what is expected to throw or to die.

#include "task.h"
#include "tasks.h"

#include <gtest/gtest.h>

task<> send(int = 0);
task<int> value();
alder::future<int> parse(const char *);

#define CALL(f) f()
#define CALL_SEND send()
#define TWICE(x) x; x
#define DO_WHILE(x) do { x; } while (0)
#define LOG(...) log_line(__VA_ARGS__)
#define NOTHING(x)
void log_line(int);

task<> macros() {
  CALL(send);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'send' is discarded, so it never runs [async-discarded-result]
  // CHECK-FIXES: {{^}}  CALL(send);{{$}}
  CALL_SEND;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  CALL_SEND;{{$}}
  TWICE(send());
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'send' is discarded
  DO_WHILE(send());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: task returned by 'send' is discarded
  NOTHING(send());
  LOG((send(), 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'send' is discarded
  co_return;
}

// Whole functions made by macros.
#define DEFINE_HANDLER(name) \
  task<> name() { \
    send(); \
    co_return; \
  }
DEFINE_HANDLER(first)
// CHECK-MESSAGES: :[[@LINE-1]]:1: warning: task returned by 'send' is discarded
DEFINE_HANDLER(second)
// CHECK-MESSAGES: :[[@LINE-1]]:1: warning: task returned by 'send' is discarded

// GoogleTest, the real one.
TEST(Suite, LosesTheTask) {
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  send();{{$}}
}
TEST(Suite, ExpectsAnException) {
  EXPECT_THROW(send(), int);
  ASSERT_THROW(send(1), int);
  EXPECT_ANY_THROW(send());
  ASSERT_ANY_THROW({ send(); });
  EXPECT_THROW(parse("{"), int);
}
TEST(Suite, ExpectsDeath) {
  EXPECT_DEATH(send(), "");
  ASSERT_DEATH({ send(); }, "");
  EXPECT_EXIT(send(), testing::ExitedWithCode(1), "");
}
TEST(Suite, ExpectsNoException) {
  EXPECT_NO_THROW(send());
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: task returned by 'send' is discarded
}

// Within another macro.
#define EXPECT_REFUSED(statement) EXPECT_THROW(statement, int)
#define REFUSED_SEND EXPECT_THROW(send(), int)
TEST(Suite, Nested) {
  EXPECT_REFUSED(send());
  REFUSED_SEND;
}

// Passed on from macro to macro, 64 levels deep: each level is looked at once, not once for each way out.
#define TWICE_1(x) PASS(PASS(x))
#define PASS(x) x
#define TWICE_2(x) TWICE_1(TWICE_1(x))
#define TWICE_4(x) TWICE_2(TWICE_2(x))
#define TWICE_8(x) TWICE_4(TWICE_4(x))
#define TWICE_16(x) TWICE_8(TWICE_8(x))
#define DEEP(x) TWICE_16(TWICE_16(x))
TEST(Suite, Deep) {
  DEEP(send());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'send' is discarded
  EXPECT_THROW(DEEP(send()), int);
  DEEP(EXPECT_THROW(send(), int));
}
