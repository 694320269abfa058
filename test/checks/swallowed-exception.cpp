// RUN: %check_async async-swallowed-exception %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/cancellation.yaml}}"
#include "cancellation.h"
#include <optional>
#include <vector>

using yew::task;

task<> work();
task<int> number();
void log(const char *);
bool c();

// ---- reported

task<> nothing() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
    // CHECK-NOTES: :[[@LINE-3]]:5: note: an exception may come from here
  }
}

task<> every_error() {
  try {
    co_await work();
    log("done");
  } catch (const std::exception &) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every 'std::exception'
    // CHECK-NOTES: note: an exception
    ;
  }
  co_await work();
}

task<> only_leaves() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every exception
    // CHECK-NOTES: note: an exception
    co_return;
  }
  log("done");
}

task<> next_round() {
  for (int i = 0; i < 3; ++i) {
    try {
      co_await work();
    } catch (...) {
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: handler drops every exception
      // CHECK-NOTES: note: an exception
      continue;
    }
    log("round");
  }
}

task<> last_of_several() {
  try {
    co_await work();
  } catch (int) {
    log("a number");
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every exception
    // CHECK-NOTES: note: an exception
  }
}

task<int> a_number_instead() {
  int sum = 0;
  try {
    sum += co_await number();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler turns every exception of a 'co_await' into a plain value, so a failure looks like a result [async-swallowed-exception]
    // CHECK-NOTES: note: an exception
    co_return 0;
  }
  co_return sum;
}

task<std::string> a_text_instead() {
  int n = 0;
  try {
    n = co_await number();
  } catch (const std::exception &) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler turns every 'std::exception'
    // CHECK-NOTES: note: an exception
    co_return "";
  }
  co_return std::to_string(n);
}

// What the try gives is computed, so nobody can tell an empty result from it.

task<int> zero_or_the_number() {
  try {
    co_return co_await number();
  } catch (const std::exception &) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler turns every 'std::exception'
    // CHECK-NOTES: note: an exception
    co_return 0;
  }
}

task<std::vector<int>> nothing_found() {
  std::vector<int> found;
  try {
    found.push_back(co_await number());
    co_return found;
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler turns every exception
    // CHECK-NOTES: note: an exception
    co_return std::vector<int>{};
  }
}

task<std::string> braces() {
  try {
    co_return std::to_string(co_await number());
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler turns every exception
    // CHECK-NOTES: note: an exception
    co_return {};
  }
}

task<std::vector<int>> empty_after_all() {
  int n;
  try {
    n = co_await number();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler turns every exception
    // CHECK-NOTES: note: an exception
    co_return {};
  }
  co_return std::vector<int>(1, n);
}

// A call through a pointer changes no pointer, and what is tested before the try tells nothing of it.

struct waiter {
  task<> notify();
};
waiter *next();

task<> notify_one() {
  for (;;) {
    waiter *w = next();
    if (w == nullptr)
      co_return;
    try {
      co_await w->notify();
    } catch (...) {
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: handler drops every exception
      // CHECK-NOTES: note: an exception
    }
  }
}

task<> tested_before() {
  int n = 1;
  if (n)
    log("one");
  try {
    n = co_await number();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every exception
    // CHECK-NOTES: note: an exception
  }
}

// A join that gives the exceptions as results.

template <class... Tasks> task<std::tuple<Tasks...>> settle(Tasks &&...);
task<std::vector<int>> settle_all(std::vector<task<>>);
struct broken {};
task<> breaks() {
  throw broken();
  co_return;
}
task<> breaks_later() {
  co_await work();
  co_await breaks();
}
task<> stays_calm() { co_return; }

task<> drops_results() {
  co_await settle(stays_calm(), breaks());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: result of 'settle' holds the exceptions of its tasks but is never read, so a failure looks like success [async-swallowed-exception]
  // CHECK-NOTES: :[[@LINE-12]]:3: note: an exception may come from here
}
task<> never_mentions_results() {
  auto [one, two] = co_await settle(stays_calm(), breaks_later());
  // CHECK-NOTES: :[[@LINE-1]]:21: warning: result of
  // CHECK-NOTES: :[[@LINE-12]]:3: note: an exception
  co_await work();
}
task<> a_container_of_them() {
  std::vector<task<>> tasks;
  tasks.push_back(breaks());
  co_await settle_all(std::move(tasks));
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: result of 'settle_all' holds
  // CHECK-NOTES: note: an exception
}

void lambdas() {
  fir::spawn([]() -> task<> {
    try {
      co_await work();
    } catch (...) {
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: handler drops every exception
      // CHECK-NOTES: note: an exception
    }
  });
}

template <class T> task<> in_a_template(T attempt) {
  try {
    co_await attempt();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every exception
    // CHECK-NOTES: note: an exception
  }
}
void instantiations() {
  fir::spawn(in_a_template(work));
  fir::spawn(in_a_template(number));
}

struct forgetful {
  struct promise_type {
    forgetful get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception() {}
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unhandled_exception' of this promise does nothing, so an exception that ends a coroutine is lost [async-swallowed-exception]
  };
};

template <class T> struct forgetful_task {
  struct promise_type {
    forgetful_task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception() noexcept {}
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unhandled_exception' of this promise does nothing
  };
};
forgetful_task<int> one() { co_return 1; }
forgetful_task<long> two() { co_return 2; }

