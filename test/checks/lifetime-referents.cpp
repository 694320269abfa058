// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// What an argument refers to, however it is written.
#include "lifetime.h"
#include <array>
#include <initializer_list>
#include <map>
#include <optional>
#include <utility>

using grove::executor;
using grove::tick;

void log(const std::string &);
void log(int);
std::string name();
bool c();

struct client {
  std::string text;
  int id = 0;
  task<> fetch() { co_await tick(); log(id); }
  const std::string &text_ref() const { return text; }
  std::string_view text_view() const { return text; }
  std::string text_copy() const { return text; }
  client &self() { return *this; }
};
client make_client();
client &the_client();
client *find_client();

task<> reads(const std::string &text) { co_await tick(); log(text); }
task<> reads_view(std::string_view text) { co_await tick(); log(std::string(text)); }
task<> reads_pointer(const int *p) { co_await tick(); log(*p); }
task<> reads_array(const int (&a)[3]) { co_await tick(); log(a[0]); }
task<> reads_list(std::initializer_list<int> l) { co_await tick(); log(*l.begin()); }

// Choices, commas, default arguments.
task<> choice(bool b, std::string kept, std::string other) {
  auto t = reads(b ? kept : name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  auto u = reads(b ? kept : other);
  co_await u;
}
task<> comma(std::string kept) {
  auto t = reads((c(), name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  auto u = reads((c(), kept));
  co_await u;
}
task<> with_default(const std::string &text, std::string_view suffix = name()) { co_await tick(); log(text + std::string(suffix)); }
task<> with_literal(const std::string &text, std::string_view suffix = "!") { co_await tick(); log(text + std::string(suffix)); }
task<> defaults(std::string kept) {
  auto t = with_default(kept);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'suffix' of 'with_default' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  auto u = with_literal(kept);
  co_await u;
  co_await with_default(kept);
}

// Arrays and lists.
task<> arrays() {
  task<> t, u, v;
  {
    int numbers[3] = {};
    t = reads_array(numbers);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'numbers' that parameter 'a' of 'reads_array' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    u = reads_pointer(numbers + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'numbers' that parameter 'p' of 'reads_pointer' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    v = reads_pointer(&numbers[1]);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'numbers' that parameter 'p' of 'reads_pointer' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  }
  co_await t;
  co_await u;
  co_await v;
}
task<> lists() {
  auto t = reads_list({1, 2, 3});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'l' of 'reads_list' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await reads_list({1, 2, 3});
}

// Aggregates that hold references and views.
struct request {
  const std::string &url;
  int retries;
};
struct header_views {
  std::vector<std::string_view> names;
};
task<> send(request r) { co_await tick(); log(r.url); }
task<> send_headers(header_views h) { co_await tick(); log(std::string(h.names[0])); }
task<> aggregates(std::string url) {
  auto t = send({name(), 1});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'r' of 'send' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = send_headers({{name()}});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'h' of 'send_headers' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
  auto v = send({url, 1});
  request named{url, 1};
  auto w = send(named);
  co_await v;
  co_await w;
}
task<> named_aggregate() {
  task<> t;
  {
    std::string url;
    request r{url, 1};
    t = send(r);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'url' that parameter 'r' of 'send' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  }
  co_await t;
}

// Structured bindings.
task<> bindings(std::map<int, std::string> names) {
  std::vector<task<>> tasks;
  for (auto &[id, text] : names)
    tasks.push_back(reads(text));
  for (auto [id, text] : names)
    tasks.push_back(reads(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: '[id, text]' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await grove::when_all(std::move(tasks));
}
task<> bound_pair() {
  auto [text, number] = std::pair(name(), 1);
  auto t = reads(text);
  co_await t;
  (void)number;
}

// What an accessor gives.
task<> accessors() {
  auto t = reads(make_client().text);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = reads(make_client().text_ref());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto v = reads_view(make_client().text_view());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads_view' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto w = make_client().self().fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary object on which 'fetch' is called is destroyed before the coroutine runs [async-dangling-this]
  auto x = reads(the_client().text_copy());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
  co_await v;
  co_await w;
  co_await x;
}
task<> accessors_of_what_lives(client mine) {
  auto t = reads(mine.text_ref());
  auto u = reads_view(the_client().text_view());
  auto v = mine.self().fetch();
  auto w = reads(find_client()->text_ref());
  co_await t;
  co_await u;
  co_await v;
  co_await w;
}
struct settings {
  std::map<std::string, std::string> values;
  const std::string &get(const std::string &key, const std::string &otherwise) const {
    auto it = values.find(key);
    if (it == values.end())
      return otherwise;
    return it->second;
  }
};
const std::string &longer(const std::string &a, const std::string &b) { return a.size() > b.size() ? a : b; }
const std::string &interned(const std::string &text) {
  static std::map<std::string, std::string> all;
  return all[text];
}
const std::string &for_ever(const std::string &text, int n) { return for_ever(text, n - 1); }
task<> given_back(settings &s, std::string kept, std::string other) {
  auto t = reads(s.get("key", "none"));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = reads(longer(kept, name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
  auto v = reads(s.get("key", kept));
  auto w = reads(longer(kept, other));
  auto x = reads(interned(name()));
  auto y = reads(for_ever(name(), 1));
  co_await v;
  co_await w;
  co_await x;
  co_await y;
}

// Smart pointers. Who alone owns an object takes it along.
std::unique_ptr<client> new_client();
std::shared_ptr<client> shared_client();
void keep(std::unique_ptr<client>);
void look(const std::unique_ptr<client> &);
task<> of_temporary_owner() {
  auto t = new_client()->fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary object on which 'fetch' is called is destroyed before the coroutine runs [async-dangling-this]
  auto u = reads(*std::make_unique<std::string>("text"));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
}
task<> of_owner(std::unique_ptr<client> mine) {
  return mine->fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'mine' on which 'fetch' is called is destroyed before the coroutine runs [async-escaping-local]
}
void of_owner_by_reference(executor ex) {
  auto mine = new_client();
  client &same = *mine;
  grove::spawn(ex, same.fetch(), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'mine' on which 'fetch' is called is destroyed while the coroutine still runs [async-dangling-this]
}
task<> of_owner_tested() {
  task<> t;
  {
    auto mine = new_client();
    if (mine && mine.get())
      t = mine->fetch();
      // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'mine' on which 'fetch' is called is destroyed before the coroutine runs [async-dangling-this]
  }
  co_await t;
}
task<> of_owner_in_frame(std::unique_ptr<client> mine) {
  auto t = mine->fetch();
  co_await t;
}
void of_owner_given_away(executor ex) {
  auto mine = new_client();
  grove::spawn(ex, mine->fetch(), grove::detached);
  keep(std::move(mine));
}
void of_owner_released(executor ex) {
  auto mine = new_client();
  grove::spawn(ex, mine->fetch(), grove::detached);
  mine.release();
}
void of_owner_captured(executor ex) {
  auto mine = new_client();
  auto *same = mine.get();
  grove::spawn(ex, [mine = std::move(mine), same]() -> task<> { co_await same->fetch(); }, grove::detached);
}
void of_owner_given_to_somebody(executor ex) {
  auto mine = new_client();
  look(mine);
  grove::spawn(ex, mine->fetch(), grove::detached);
}
std::map<int, std::unique_ptr<client>> all_clients;
void of_owner_in_container(executor ex, std::vector<std::unique_ptr<client>> some) {
  client &first = *some.front();
  for (auto &each : some)
    all_clients.emplace(1, std::move(each));
  grove::spawn(ex, first.fetch(), grove::detached);
  grove::spawn(ex, all_clients[1]->fetch(), grove::detached);
}
task<> of_shared() {
  auto t = shared_client()->fetch();
  co_await t;
}

// Operators that are coroutines.
struct feed {
  int id = 0;
  task<> operator()(const std::string &text) const { co_await tick(); log(text); }
  task<> operator<<(int n) { co_await tick(); log(id + n); }
};
task<> operator|(feed p, const std::string &text) { co_await tick(); log(text); log(p.id); }
task<> operators(feed p) {
  auto t = p(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of the call operator of 'feed' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = p | name();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'operator|' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto v = feed() << 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary object on which 'operator<<' is called is destroyed before the coroutine runs [async-dangling-this]
  co_await t;
  co_await u;
  co_await v;
  co_await p(name());
  co_await (feed() << 1);
  auto w = p << 1;
  co_await w;
}

// Awaited arguments.
task<std::string> ask();
task<> awaited_arguments() {
  co_await reads(co_await ask());
  auto t = reads(co_await ask());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}

// Inheritance.
struct base {
  int id = 0;
  virtual ~base() = default;
  virtual task<> run() { co_await tick(); log(id); }
  virtual task<> read(const std::string &) = 0;
};
struct derived : base {
  task<> run() override { co_await tick(); log(id); }
  task<> read(const std::string &) override { co_await tick(); }
  task<> runs_base() { return base::run(); }
};
task<> virtual_calls(base &some) {
  auto t = some.read(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that a parameter of 'read' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = derived().run();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary object on which 'run' is called is destroyed before the coroutine runs [async-dangling-this]
  auto v = derived().runs_base();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary object on which 'runs_base' is called is destroyed before the coroutine runs [async-dangling-this]
  co_await t;
  co_await u;
  co_await v;
  derived d;
  base &same = d;
  auto w = same.run();
  co_await w;
}
