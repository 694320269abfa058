// RUN: %check_async async-escaping-local %s
// RUN: %check_async async-escaping-local %s --likely
//
// Tasks that are returned out of a try: its handlers never see what the task throws.
#include "shapes.h"

void log(const char *);
struct aborted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// ---- the body is in sight

home::job<int> lazy(int n) { co_return n; }
seastar::future<> eager(int) { co_await seastar::sleep(1); }

home::job<int> either(bool first) {
  try {
    return first ? lazy(1) : lazy(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'lazy' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (const std::exception &) {
    log("failed");
    throw aborted("either");
  }
}
seastar::future<> moved() {
  try {
    auto work = eager(1);
    return std::move(work);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'eager' leaves this 'try'
  } catch (...) {
    log("failed");
    throw aborted("moved");
  }
}
seastar::future<> named() {
  try {
    auto work = eager(1);
    return work;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'eager' leaves this 'try'
  } catch (...) {
    throw aborted("named");
  }
}
seastar::future<> forwards(int n) { return eager(n); }
seastar::future<> forwarded() {
  try {
    return forwards(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'forwards' leaves this 'try'
  } catch (...) {
    throw aborted("forwarded");
  }
}
struct member {
  seastar::future<> step() { co_await seastar::sleep(1); }
  seastar::future<> go() {
    auto step_here = [this]() -> seastar::future<> { return step(); };
    try {
      return step_here();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by this lambda leaves this 'try'
    } catch (...) {
      throw aborted("go");
    }
  }
};

// It fails at once, or looks at what the task says.
seastar::future<> checks(int n) {
  if (n < 0)
    throw aborted("checks");
  return eager(n);
}
seastar::future<> checked() {
  try {
    return checks(1);
  } catch (const aborted &) {
    return eager(2);
  }
}
seastar::future<> asked() {
  try {
    auto work = eager(1);
    if (work.failed())
      throw aborted("asked");
    return work;
  } catch (...) {
    return eager(2);
  }
}
int parse(const std::string &);
seastar::future<> parsed_first(const std::string &text) {
  try {
    auto work = eager(parse(text));
    return work;
  } catch (const std::invalid_argument &) {
    return eager(2);
  }
}
seastar::future<> out_of_the_handler() {
  try {
    log("now");
  } catch (...) {
    return eager(1);
  }
  return eager(2);
}
home::job<int> a_coroutine() {
  try {
    co_return co_await lazy(1);
  } catch (...) {
    log("failed");
    throw;
  }
}

// ---- the body is not

struct shared_promise {
  seastar::future<> get_shared_future();
  seastar::future<> get_shared_future(seastar::abort_source &);
};
folly::coro::Task<int> opaque(int);
struct server {
  std::optional<shared_promise> change_;
  seastar::future<> wait(seastar::abort_source *source) {
    try {
      return source ? change_->get_shared_future(*source) : change_->get_shared_future();
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: task returned by 'get_shared_future' leaves this 'try'
      // CHECK-MESSAGES-LIKELY: :[[@LINE+2]]:7: note: the first of these handlers
      // CHECK-MESSAGES-LIKELY: :[[@LINE-3]]:7: note: this is likely rather than sure, because it assumes that a called function, whose body is not visible here, gives its errors in the task that it returns
    } catch (const seastar::abort_requested_exception &) {
      throw aborted("wait");
    }
  }
};
folly::coro::Task<int> unseen() {
  try {
    return opaque(1);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: task returned by 'opaque' leaves this 'try'
  } catch (...) {
    throw aborted("unseen");
  }
}
// The handlers are for what is parsed.
folly::coro::Task<int> parsed(const std::string &text) {
  try {
    return opaque(parse(text));
  } catch (const std::invalid_argument &) {
    return opaque(0);
  }
}
folly::coro::Task<int> parsed_before(const std::string &text) {
  try {
    const int n = parse(text);
    return opaque(n);
  } catch (const std::invalid_argument &) {
    return opaque(0);
  }
}
int plain(int);
int not_a_task() {
  try {
    return plain(1);
  } catch (...) {
    return 0;
  }
}
// A handler that gives the exception as a task loses nothing of what comes in the other one.
template <class T> seastar::future<T> current_exception_as_future();
seastar::future<> failed_future(std::exception_ptr);
seastar::future<> futurized() {
  try {
    return eager(1);
  } catch (...) {
    return failed_future(std::current_exception());
  }
}
seastar::future<> futurized_by_library() {
  try {
    return eager(2);
  } catch (...) {
    return current_exception_as_future<void>();
  }
}
// One that looks at it and lets it go on does not.
void note(std::exception_ptr);
seastar::future<> noted() {
  try {
    return eager(3);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'eager' leaves this 'try'
  } catch (...) {
    note(std::current_exception());
    throw;
  }
}
// The handler names what the argument throws.
home::job<int> lazily_parsed(const std::string &text) {
  try {
    return lazy(parse(text));
  } catch (const std::invalid_argument &) {
    return lazy(0);
  }
}
home::job<int> lazily_parsed_whatever_comes(const std::string &text) {
  try {
    return lazy(parse(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'lazy' leaves this 'try'
  } catch (...) {
    return lazy(0);
  }
}
