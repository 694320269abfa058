// RUN: %check_async async-swallowed-cancellation %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/cancellation.yaml}}"
// RUN: %check_async async-swallowed-cancellation %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/cancellation.yaml}}" --likely
//
// Results that say whether a wait was cancelled, and loops that ignore them.
#include "cancellation.h"
#include "shapes.h"

#include <vector>

void beat();
void log(const char *);

// ---- an enumeration with a word for it, and a token by which it is told

enum class wake { timer, cancelled };
home::job<wake> rest(int seconds, folly::CancellationToken token);
home::job<wake> rest(int seconds);

home::job<> beats(folly::CancellationToken token) {
  for (;;) {
    co_await rest(1, token);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: result of this 'co_await' says whether it was cancelled, but the loop ignores that and cannot be cancelled [async-swallowed-cancellation]
    beat();
  }
}
home::job<> keeps_it(folly::CancellationToken token) {
  while (true) {
    auto why = co_await rest(1, token);
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: result of this 'co_await' says
    beat();
  }
}
home::job<> in_a_range(folly::CancellationToken token, std::vector<int> beats_wanted) {
  for ([[maybe_unused]] int wanted : beats_wanted) {
    co_await rest(1, token);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: result of this 'co_await' says
    beat();
  }
}
home::job<> without_a_token() {
  for (;;) {
    co_await rest(1);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: result of this 'co_await' says
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:5: note: this is likely rather than sure, because it assumes that the cancellation is meant to end this loop
    beat();
  }
}
home::job<> tests_it(folly::CancellationToken token) {
  for (;;) {
    if (co_await rest(1, token) == wake::cancelled)
      co_return;
    beat();
  }
}
home::job<> tests_it_later(folly::CancellationToken token) {
  for (;;) {
    const auto why = co_await rest(1, token);
    beat();
    if (why != wake::timer)
      break;
  }
}
home::job<> asks_the_token(folly::CancellationToken token) {
  while (!token.isCancellationRequested()) {
    co_await rest(1, token);
    beat();
  }
}
home::job<> on_purpose(folly::CancellationToken token) {
  for (;;) {
    (void)co_await rest(1, token);
    beat();
  }
}
home::job<> once(folly::CancellationToken token) {
  co_await rest(1, token);
  beat();
}
home::job<> three_times(folly::CancellationToken token) {
  for (int i = 0; i < 3; ++i)
    beat();
  co_await rest(1, token);
}

// ---- a truth value

seastar::future<bool> pause(int seconds, folly::CancellationToken &token);
seastar::future<bool> pause(int seconds);
struct poller {
  folly::CancellationToken token_;
  seastar::future<> run() {
    for (;;) {
      co_await pause(1, token_);
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: result of this 'co_await' says
      // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:7: note: this is likely rather than sure
      beat();
    }
  }
  seastar::future<> run_while_awake() {
    while (co_await pause(1, token_))
      beat();
  }
  seastar::future<> says_something_else() {
    for (;;) {
      co_await pause(1);
      beat();
    }
  }
};

// ---- an error code

oak::task<> waits(oak::stream &events) {
  oak::error_code failed;
  for (;;) {
    co_await events.wait(oak::redirected(failed));
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: result of this 'co_await' says
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:5: note: this is likely rather than sure
    beat();
  }
}
oak::task<> waits_while_open(oak::stream &events) {
  oak::error_code failed;
  while (events.is_open()) {
    co_await events.wait(oak::redirected(failed));
    beat();
  }
}
oak::task<> waits_until_it_fails(oak::stream &events) {
  oak::error_code failed;
  do {
    co_await events.wait(oak::redirected(failed));
    beat();
  } while (!failed);
}

// ---- a token that is none: nothing can be requested by it

struct optional_token {
  const bool *requested = nullptr;
  bool stop_requested() const { return requested && *requested; }
};
home::job<bool> doze(int seconds, optional_token token = optional_token());
optional_token of_program();
home::job<bool> drowse(int seconds, optional_token token = of_program());

home::job<> dozes() {
  for (;;) {
    co_await doze(1);
    co_await doze(1, {});
    co_await doze(1, optional_token{});
    beat();
  }
}
home::job<> dozes_until_told(optional_token token) {
  for (;;) {
    co_await doze(1, token);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: result of this 'co_await' says
    beat();
  }
}
home::job<> drowses_until_told() {
  for (;;) {
    co_await drowse(1);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: result of this 'co_await' says
    beat();
  }
}
