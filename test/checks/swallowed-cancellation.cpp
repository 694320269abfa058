// RUN: %check_async async-swallowed-cancellation %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/cancellation.yaml}}"
#include "cancellation.h"

using fir::task;

task<> work();
task<int> number();
void log(const char *);
void log(const std::string &);
void count();
[[noreturn]] void die();
bool c();

// ---- retry loops

task<> retries() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
    }
  }
}

task<> retries_while_true() {
  while (true) {
    try {
      co_await work();
      co_return;
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log("again");
    }
  }
}

task<> retries_in_do() {
  bool done = false;
  do {
    try {
      done = co_await number() > 0;
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log("again");
    }
  } while (!done);
}

task<> a_few_times() {
  for (int i = 0; i < 3; ++i) {
    try {
      co_await work();
      break;
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      if (i == 2)
        throw;
    }
  }
}

task<> until_it_worked() {
  bool ok = false;
  while (!ok) {
    try {
      co_await work();
      ok = true;
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      ok = false;
    }
  }
}

task<> with_continue() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      continue;
    }
    break;
  }
}

task<> with_goto() {
again:
  try {
    co_await work();
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches
    goto again;
  }
}

task<> each_of_several(const int (&hosts)[3]) {
  for (int host : hosts) {
    try {
      if (co_await number() == host)
        co_return;
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log("next");
    }
  }
}

// By its own name, again and again.
task<> by_name() {
  for (;;) {
    try {
      co_await work();
    } catch (const fir::cancelled &) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log("no, thanks");
    }
  }
}

// ---- it goes on

task<> goes_on() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on as if it had not been cancelled
  }
  co_await work();
}

task<> in_a_branch() {
  if (c()) {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log("failed");
    }
  }
  if (c())
    co_await work();
}

task<> in_a_switch(int n) {
  switch (n) {
  case 1:
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
    }
    break;
  default:
    break;
  }
  co_await work();
}

task<> nested() {
  try {
    try {
      co_await work();
    } catch (const std::exception &) {
      log("an error");
    }
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches
    log("what?");
  }
  co_await work();
}

task<> nested_rethrown() {
  try {
    try {
      co_await work();
    } catch (...) {
      log("on its way");
      throw;
    }
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches
    log("there it ends");
  }
  co_await work();
}

// The inner one has it; the outer one never sees it.
task<> nested_caught() {
  try {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log("gone");
    }
    log("fine");
  } catch (...) {
    log("never cancelled");
  }
  co_await work();
}

ash::task<> derived_from_exception(ash::task<> (*work)()) {
  try {
    co_await work();
  } catch (const std::exception &e) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches
    log(e.what());
  }
  co_await work();
}

struct client {
  task<> connect();
  task<> run() {
    for (;;) {
      try {
        co_await connect();
      } catch (...) {
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: handler catches
        failures_ += 1;
      }
    }
  }
  int failures_ = 0;
  bool closing_ = false;
  enum class state { open, closed } state_ = state::open;
  oak::stream stream_;
};

void lambdas() {
  fir::spawn([]() -> task<> {
    for (;;) {
      try {
        co_await work();
      } catch (...) {
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: handler catches
      }
    }
  });
}

template <class T> task<> in_a_template(T attempt) {
  for (;;) {
    try {
      co_await attempt();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
    }
  }
}
void instantiations() {
  fir::spawn(in_a_template(work));
  fir::spawn(in_a_template(number));
}

task<> waits_for_work() { co_await work(); }
task<> recursive(int n) {
  try {
    co_await recursive(n - 1);
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches
  }
  co_await waits_for_work();
}

// ---- a caller that goes on

task<> quietly() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine that awaits this one goes on as if nothing had been cancelled
    log("failed");
  }
}
task<> all_quietly() {
  co_await quietly();
  co_await work();
}

// ---- error codes

oak::task<> accept_loop(oak::stream &listener) {
  for (;;) {
    oak::error_code ec;
    int n = co_await listener.read(oak::redirected(ec));
    if (ec)
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: test of 'ec' does not tell cancellation from other errors, so the loop retries and cannot be cancelled [async-swallowed-cancellation]
      continue;
    log(std::to_string(n));
  }
}

oak::task<> tuple_loop(oak::stream &listener) {
  while (true) {
    auto [ec, n] = co_await listener.read(oak::as_tuple{});
    if (!ec) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: test of 'ec' does not tell cancellation
      log(std::to_string(n));
    } else {
      log(ec.message());
    }
  }
}

oak::task<> thrown_code(oak::stream &listener) {
  for (;;) {
    try {
      co_await listener.read();
    } catch (const oak::system_error &e) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      log(e.what());
    }
  }
}

oak::task<> only_logged(oak::stream &listener) {
  for (;;) {
    try {
      co_await listener.read();
    } catch (const oak::system_error &e) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches
      if (e.code() == oak::timed_out)
        log("timed out");
    }
  }
}

// ---- a test behind the handler that what it has set does not decide, or decides the other way

struct goes_on_in_spite {
  std::string failure;
  bool failed = false;
  task<> because_of_it() {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on
      failure = "not done";
    }
    if (!failure.empty())
      co_await work();
  }
  task<> in_the_other_arm() {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on
      failed = true;
    }
    if (!failed)
      log("done");
    else
      co_await work();
  }
  task<> behind_the_test() {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on
      failure = "not done";
    }
    if (failure.empty())
      log("done");
    co_await work();
  }
  task<> set_to_nothing() {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on
      failure = std::string();
    }
    if (failure.empty())
      co_await work();
  }
  task<> set_on_one_path() {
    try {
      co_await work();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on
      if (failure.empty())
        failure = "not done";
    }
    if (failed || failure.empty())
      co_await work();
  }
};
