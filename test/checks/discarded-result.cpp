// RUN: %check_async async-discarded-result %s
//
// Where a value is thrown away, over the types of tasks.h and task.h. Results of co_await: discarded-result-awaited.cpp.

#include "task.h"
#include "tasks.h"

#include <chrono>
#include <string>
#include <tuple>
#include <vector>

task<int> value();
task<> send(int = 0);
birch::lazy<int> number();
birch::job work();
cedar::eager<int> started();
cedar::ticket ticket();
alder::future<int> count();
alder::future<> flush();
alder::courier post();
std::suspend_always always();
elm::sequence<int> numbers();
elm::stream<int> updates();
bool ready();

// What is lost, by the kind of the task.

task<> every_kind() {
  value();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'value' is discarded, so it never runs [async-discarded-result]
  // CHECK-FIXES: {{^}}  co_await value();{{$}}
  number();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'number' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await number();{{$}}
  work();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'work' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  started();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'started' is discarded, so its coroutine is destroyed unfinished at its first suspension
  // CHECK-FIXES: {{^}}  co_await started();{{$}}
  ticket();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'ticket' is discarded, so its exceptions are lost
  // CHECK-FIXES: {{^}}  co_await ticket();{{$}}
  count();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'count' is discarded, so its exceptions are lost
  // CHECK-FIXES: {{^}}  co_await count();{{$}}
  flush();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'flush' is discarded, so its exceptions are lost
  // CHECK-FIXES: {{^}}  co_await flush();{{$}}
  alder::run_errand();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'run_errand' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await alder::run_errand();{{$}}
  numbers();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: generator returned by 'numbers' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  numbers();{{$}}
  always();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'always' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await always();{{$}}
  std::suspend_always();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable made here is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await std::suspend_always();{{$}}
  updates().next();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'next' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await updates().next();{{$}}
  co_await value();
}

// Every place where a value goes nowhere.

