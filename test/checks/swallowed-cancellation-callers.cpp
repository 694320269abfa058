// RUN: %check_async async-swallowed-cancellation %s
// RUN: %check_async async-swallowed-cancellation %s --likely
//
// Cancellation that a coroutine turns into a result, in the shapes of several libraries: classes of the user that are
// derived from the library's, callers that repeat on what is returned, and what is done after the handler.
#include "shapes.h"

void log(const char *);

// ---- the class is the user's own

struct compaction_stopped : seastar::abort_requested_exception {};
struct compaction {
  seastar::future<int> run();
};

struct manager {
  seastar::future<std::optional<int>> perform(std::shared_ptr<compaction> one) {
    try {
      co_return co_await one->run();
    } catch (const compaction_stopped &) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop that awaits this coroutine repeats it and cannot be cancelled [async-swallowed-cancellation]
      // CHECK-MESSAGES: :[[@LINE-3]]:17: note: 'compaction_stopped' is thrown here when this 'co_await' is cancelled
      // CHECK-MESSAGES: :[[@LINE-4]]:17: note: 'seastar::abort_requested_exception' is thrown by what waits with an abort_source when the abort is requested (seastar/core/abort_source.hh, sleep.hh, semaphore.hh)
      // CHECK-MESSAGES: :[[@LINE+8]]:19: note: what is returned then leads the loop back to this 'co_await'
      log("stopped");
    }
    co_return std::nullopt;
  }

  seastar::future<> reshape(std::deque<std::shared_ptr<compaction>> jobs) {
    while (!jobs.empty()) {
      auto done = co_await perform(jobs.front());
      if (done)
        jobs.pop_front();
    }
  }

  seastar::future<> each_once(std::deque<std::shared_ptr<compaction>> jobs) {
    while (!jobs.empty()) {
      auto done = co_await perform(jobs.front());
      jobs.pop_front(); // the next one: this one was stopped on purpose
      if (done)
        log("done");
    }
  }
};

struct told_apart {
  seastar::future<std::optional<int>> perform(compaction &one) {
    try {
      co_return co_await one.run();
    } catch (const compaction_stopped &) {
      log("stopped");
      throw;
    } catch (const std::exception &) {
      log("failed");
      throw;
    }
  }
  seastar::future<> repeat(compaction &one) {
    for (;;) {
      auto done = co_await perform(one);
      if (done)
        co_return;
    }
  }
};

// ---- a coroutine that gives the cancellation another type: only that one comes out of it

struct hung_up : folly::OperationCancelled {};
struct aborted : hung_up {};
folly::coro::Task<> reads();
folly::coro::Task<> receives() {
  try {
    co_await reads();
  } catch (const folly::OperationCancelled &) {
    throw aborted();
  }
}
folly::coro::Task<> receives_or_tells_apart(bool told) {
  try {
    co_await reads();
  } catch (const folly::OperationCancelled &) {
    if (told)
      throw aborted();
    throw;
  }
}
folly::coro::Task<> passes_it_on() {
  try {
    co_await receives();
  } catch (const hung_up &) {
    throw;
  } catch (...) {
    log("failed");
  }
  co_await reads();
}
folly::coro::Task<> passes_one_of_two_on() {
  try {
    co_await receives_or_tells_apart(true);
  } catch (const hung_up &) {
    throw;
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on as if it had not been cancelled
    log("failed");
  }
  co_await reads();
}
struct compaction_ended : folly::OperationCancelled {};
folly::coro::Task<> passes_another_on() {
  try {
    co_await receives();
  } catch (const compaction_ended &) {
    throw;
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on as if it had not been cancelled
    // CHECK-MESSAGES: :[[@LINE-5]]:5: note: 'aborted' is thrown here when this 'co_await' is cancelled
    log("failed");
  }
  co_await reads();
}

// ---- a truth value

struct link_down : folly::OperationCancelled {};
folly::coro::Task<> handshake();

folly::coro::Task<bool> connects() {
  try {
    co_await handshake();
    co_return true;
  } catch (const folly::OperationCancelled &) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the loop that awaits this coroutine repeats it
    co_return false;
  }
}
folly::coro::Task<> until_connected() {
  while (!co_await connects())
    log("again");
}

