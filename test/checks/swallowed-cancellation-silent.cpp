// RUN: %check_async async-swallowed-cancellation %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/cancellation.yaml}}"
//
// What async-swallowed-cancellation must say nothing of.
#include "cancellation.h"

using fir::task;

task<> work();
task<int> number();
void log(const char *);
void log(const std::string &);
[[noreturn]] void die();
bool c();
void report(std::exception_ptr);
void rethrow_if_needed(const std::exception &);
void unknown();

// ---- nothing that could be cancelled

task<> no_await() {
  for (;;) {
    try {
      c();
    } catch (...) {
    }
    co_await work();
  }
}

task<> awaits_that_throw_nothing(fir::calm &calm, fir::instant &instant) {
  for (;;) {
    try {
      co_await calm;
      co_await instant;
    } catch (...) {
    }
  }
}

task<> shielded() {
  for (;;) {
    try {
      co_await fir::shield(number());
    } catch (...) {
    }
  }
}

yew::task<> no_such_library(yew::task<> (*work)()) {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
    }
  }
}

task<> throws_only() {
  throw 1;
  co_return;
}
task<> calls_what_never_waits() {
  auto lambda = []() -> task<int> { co_return 1; };
  for (;;) {
    try {
      co_await throws_only();
      co_await lambda();
    } catch (...) {
    }
  }
}

// fir::cancelled is no std::exception.
task<> errors_only() {
  for (;;) {
    try {
      co_await work();
    } catch (const std::exception &e) {
      log(e.what());
    }
  }
}

void no_coroutine(void (*work)()) {
  for (;;) {
    try {
      work();
    } catch (...) {
    }
  }
}

task<> lambda_inside() {
  for (;;) {
    try {
      fir::spawn([]() -> task<> { co_await work(); });
    } catch (...) {
    }
  }
}

// ---- passed on

task<> rethrown() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      log("on its way");
      throw;
    }
  }
}

task<> caught_before() {
  for (;;) {
    try {
      co_await work();
    } catch (const fir::cancelled &) {
      throw;
    } catch (...) {
      log("an error");
    }
  }
}

task<> left_before() {
  for (;;) {
    try {
      co_await work();
    } catch (fir::cancelled) {
      co_return;
    } catch (...) {
      log("an error");
    }
  }
}

task<> others_first() {
  for (;;) {
    try {
      co_await work();
    } catch (int) {
      continue;
    } catch (const fir::cancelled &) {
      break;
    } catch (...) {
    }
  }
}

task<> rethrown_later() {
  std::exception_ptr error;
  try {
    co_await work();
  } catch (...) {
    error = std::current_exception();
  }
  co_await work();
  if (error)
    std::rethrow_exception(error);
}

task<> reported() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      report(std::current_exception());
    }
  }
}

struct outer_error {};
task<> nested_exception() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      std::throw_with_nested(outer_error());
    }
  }
}

task<> another_exception() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      throw outer_error();
    }
  }
}

inline void lippincott() {
  try {
    throw;
  } catch (const std::exception &e) {
    log(e.what());
  }
}
task<> in_a_function() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      lippincott();
    }
  }
}
task<> in_an_unknown_function() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      unknown();
    }
  }
}

ash::task<> given_away(ash::task<> (*work)()) {
  for (;;) {
    try {
      co_await work();
    } catch (const std::exception &e) {
      rethrow_if_needed(e);
    }
  }
}

ash::task<> copied(ash::task<> (*work)(), std::exception &last) {
  for (;;) {
    try {
      co_await work();
    } catch (const std::exception &e) {
      last = e;
    }
  }
}

struct promise {
  void set_exception(std::exception_ptr);
  void unhandled_exception();
};
task<> told(promise &p) {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      p.unhandled_exception();
    }
  }
}

// ---- ends

task<> terminates() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      log("impossible");
      std::terminate();
    }
  }
}
task<> dies() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      die();
    }
  }
}
task<> breaks() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      break;
    }
  }
}
task<> returns() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      co_return;
    }
  }
}
task<> loop_inside() {
  try {
    for (;;)
      co_await work();
  } catch (...) {
    log("the end");
  }
}
task<> function_try_block() try {
  for (;;)
    co_await work();
} catch (...) {
  log("the end");
}