// ---- one finding for each handler: these are async-swallowed-cancellation's

fir::task<> cancelled(fir::task<> (*work)()) {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
    }
  }
}

// Nobody goes on after this one, so it only drops errors.
fir::task<> ends(fir::task<> (*work)()) {
  try {
    co_await work();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler drops every exception
    // CHECK-NOTES: note: an exception
  }
}

// ---- silent

task<> logs() {
  try {
    co_await work();
  } catch (const std::exception &e) {
    log(e.what());
  }
}

struct failure {};
task<> knows_what() {
  try {
    co_await work();
  } catch (const failure &) {
  }
}

task<> says_why() {
  try {
    co_await work();
  } catch (...) {
    // The peer is gone; there is nobody to tell.
  }
}

task<> rethrows() {
  try {
    co_await work();
  } catch (...) {
    throw;
  }
}

task<> terminates() {
  try {
    co_await work();
  } catch (...) {
    std::terminate();
  }
}

task<> stores(std::exception_ptr &error) {
  try {
    co_await work();
  } catch (...) {
    error = std::current_exception();
  }
}

task<> sets(bool &failed) {
  try {
    co_await work();
  } catch (...) {
    failed = true;
  }
}

task<bool> whether() {
  try {
    co_await work();
  } catch (...) {
    co_return false;
  }
  co_return true;
}
task<std::optional<int>> perhaps() {
  try {
    co_return co_await number();
  } catch (...) {
    co_return std::nullopt;
  }
}
task<int> minus_one() {
  int n;
  try {
    n = co_await number();
  } catch (...) {
    co_return -1;
  }
  co_return n;
}
task<int *> null() {
  int n;
  try {
    n = co_await number();
  } catch (...) {
    co_return nullptr;
  }
  co_return new int(n);
}

// What comes after the handler is for failures only.
task<int> fallback() {
  try {
    co_return co_await number();
  } catch (...) {
  }
  co_return 0;
}
task<> session() {
  try {
    for (;;)
      co_await work();
  } catch (const std::exception &) {
  }
}
task<> each_until_one_works() {
  for (int i = 0; i < 3; ++i) {
    try {
      co_await work();
      co_return;
    } catch (...) {
    }
  }
  throw failure();
}
task<> outcome_is_tested() {
  std::optional<int> found;
  try {
    found = co_await number();
  } catch (...) {
  }
  if (!found)
    log("nothing");
}
task<> flag_is_tested_in_the_next_round() {
  bool ok = false;
  while (!ok) {
    try {
      co_await work();
      ok = true;
    } catch (...) {
    }
  }
}
struct totals {
  int sum = 0;
};
task<totals> a_class_of_its_own() {
  try {
    co_return totals{co_await number()};
  } catch (...) {
    co_return {};
  }
}
task<std::optional<int>> braces_for_nothing() {
  try {
    co_return co_await number();
  } catch (...) {
    co_return {};
  }
}
task<int> exit_code() {
  try {
    co_await work();
    co_return 0;
  } catch (...) {
    co_return 1;
  }
}
task<int> status() {
  try {
    co_return co_await number();
  } catch (...) {
    co_return 500;
  }
}
void look(const std::tuple<task<>, task<>> &);
task<> looks_at_results() {
  auto results = co_await settle(breaks(), breaks());
  look(results);
  look(co_await settle(breaks(), breaks()));
  (void)co_await settle(breaks());
  [[maybe_unused]] auto on_purpose = co_await settle(breaks());
  co_await settle(stays_calm(), work()); // nothing is known to throw
}
task<> flag_is_tested() {
  bool ok = false;
  try {
    co_await work();
    ok = true;
  } catch (...) {
  }
  if (!ok)
    log("failed");
}

task<> another_handler_says_it() {
  int kind = 0;
  try {
    co_await work();
  } catch (const failure &) {
    kind = 1;
  } catch (...) {
  }
  log(kind == 1 ? "as expected" : "what?");
}
task<> expects_one() {
  try {
    co_await work();
  } catch (const failure &) {
    co_return;
  } catch (...) {
  }
  log("not as expected");
}

task<> without_await() {
  try {
    c();
  } catch (...) {
  }
  co_return;
}
task<> cannot_throw(fir::calm &calm) {
  try {
    co_await calm;
  } catch (...) {
  }
}
task<> quiet() { co_return; }
task<> awaits_what_cannot_throw() {
  try {
    co_await quiet();
  } catch (...) {
  }
}
oak::task<> gets_a_code(oak::stream &stream) {
  try {
    auto [ec, n] = co_await stream.read(oak::as_tuple{});
    if (ec)
      log("failed");
  } catch (...) {
  }
}

void ordinary(void (*work)()) {
  try {
    work();
  } catch (...) {
  }
}

struct careful {
  struct promise_type {
    careful get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception() { error = std::current_exception(); }
    std::exception_ptr error;
  };
};
struct terminating {
  struct promise_type {
    terminating get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception() { std::terminate(); }
  };
};
struct on_purpose {
  struct promise_type {
    on_purpose get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception() { /* a probe: it does not matter */ }
  };
};
struct no_promise {
  void unhandled_exception() {}
};

task<> suppressed() {
  try {
    co_await work();
  } catch (...) { // NOLINT(async-swallowed-exception)
  }
}