folly::coro::Task<bool> connects_or_tells() {
  try {
    co_await handshake();
    co_return true;
  } catch (const folly::OperationCancelled &) {
    co_return false;
  }
}
folly::coro::Task<> while_it_works() {
  while (co_await connects_or_tells())
    log("again");
}
folly::coro::Task<> a_few_times() {
  for (int left = 3; left > 0; --left)
    if (co_await connects_or_tells())
      co_return;
}
folly::coro::Task<> sleeps();
folly::coro::Task<> asks_a_token(folly::CancellationToken token) {
  while (!token.isCancellationRequested())
    if (co_await connects_or_tells())
      co_return;
}
folly::coro::Task<> is_cancelled_between() { // the sleep is cancelled as well, and nothing catches that
  while (!co_await connects_or_tells())
    co_await sleeps();
}

// ---- the coroutine asked for it itself

struct deadline {
  explicit deadline(int);
  void cancel();
};
folly::coro::Task<bool> connects_in_time() {
  deadline until(5);
  try {
    co_await handshake();
    co_return true;
  } catch (const folly::OperationCancelled &) {
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the loop that awaits this coroutine repeats it
    log("too late");
  }
  co_return false;
}
folly::coro::Task<> until_in_time() {
  while (!co_await connects_in_time())
    log("again");
}

// ---- an enumerator, and a member that other code may change

enum class outcome { sent, stopped };
struct shutting_down : folly::OperationCancelled {};
struct sender {
  std::deque<std::string> queue_;
  folly::coro::Task<> write(std::string line);
  folly::coro::Task<outcome> send(std::string line) {
    try {
      co_await write(line);
    } catch (const shutting_down &) {
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop that awaits this coroutine repeats it
      // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:7: note: this is likely rather than sure, because it assumes that the cancellation is meant to end this loop
      co_return outcome::stopped;
    }
    co_return outcome::sent;
  }
  folly::coro::Task<> run() {
    while (!queue_.empty())
      if (co_await send(queue_.front()) == outcome::sent)
        queue_.pop_front();
  }
};

// ---- the caller goes on with something else

folly::coro::Task<int> read_setting(std::string name);
folly::coro::Task<std::optional<int>> setting(std::string name) {
  try {
    co_return co_await read_setting(name);
  } catch (const std::exception &) {
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine that awaits this one goes on as if nothing had been cancelled
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:5: note: this is likely rather than sure, because it assumes that the coroutine is not meant to do this when it is cancelled
    log("no such setting");
  }
  co_return std::nullopt;
}
folly::coro::Task<> uses_default() {
  auto port = co_await setting("port");
  if (!port)
    port = 80;
  co_await handshake();
}
folly::coro::Task<std::optional<int>> setting_that_must_be(std::string name) {
  try {
    co_return co_await read_setting(name);
  } catch (const std::exception &) {
    log("no such setting");
  }
  co_return std::nullopt;
}
folly::coro::Task<> gives_up() {
  auto port = co_await setting_that_must_be("port");
  if (!port)
    co_return;
  co_await handshake();
}

// ---- the result says nothing to the caller

seastar::future<bool> tries() {
  try {
    co_await seastar::sleep(1);
    co_return true;
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine that awaits this one goes on as if nothing had been cancelled
    log("failed");
  }
  co_return false;
}
seastar::future<> tries_and_goes_on() {
  co_await tries();
  co_await seastar::sleep(2);
}

// ---- what comes after the handler

struct cache {
  int size_ = 0;
  bool loading_ = false;
  bool ready_ = false;
  bool done_ = false;
  folly::coro::Task<int> load();
  void publish(int);
  void close_file();
  void note_failure(const char *);

  folly::coro::Task<> publishes() {
    try {
      co_await load();
    } catch (const std::exception &) {
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine acts as if it had not been cancelled
      // CHECK-MESSAGES-LIKELY: :[[@LINE+3]]:5: note: after the handler the coroutine goes on here
      log("not loaded");
    }
    publish(0);
  }
  folly::coro::Task<> counts() {
    try {
      co_await load();
    } catch (...) {
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine acts
      log("not loaded");
    }
    ++size_;
  }
  folly::coro::Task<> claims() {
    try {
      co_await load();
    } catch (...) {
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine acts
      log("not loaded");
    }
    ready_ = true;
  }
  folly::coro::Task<> cleans_up() {
    loading_ = true;
    try {
      co_await load();
    } catch (...) {
      note_failure("load");
    }
    loading_ = false;
    done_ = true;
    close_file();
  }
  folly::coro::Task<> acts_on_success() {
    bool loaded = false;
    try {
      co_await load();
      loaded = true;
    } catch (...) {
      log("not loaded");
    }
    if (loaded)
      publish(1);
  }
};
