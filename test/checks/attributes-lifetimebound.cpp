// RUN: %check_async async-dangling-parameter,async-dangling-this,async-escaping-local %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
//
// `[[clang::lifetimebound]]`: what a function returns refers to the argument, or to the object, although no body tells.
#include "lifetime.h"

using grove::eager;
using grove::executor;
using grove::tick;

void log(const std::string &);
std::string name();
task<> reads(const std::string &text) { log(text); co_await tick(); }

// ---- a reference to the argument

const std::string &same(const std::string &s [[clang::lifetimebound]]);
const std::string &other(const std::string &s);
task<> by_reference() {
  auto t = reads(same(name()));
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = reads(other(name()));
  co_await u;
}

// ---- a class that refers to the argument and owns something as well

struct database {
  std::string path;
};
struct cursor {
  cursor(cursor &&) noexcept;
  ~cursor();
  int next();
};
cursor open(database &from [[clang::lifetimebound]]);
cursor open_copy(database &from);
task<> walks(cursor c) { co_await tick(); c.next(); }
void by_owner(executor ex) {
  database here, there;
  grove::spawn(ex, walks(open(here)));
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'here' that parameter 'c' of 'walks' refers to is destroyed while the coroutine still runs
  grove::spawn(ex, walks(open_copy(there)));
}

// ---- the object

struct session {
  const std::string &user() const [[clang::lifetimebound]];
  const std::string &host() const;
  std::string_view text() const [[clang::lifetimebound]];
  auto path() const [[clang::lifetimebound]] -> const std::string &;
};
void by_object(executor ex) {
  session one, two, three, four;
  grove::spawn(ex, reads(one.user()));
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'one' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  grove::spawn(ex, reads(two.host()));
  grove::spawn(ex, reads(three.path()));
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'three' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
}
task<std::string_view> view_of_local() {
  session s;
  co_return s.text();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 's' is destroyed with this coroutine, before the caller can use the returned view or reference to it [async-escaping-local]
}

// ---- work with a body in another file

eager begins(const std::string &text [[clang::lifetimebound]]); // it has begun, and goes on
eager begins_unsaid(const std::string &text);
void eager_work() {
  begins(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'begins' refers to is destroyed while the coroutine still runs
  begins_unsaid(name());
}

task<> takes(std::string &&text [[clang::lifetimebound]]); // a coroutine, which has not moved from it
task<> takes_unsaid(std::string &&text);
task<> rvalue() {
  auto t = takes(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'takes' refers to is destroyed before the coroutine runs
  auto u = takes_unsaid(name());
  co_await u;
}

struct connection {
  eager run() [[clang::lifetimebound]];
  eager start();
};
void member_work() {
  connection one, two;
  one.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'one' on which 'run' is called is destroyed while the coroutine still runs [async-dangling-this]
  two.start();
}

// ---- a body that tells more: a coroutine that does not use it again

eager reads_early(const std::string &text [[clang::lifetimebound]]) { log(text); co_await tick(); }
void not_used() { reads_early(name()); }

// ---- a function that keeps it in a way that no body shows

struct registry {
  void add(std::string_view);
  task<> run();
};
registry &all();
task<> queued(const std::string &text [[clang::lifetimebound]]) { all().add(text); return all().run(); }
task<> queued_unsaid(const std::string &text) { all().add(text); return all().run(); }
task<> kept() {
  auto t = queued(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'queued' refers to is destroyed before the coroutine runs
  auto u = queued_unsaid(name());
  co_await u;
}

// ---- said by one declaration only

const std::string &later(const std::string &s);
const std::string &later(const std::string &s [[clang::lifetimebound]]);
task<> redeclared() {
  auto t = reads(later(name()));
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
}