// End of a session: nobody is known to wait for it.
struct session {
  void stop();
  task<> read() {
    try {
      for (;;)
        co_await work();
    } catch (...) {
      stop();
    }
  }
};
void start(session &s) {
  fir::spawn([&]() -> task<> { return s.read(); });
}

// Its value may say what happened.
task<bool> try_it() {
  try {
    co_await work();
    co_return true;
  } catch (...) {
    co_return false;
  }
}
task<> tries() {
  while (!co_await try_it())
    co_await work();
}

// The one that waits for it ends, too.
task<> quietly() {
  try {
    co_await work();
  } catch (...) {
    log("failed");
  }
}
task<> and_ends() {
  co_await quietly();
  log("the end");
}

// ---- told to stop

task<> asks_token_in_loop(fir::token token) {
  while (!token.stop_requested()) {
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}

task<> asks_token_in_handler(fir::token token) {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      if (token.stop_requested())
        break;
    }
  }
}

task<> asks_token_in_body(fir::token token) {
  for (;;) {
    if (token.stop_requested())
      co_return;
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}

extern bool stopping;
bool should_stop();
enum class phase { running, over };
struct server {
  bool closing_ = false;
  phase phase_ = phase::running;
  oak::stream stream_;

  task<> asks_member() {
    while (!closing_) {
      try {
        co_await work();
      } catch (...) {
        log("failed");
      }
    }
  }
  task<> asks_state() {
    while (phase_ == phase::running) {
      try {
        co_await work();
      } catch (...) {
        log("failed");
      }
    }
  }
  task<> asks_object() {
    for (;;) {
      try {
        co_await work();
      } catch (...) {
        log("failed");
      }
      if (!stream_.is_open())
        break;
    }
  }
  task<> asks_weak(std::weak_ptr<int> alive) {
    while (auto still = alive.lock()) {
      try {
        co_await work();
      } catch (...) {
        log("failed");
      }
    }
  }
};
task<> asks_global() {
  while (!stopping) {
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}
task<> asks_function() {
  while (!should_stop() && c()) {
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}

// ---- the exception, a flag or the outcome is tested

ash::task<> tests_what(ash::task<> (*work)()) {
  for (;;) {
    try {
      co_await work();
    } catch (const std::exception &e) {
      if (dynamic_cast<const ash::stopped *>(&e))
        throw;
      log(e.what());
    }
  }
}

oak::task<> tests_code(oak::stream &listener) {
  for (;;) {
    try {
      co_await listener.read();
    } catch (const oak::system_error &e) {
      if (e.code() == oak::aborted)
        break;
      log(e.what());
    }
  }
}
oak::task<> tests_copied_code(oak::stream &listener) {
  for (;;) {
    try {
      co_await listener.read();
    } catch (const oak::system_error &e) {
      auto code = e.code();
      if (!(code == oak::ended)) {
        log(code.message());
        throw;
      }
    }
  }
}
oak::task<> switches(oak::stream &listener) {
  for (;;) {
    try {
      co_await listener.read();
    } catch (const oak::system_error &e) {
      switch (e.code().value()) {
      case 1:
        co_return;
      default:
        break;
      }
    }
  }
}

task<> sets_flag() {
  bool failed = false;
  while (!failed) {
    try {
      co_await work();
    } catch (...) {
      failed = true;
    }
  }
}
task<> sets_flag_tested_later() {
  bool failed = false;
  try {
    co_await work();
  } catch (...) {
    failed = true;
  }
  if (failed)
    co_return;
  co_await work();
}
task<> cleans_up_first() {
  bool failed = false;
  try {
    co_await work();
  } catch (...) {
    failed = true;
  }
  co_await number(); // clean-up
  if (failed)
    throw outer_error();
  co_await work();
}
task<> outcome_is_missing() {
  std::unique_ptr<int> found;
  try {
    found.reset(new int(co_await number()));
  } catch (...) {
    log("nothing");
  }
  if (!found)
    co_return;
  co_await work();
}
ash::task<> keeps_message(ash::task<> (*work)()) {
  std::string message;
  try {
    co_await work();
  } catch (const std::exception &e) {
    message = e.what();
  }
  if (!message.empty())
    co_return;
  co_await work();
}

// Who names cancellation may have cancelled the work himself.
task<> asked_for_it() {
  try {
    co_await work();
  } catch (const fir::cancelled &) {
    log("as it should be");
  }
  co_await work();
}

// ---- error codes

oak::task<> code_compared(oak::stream &listener) {
  for (;;) {
    oak::error_code ec;
    co_await listener.read(oak::redirected(ec));
    if (ec == oak::aborted)
      co_return;
    if (ec)
      continue;
  }
}
oak::task<> code_leaves(oak::stream &listener) {
  for (;;) {
    oak::error_code ec;
    co_await listener.read(oak::redirected(ec));
    if (ec)
      break;
  }
}
oak::task<> code_thrown(oak::stream &listener) {
  for (;;) {
    auto [ec, n] = co_await listener.read(oak::as_tuple{});
    if (ec) {
      if (ec == oak::timed_out)
        continue;
      throw outer_error();
    }
  }
}
oak::task<> code_and_state(oak::stream &listener) {
  for (;;) {
    auto [ec, n] = co_await listener.read(oak::as_tuple{});
    if (ec) {
      if (!listener.is_open())
        co_return;
      continue;
    }
  }
}
oak::task<> loop_asks(oak::stream &listener) {
  while (listener.is_open()) {
    auto [ec, n] = co_await listener.read(oak::as_tuple{});
    if (ec)
      continue;
    log(std::to_string(n));
  }
}
// A wait is cancelled to wake who waits.
oak::task<> wakes(oak::stream &timer) {
  for (;;) {
    oak::error_code woken;
    co_await timer.wait(oak::redirected(woken));
    if (woken)
      continue;
    log("expired");
  }
}
oak::task<> no_try_needed(oak::stream &listener) {
  for (;;) {
    try {
      oak::error_code ec;
      co_await listener.read(oak::redirected(ec));
      if (ec)
        co_return;
    } catch (const std::exception &e) {
      log(e.what());
    }
  }
}

#define IGNORING(expression)                                                                                           \
  try {                                                                                                                \
    expression;                                                                                                        \
  } catch (...) {                                                                                                      \
  }
task<> in_a_macro() {
  for (;;)
    IGNORING(co_await work())
}

task<> suppressed() {
  for (;;) {
    try {
      co_await work();
    } catch (...) { // NOLINT(async-swallowed-cancellation)
    }
  }
}

struct callable_token {
  bool operator()() const;
};
callable_token token_of(int);
task<> calls_token() {
  auto token = token_of(1);
  while (!token()) {
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}

// The await of a constant of the library asks the coroutine's promise, which is no work.
struct this_token_t {
  grove::awaiter<fir::token> operator co_await() const;
};
inline constexpr this_token_t this_token{};
task<> asks_promise_for_token() {
  for (;;) {
    const auto token = co_await this_token;
    if (token.stop_requested())
      co_return;
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}

struct cancellation_state {
  struct type {
    explicit operator bool() const;
  };
  type cancelled() const;
};
struct this_state_t {
  grove::awaiter<cancellation_state> operator co_await() const;
};
inline constexpr this_state_t this_state{};
task<> casts_the_state() {
  for (;;) {
    const auto state = co_await this_state;
    if (static_cast<bool>(state.cancelled()))
      co_return;
    try {
      co_await work();
    } catch (...) {
      log("failed");
    }
  }
}

// ---- what the handler sets decides a test behind it

struct reports {
  std::string failure;
  std::exception_ptr error;
  bool failed = false, ok = true;
  task<> by_text() {
    try {
      co_await work();
    } catch (const fir::cancelled &) {
      throw;
    } catch (...) {
      failure = "not done";
    }
    if (failure.empty())
      co_await work();
  }
  task<> by_members() {
    try {
      co_await work();
    } catch (...) {
      failure = "not done";
      failed = true;
    }
    if (!failed && c())
      co_await work();
    if (c() || !failure.empty())
      log("over");
    else
      co_await work();
  }
  task<> by_a_flag_taken_back() {
    try {
      co_await work();
    } catch (...) {
      ok = false;
    }
    if (ok)
      co_await work();
  }
};
task<> by_a_pointer() {
  std::exception_ptr error;
  try {
    co_await work();
  } catch (...) {
    error = std::current_exception();
  }
  if (error == nullptr)
    co_await work();
  report(error);
}
