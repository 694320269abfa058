// RUN: %check_async async-dangling-parameter %s --config='{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}' --likely
//
// A call that waits for something that the work has nothing to do with is assumed to wait not long enough.
#include "lifetime.h"
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

using namespace grove;

task<> reads(std::string &text) {
  co_await tick();
  text += "!";
}

// ---- for a time, for another thread, for another result

void sleeps(executor ex) {
  std::string text;
  spawn(ex, reads(text));
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:13: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES-LIKELY: :[[@LINE-3]]:13: note: this is likely rather than sure, because it assumes that a call that waits for something else does not wait long enough for this work
}
void joins_another(executor ex, std::thread &other) {
  std::string text;
  spawn(ex, reads(text));
  other.join();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:13: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
}
void takes_another_result(executor ex, std::future<int> other) {
  std::string text;
  spawn(ex, reads(text));
  (void)other.get();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:13: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
}

// ---- on one path only: the other is sure

void sleeps_at_times(executor ex, bool slowly) {
  std::string text;
  spawn(ex, reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  if (slowly)
    std::this_thread::sleep_for(std::chrono::seconds(1));
}

// ---- for this very work

task<> tells(std::string &text, std::promise<void> &done) {
  co_await tick();
  text += "!";
  done.set_value();
}
void by_a_promise(executor ex) {
  std::promise<void> done;
  std::string text;
  spawn(ex, tells(text, done));
  done.get_future().wait();
}
void by_its_future(executor ex) {
  std::promise<void> done;
  auto ended = done.get_future();
  std::string text;
  spawn(ex, tells(text, done));
  ended.wait();
}
void runs(executor &);
void by_elements(executor ex) {
  std::string text;
  std::vector<std::thread> group;
  group.emplace_back([ex, &text] { spawn(ex, reads(text)); });
  spawn(ex, reads(text));
  for (auto &each : group) {
    auto &same = each;
    same.join();
  }
}
