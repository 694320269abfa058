// RUN: %check_async async-lost-cleanup %s
// RUN: %check_async async-lost-cleanup %s --likely
#include "shapes.h"

void log(const char *);
void log(std::exception_ptr);

// ---- the pointer is thrown

struct writer {
  seastar::future<> append(std::string key);
  seastar::future<> close();
};
struct spill {
  writer out_;
  std::deque<std::string> pending_;

  seastar::future<> close() {
    std::exception_ptr failure;
    try {
      while (!pending_.empty()) {
        co_await out_.append(pending_.front());
        pending_.pop_front();
      }
    } catch (...) {
      failure = std::current_exception();
    }
    co_await out_.close();
    if (failure) {
      pending_.clear();
      throw failure;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: exception pointer is thrown itself, so no handler for the exception it points to catches that [async-lost-cleanup]
    }
  }
  seastar::future<> close_rightly() {
    std::exception_ptr failure;
    try {
      co_await out_.append("last");
    } catch (...) {
      failure = std::current_exception();
    }
    co_await out_.close();
    if (failure)
      std::rethrow_exception(failure);
  }
};
home::job<> open();
home::job<> release();
home::job<int> throws_what_is_current() {
  try {
    co_await open();
  } catch (...) {
    throw std::current_exception();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception pointer is thrown itself
  }
  co_return 1;
}
void plain(const std::exception_ptr &failure) {
  if (failure)
    throw std::exception_ptr(failure);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception pointer is thrown itself
}
std::exception_ptr wraps_it() {
  return std::make_exception_ptr(std::current_exception());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: exception pointer is thrown itself
}
std::exception_ptr makes_one() { return std::make_exception_ptr(std::runtime_error("closed")); }
template <class T> void throws(T what) {
  throw what;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: exception pointer is thrown itself
}
void use_templates(std::exception_ptr p) {
  throws(1);
  throws(p);
}
struct failure_ptr {
  std::exception_ptr inside;
};
void throws_a_class_of_its_own(std::exception_ptr p) { throw failure_ptr{p}; }

// ---- saved, and lost

home::job<> never_read() {
  std::exception_ptr failure;
  try {
    co_await open();
  } catch (...) {
    failure = std::current_exception();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception saved in 'failure' is never thrown again, so the caller takes the failure for a success
    // CHECK-MESSAGES: :[[@LINE+2]]:3: note: the coroutine goes on here after the handler
  }
  co_await release();
}
folly::coro::Task<> step();
folly::coro::Task<> closes();
folly::coro::Task<int> never_read_with_a_value() {
  std::exception_ptr error = nullptr;
  int n = 0;
  try {
    co_await step();
    n = 1;
  } catch (const std::exception &e) {
    log(e.what());
    error = std::current_exception();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception saved in 'error' is never thrown again
  }
  co_await closes();
  co_return n;
}
home::job<> only_tested() {
  std::exception_ptr failure;
  try {
    co_await open();
  } catch (...) {
    failure = std::current_exception();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception saved in 'failure' is never thrown again
  }
  if (failure) {
    co_await release();
  }
}
home::job<> tested_and_told() {
  std::exception_ptr failure;
  try {
    co_await open();
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) {
    co_await release();
    log("failed");
  }
}
struct connection {
  bool open_ = false;
  seastar::future<> flush();
  seastar::future<> shut();
  seastar::future<> close() {
    std::exception_ptr failure;
    try {
      co_await flush();
    } catch (...) {
      failure = std::current_exception();
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: exception saved in 'failure' is lost where the coroutine ends without a look at it
      // CHECK-MESSAGES-LIKELY: :[[@LINE+4]]:5: note: the coroutine goes on here after the handler
      // CHECK-MESSAGES-LIKELY: :[[@LINE+5]]:7: note: it ends here
      // CHECK-MESSAGES-LIKELY: :[[@LINE-4]]:7: note: this is likely rather than sure, because it assumes that the error matters where the coroutine ends without a look at it
    }
    co_await shut();
    if (!open_)
      co_return;
    if (failure)
      std::rethrow_exception(failure);
  }
};
home::job<> is_logged() {
  std::exception_ptr failure;
  try {
    co_await open();
  } catch (...) {
    failure = std::current_exception();
    log(failure);
  }
  co_await release();
}
home::job<> is_passed_on(std::function<void(std::exception_ptr)> done) {
  std::exception_ptr failure;
  try {
    co_await open();
  } catch (...) {
    failure = std::current_exception();
  }
  co_await release();
  done(failure);
}
home::job<> is_captured(std::function<void(std::function<void()>)> later) {
  std::exception_ptr failure;
  later([&] { log(failure); });
  try {
    co_await open();
  } catch (...) {
    failure = std::current_exception();
  }
  co_await release();
}
home::job<> tries_again() {
  std::exception_ptr last;
  for (int i = 0; i < 3; ++i) {
    try {
      co_await open();
      co_return;
    } catch (...) {
      last = std::current_exception();
    }
    co_await release();
  }
  std::rethrow_exception(last);
}
struct keeper {
  std::exception_ptr failure_;
  home::job<> run() {
    try {
      co_await open();
    } catch (...) {
      failure_ = std::current_exception(); // whoever asks later
    }
    co_await release();
  }
};
home::job<> only_a_flag() {
  bool failed = false;
  try {
    co_await open();
  } catch (...) {
    failed = true;
  }
  co_await release();
  if (failed)
    log("failed");
}
