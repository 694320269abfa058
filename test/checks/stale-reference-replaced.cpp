// RUN: %check_async async-stale-reference %s
// RUN: %check_async async-stale-reference %s --likely
//
// Pointers into an object that another function replaces as a whole.
#include "task.h"
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

task<> step();
void log(int);
void log(const std::string &);

// An accessor with a body in another file; its class owns many of what it gives.
struct node {
  int state;
  std::vector<int> tokens;
};
struct layout {
  std::map<int, node> nodes;
  const node *find(int id) const;
  const node &get(int id) const;
  const std::string &name() const;
};
class cluster {
public:
  task<> reload() { layout_ = co_await load(); }
  task<> pointer(int id) {
    const auto *found = layout_.find(id);
    if (!found)
      co_return;
    const auto &n = *found;
    co_await step();
    log(n.state);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'n' refers into 'layout_' and is used after a suspension, so it dangles if 'layout_' was replaced meanwhile [async-stale-reference]
    // CHECK-MESSAGES: :[[@LINE-4]]:17: note: 'n' is made here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK-MESSAGES: :[[@LINE-11]]:21: note: 'reload' changes 'layout_' here
  }
  task<> reference(int id) {
    auto &n = layout_.get(id);
    co_await step();
    log(n.state);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'n' refers into 'layout_' and is used after a suspension
  }
  task<> swap_in() {
    auto next = co_await load();
    std::swap(swapped_, next);
  }
  task<> reference_into_swapped(int id) {
    auto &n = swapped_.get(id);
    co_await step();
    log(n.state);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'n' refers into 'swapped_' and is used after a suspension
  }
  task<> copied(int id) {
    const auto n = *layout_.find(id);
    co_await step();
    log(n.state);
  }
  task<> again(int id) {
    auto *n = layout_.find(id);
    co_await step();
    n = layout_.find(id);
    log(n->state);
  }
  task<> member() {
    auto &all = layout_.name(); // a member stays where it is
    co_await step();
    log(all);
  }

private:
  task<layout> load();
  layout swapped_;
  layout layout_;
};

// By shape alone.
struct index_entry {
  int hits;
};
struct index {
  struct table;
  table *rows;
  index_entry *lookup(int);
  index(const index &);
  index &operator=(const index &);
};
class searcher {
public:
  task<> rebuild() { index_ = co_await build(); }
  task<> search(int key) {
    auto *entry = index_.lookup(key);
    co_await step();
    ++entry->hits;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'entry' points into 'index_' and is used after a suspension, so it dangles if 'index_' was replaced meanwhile
    // CHECK-MESSAGES-LIKELY: :[[@LINE-4]]:11: note: 'entry' is made here
    // CHECK-MESSAGES-LIKELY: :[[@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK-MESSAGES-LIKELY: :[[@LINE-8]]:22: note: 'rebuild' changes 'index_' here
    // CHECK-MESSAGES-LIKELY: :[[@LINE-5]]:5: note: this is likely rather than sure, because it assumes that what a called function, whose body is not visible here, returns refers into the object it is called on
  }

private:
  task<index> build();
  index index_;
};

// What a pointer or an optional owns.
struct session {
  int used = 0;
  std::string name;
  task<> send();
};
class client {
public:
  task<> reconnect() {
    session_.reset();
    co_await step();
    session_ = std::make_unique<session>();
  }
  task<> use() {
    auto &s = *session_;
    co_await step();
    ++s.used;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's' refers into 'session_' and is used after a suspension, so it dangles if 'session_' was replaced meanwhile
  }
  task<> use_pointer() {
    session *s = session_.get();
    co_await step();
    ++s->used;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's' points into 'session_'
  }
  task<> use_member() {
    auto &name = session_->name;
    co_await step();
    log(name);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'name' refers into 'session_'
  }
  task<> use_again() {
    co_await step();
    ++session_->used;
  }

private:
  std::unique_ptr<session> session_;
};
class set_once {
public:
  void set() { session_ = std::make_unique<session>(); }
  task<> use() {
    auto &s = *session_;
    co_await step();
    ++s.used;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 's' refers into 'session_'
  }

private:
  std::unique_ptr<session> session_;
};
class optional_client {
public:
  task<> disconnect() {
    co_await step();
    session_.reset();
  }
  task<> use() {
    auto &s = *session_;
    co_await step();
    ++s.used;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's' refers into 'session_'
  }

private:
  std::optional<session> session_;
};

// Shared, so that another holder may live on.
struct config {
  std::string host;
  std::map<std::string, std::string> all;
  const std::string *value(const std::string &) const;
};
class service {
public:
  task<> reload() {
    co_await step();
    config_ = std::make_shared<config>();
  }
  task<> connect() {
    auto &host = config_->host;
    co_await step();
    log(host);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'host' refers into 'config_'
  }
  task<> connect_value() {
    auto *host = config_->value("host");
    co_await step();
    log(*host);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'host' points into 'config_'
  }
  task<> connect_held() {
    auto held = config_;
    auto &host = held->host;
    co_await step();
    log(host);
  }
  task<> connect_kept() {
    auto keep = config_;
    auto &host = config_->host;
    co_await step();
    log(host);
  }

private:
  std::shared_ptr<config> config_;
};

// Never while the other is suspended.
class in_turn {
public:
  task<> run() {
    for (;;) {
      co_await refresh();
      co_await use();
    }
  }

private:
  task<> refresh() {
    co_await step();
    session_ = std::make_unique<session>();
  }
  task<> use() {
    auto &s = *session_;
    co_await step();
    ++s.used;
  }
  std::unique_ptr<session> session_;
};
// Not replaced, or before the suspension.
class steady {
public:
  steady() { session_ = std::make_unique<session>(); }
  ~steady() { session_.reset(); }
  task<> use() {
    auto &s = *session_;
    co_await step();
    ++s.used;
  }
  task<> replace() {
    other_ = std::make_unique<session>();
    auto &s = *other_;
    ++s.used;
    co_await step();
  }
  std::unique_ptr<session> take() { return std::move(session_); }

private:
  std::unique_ptr<session> session_;
  std::unique_ptr<session> other_;
};