task<> places(bool b, int n) {
  send(), send(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-MESSAGES: :[[@LINE-2]]:11: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  co_await send(), co_await send(1);{{$}}
  b ? send() : send(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by 'send' is discarded
  // CHECK-MESSAGES: :[[@LINE-2]]:16: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  b ? co_await send() : co_await send(1);{{$}}
  (send());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  co_await (send());{{$}}
  if (b)
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
  else
    send(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send(1);{{$}}
  for (send(); n > 0; send(n))
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'send' is discarded
  // CHECK-MESSAGES: :[[@LINE-2]]:23: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  for (co_await send(); n > 0; co_await send(n)){{$}}
    --n;
  while (ready())
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
  do
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
  while (ready());
  switch (n) {
  case 1:
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
    break;
  default:
    send(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send(2);{{$}}
  }
  if (send(); b)
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  if (co_await send(); b){{$}}
    co_return;
  for (int i : {1, 2})
    send(i);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send(i);{{$}}
  { send(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  { co_await send(); }{{$}}
  [[likely]] send();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  {{\[\[}}likely]] co_await send();{{$}}
again:
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  co_await send();{{$}}
  if (ready())
    goto again;
  int last = (send(), n);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  int last = (co_await send(), n);{{$}}
  const int block = ({
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
    last;
  });
  co_await send(block);
}

// The operands of && and || must be bool, so co_await is no remedy there.

task<> conditions(bool b) {
  b && value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'value' is discarded
  // CHECK-FIXES: {{^}}  b && value();{{$}}
  b || value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'value' is discarded
  // CHECK-FIXES: {{^}}  b || value();{{$}}
  co_return;
}

// A cast to void says that nobody waits: good for work that runs, wrong for work that never begins.

task<> on_purpose() {
  (void)send();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  (void)co_await send();{{$}}
  static_cast<void>(send());
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  static_cast<void>(co_await send());{{$}}
  void(send(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  void(co_await send(1));{{$}}
  std::ignore = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  std::ignore = send();{{$}}
  std::ignore = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: task returned by 'value' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  std::ignore = co_await value();{{$}}
  std::tie(std::ignore) = std::tuple(1);
  (void)started();
  static_cast<void>(ticket());
  std::ignore = count();
  co_return;
}

// co_await must not stand in a handler, and not outside of a coroutine.

task<> handler() {
  try {
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
  } catch (...) {
    send(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    send(1);{{$}}
  }
  co_return;
}

void plain_function() {
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  send();{{$}}
  started();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'started' is discarded, so its coroutine is destroyed unfinished at its first suspension
  // CHECK-FIXES: {{^}}  started();{{$}}
}

struct service {
  service() : id((send(), 1)) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  service() : id((send(), 1)) {}{{$}}
  explicit service(int i) : id(i) { refresh(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: task returned by 'refresh' is discarded
  // CHECK-FIXES: {{^}}  explicit service(int i) : id(i) { refresh(); }{{$}}
  ~service() { refresh(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: task returned by 'refresh' is discarded
  // CHECK-FIXES: {{^}}  ~service() { refresh(); }{{$}}
  task<> refresh();
  static task<> reset();
  virtual task<int> poll() = 0;
  task<> operator()(int);
  task<> operator+(int);
  task<int> operator[](int);
  task<> run() {
    refresh();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'refresh' is discarded
    // CHECK-FIXES: {{^}}    co_await refresh();{{$}}
    this->refresh();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'refresh' is discarded
    // CHECK-FIXES: {{^}}    co_await this->refresh();{{$}}
    reset();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reset' is discarded
    // CHECK-FIXES: {{^}}    co_await reset();{{$}}
    service::reset();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reset' is discarded
    // CHECK-FIXES: {{^}}    co_await service::reset();{{$}}
    poll();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'poll' is discarded
    // CHECK-FIXES: {{^}}    co_await poll();{{$}}
    (*this)(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by the call operator of 'service' is discarded
    // CHECK-FIXES: {{^}}    co_await (*this)(1);{{$}}
    (*this)[1];
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by this operator is discarded
    // CHECK-FIXES: {{^}}    co_await (*this)[1];{{$}}
    *this + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by this operator is discarded
    // CHECK-FIXES: {{^}}    co_await (*this + 1);{{$}}
    co_return;
  }
  int id;
};

task<> callees(service &s, service *p, task<> (*function)(int), task<> (service::*member)()) {
  s.refresh();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'refresh' is discarded
  // CHECK-FIXES: {{^}}  co_await s.refresh();{{$}}
  p->refresh();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'refresh' is discarded
  // CHECK-FIXES: {{^}}  co_await p->refresh();{{$}}
  function(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by this call is discarded
  // CHECK-FIXES: {{^}}  co_await function(1);{{$}}
  (p->*member)();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by this call is discarded
  // CHECK-FIXES: {{^}}  co_await (p->*member)();{{$}}
  auto lambda = [](int n) -> task<> { co_await send(n); };
  lambda(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by this lambda is discarded
  // CHECK-FIXES: {{^}}  co_await lambda(1);{{$}}
  [&]() -> task<> { co_await send(); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by this lambda is discarded
  // CHECK-FIXES: {{^}}  co_await [&]() -> task<> { co_await send(); }();{{$}}
  auto within = [&]() -> task<> {
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
    co_return;
  };
  auto generic = [](auto &&f) -> task<> {
    f();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by this call is discarded
    co_return;
  };
  co_await within();
  co_await generic(+[]() -> task<> { return send(); });
}

task<> local_class() {
  struct helper {
    task<> help() {
      send();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by 'send' is discarded
      // CHECK-FIXES: {{^}}      co_await send();{{$}}
      co_return;
    }
  };
  helper h;
  co_await h.help();
}

auto deduced() { return send(); }
using alias = task<>;
alias by_alias();
task<> through_auto() {
  deduced();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'deduced' is discarded
  // CHECK-FIXES: {{^}}  co_await deduced();{{$}}
  by_alias();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'by_alias' is discarded
  // CHECK-FIXES: {{^}}  co_await by_alias();{{$}}
  co_return;
}

// A task made by somebody's member.

struct holder {
  task<> member_;
  task<> give() { return std::move(member_); }
};
task<> from_member(holder h) {
  h.give();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'give' is discarded
  // CHECK-FIXES: {{^}}  co_await h.give();{{$}}
  co_return;
}

// Named, and nothing else: the statement does nothing.

task<> only_named() {
  auto t = send();
  co_await send();
  t;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task 't' is named but not awaited, so this statement does nothing
  // CHECK-FIXES: {{^}}  co_await t;{{$}}
}

// ---------------------------------------------------------------------------------------------------------------------
// Not reported.

// Detached by design.
task<> detached() {
  post();
  (void)post();
  ready() ? post() : post();
  co_return;
}

// Consumed: awaited, returned, stored, passed on.
void sink(task<>);
struct scope {
  void spawn(task<>);
  scope &add(task<>);
};
task<> returned() { return send(); }
task<> consumed(scope &s, bool b) {
  co_await send();
  co_await (b ? send() : send(1));
  int n = co_await value() + co_await value();
  sink(send());
  s.spawn(send());
  s.add(send()).add(send());
  std::vector<task<>> all;
  all.push_back(send());
  all.emplace_back(send());
  for (auto &t : all)
    co_await t;
  [](task<> t) { sink(std::move(t)); }(send());
  (void)n;
  task<> other;
  other = send();
  co_await other;
}

// Glvalues: somebody owns what they refer to.
struct builder {
  task<> held;
  task<> &pending();
  task<> &&extract();
  builder &with(int);
};
task<> glvalues(builder &b, std::vector<task<>> &all) {
  b.pending();
  b.with(1).with(2);
  all.emplace_back(send());
  all.back();
  task<> t;
  t = send();
  (t = send());
  ready() ? b.pending() : b.pending();
  co_await std::move(t);
}

// An awaitable builder that returns itself.
struct query {
  query &where(int);
  query &limit(int);
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
task<> builds(query &q) {
  q.where(1).limit(2);
  q.limit(3);
  co_await q;
}

// Overloaded operators consume both operands.
namespace algebra {
struct both {
  ~both();
};
both operator&&(task<> &&, task<> &&);
both operator||(task<> &&, task<> &&);
both operator,(task<> &&, birch::job &&);
struct pipe {
  pipe &operator<<(task<> &&);
};
task<> operators(pipe &p) {
  send() && send();
  send() || send();
  (send(), work());
  p << send() << send();
  co_return;
}
} // namespace algebra

// Never evaluated.
task<> unevaluated() {
  (void)sizeof(send());
  (void)noexcept(send());
  using type = decltype(send());
  static_assert(requires { send(); value(); });
  static_assert(std::is_same_v<type, task<>>);
  (void)sizeof((send(), 1));
  co_return;
}
template <class T> concept sends = requires(T t) { t.send(); send(); };

// The last statement of a statement expression is its value.
#define AWAIT(...) co_await ({ __VA_ARGS__; })
task<> statement_expression() {
  co_await ({ send(); });
  auto t = ({ ready(); send(); });
  AWAIT(send());
  co_await t;
}

// Default-constructed: no work was made.
task<> empty() {
  task<>();
  task<>{};
  co_return;
}

// Not work: a type that only somebody else's operator or promise makes awaitable.
struct duration_awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
template <class Rep, class Period> duration_awaiter operator co_await(std::chrono::duration<Rep, Period>);
std::chrono::milliseconds delay();
task<> foreign() {
  delay();
  std::chrono::seconds(1);
  co_await delay();
}

// Never suspends: nothing is lost.
struct immediate {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
immediate done_already();
std::suspend_never never();
task<> no_wait() {
  done_already();
  never();
  co_return;
}

// A destructor that joins.
alder::crew join_me();
task<> joins() {
  join_me();
  co_return;
}

task<> suppressed() {
  send(); // NOLINT
  send(); // NOLINT(async-discarded-result)
  // NOLINTNEXTLINE(async-*)
  send();
  // NOLINTBEGIN(async-discarded-result)
  send();
  // NOLINTEND(async-discarded-result)
  send(); // NOLINT(async-unawaited-task)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  co_return;
}

// Moving what a call has just made changes nothing, and a static variable's initializer may not suspend.

task<> moved_and_gone() {
  std::move(send());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded, so it never runs
  static int once = (send(), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  static int once = (send(), 1);{{$}}
  co_return (void)once;
}
