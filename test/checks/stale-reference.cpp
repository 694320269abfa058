// RUN: %check_async async-stale-reference %s
// RUN: %check_async async-stale-reference %s --likely
#include "task.h"
#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <queue>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

task<> step();
task<int> value();
void use(const void *);
void use(int);
template <class... T> void look(const T &...);

struct connection {
  int id = 0;
  std::string name;
  std::vector<int> packets;
  task<> close();
  task<int> read();
  void stop();
};

// Everything in it is changed by somebody else.
class server {
public:
  void add() {
    connections_.emplace_back();
    words_.push_back("");
    name_ += "x";
    by_id_.insert({1, {}});
    hashed_.emplace(1, connection());
    owned_.push_back(nullptr);
    line_.push_back({});
    data_.resize(9);
    for (auto &c : connections_)
      c.packets.push_back(1);
  }
  void drop(int id) {
    by_id_.erase(id);
    hashed_.erase(id);
    owned_.pop_back();
    line_.pop_front();
    listed_.clear();
    queue_.pop();
  }

  task<> reference() {
    auto &c = connections_.back();
    co_await step();
    c.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' refers into 'connections_' and is used after a suspension
  }
  task<> other_ways_to_an_element(unsigned i) {
    auto &a = connections_[i];
    const auto &b = connections_.at(i);
    auto &&c = connections_.front();
    auto &d = connections_.emplace_back();
    auto &e = *connections_.begin();
    auto &f = (connections_.end() - 1)->name;
    auto &g = connections_[i].packets[0];
    co_await step();
    look(a);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'a' refers into 'connections_' and is used after a suspension
    look(b);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'b' refers into 'connections_' and is used after a suspension
    look(c);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' refers into 'connections_' and is used after a suspension
    look(d);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'd' refers into 'connections_' and is used after a suspension
    look(e);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'e' refers into 'connections_' and is used after a suspension
    look(f);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'f' refers into 'connections_' and is used after a suspension
    look(g);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'g' refers into 'connections_[...].packets' and is used after a suspension
  }
  task<> pointer() {
    auto *c = &connections_.front();
    const int *p = data_.data();
    const char *s = name_.c_str();
    co_await step();
    c->stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' points into 'connections_' and is used after a suspension
    use(p[0]);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'p' points into 'data_' and is used after a suspension
    use(s);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's' points into 'name_' and is used after a suspension
  }
  task<> iterator(int id) {
    auto it = connections_.begin();
    auto found = std::find_if(connections_.begin(), connections_.end(), [](auto &) { return true; });
    auto last = std::prev(connections_.end());
    auto in_map = by_id_.find(id);
    auto in_hash = hashed_.find(id);
    co_await step();
    it->stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it' points into 'connections_' and is used after a suspension
    look(*found);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'found' points into 'connections_' and is used after a suspension
    look(last);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'last' points into 'connections_' and is used after a suspension
    in_map->second.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'in_map' points into 'by_id_' and is used after a suspension, so it dangles if what it refers to was removed meanwhile
    hashed_.erase(in_hash);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'in_hash' points into 'hashed_' and is used after a suspension, so it dangles if 'hashed_' changed meanwhile
  }
  task<> tested(int id) {
    if (auto it = by_id_.find(id); it != by_id_.end()) {
      co_await it->second.close();
      by_id_.erase(it);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'it' points into 'by_id_' and is used after a suspension
    }
  }
  task<> inserted(int id) {
    auto [it, is_new] = hashed_.try_emplace(id);
    co_await step();
    it->second.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '[it, is_new]' points into 'hashed_' and is used after a suspension
    auto second = hashed_.emplace(id, connection()).first;
    co_await step();
    second->second.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'second' points into 'hashed_' and is used after a suspension
  }
  task<> bound(int id) {
    auto it = by_id_.find(id);
    auto &[key, c] = *it;
    co_await step();
    c.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '[key, c]' refers into 'by_id_' and is used after a suspension
  }
  task<> erased_by_somebody_else(int id) {
    auto &in_map = by_id_[id];
    auto &in_hash = hashed_[id];
    auto &owned = *owned_.back();
    auto *raw = owned_.back().get();
    auto &first = line_.front();
    auto &queued = queue_.front();
    auto listed = listed_.begin();
    co_await step();
    in_map.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'in_map' refers into 'by_id_' and is used after a suspension
    in_hash.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'in_hash' refers into 'hashed_' and is used after a suspension
    owned.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'owned' refers into 'owned_' and is used after a suspension
    raw->stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'raw' points into 'owned_' and is used after a suspension
    first.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'first' refers into 'line_' and is used after a suspension
    queued.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'queued' refers into 'queue_' and is used after a suspension
    ++listed;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'listed' points into 'listed_' and is used after a suspension
  }
  task<> view() {
    std::string_view name = name_;
    std::string_view part = std::string_view(name_).substr(1);
    std::span<int> data = data_;
    std::span some(data_.data(), 2);
    std::string_view word = words_.back();
    co_await step();
    look(name);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'name' refers to 'name_' and is used after a suspension
    look(part);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'part' refers to 'name_' and is used after a suspension
    use(data[0]);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'data' refers to 'data_' and is used after a suspension
    look(some);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'some' refers to 'data_' and is used after a suspension
    look(word);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'word' refers to 'words_[...]' and is used after a suspension
  }
  task<> loop() {
    for (auto &c : connections_)
      co_await c.close();
    // CHECK-MESSAGES: :[[@LINE-2]]:5: warning: this loop over 'connections_' suspends
    for (auto [id, c] : by_id_)
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'by_id_' suspends
      co_await step();
    for (const auto &[id, c] : hashed_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'hashed_' suspends
      if (id)
        continue;
      co_await step();
    }
    for (auto it = connections_.begin(); it != connections_.end(); ++it)
      // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'it' points into 'connections_' and is used after a suspension
      co_await it->close();
  }
  task<> backwards_and_adapted() {
    for (auto it = connections_.rbegin(); it != connections_.rend(); ++it)
      // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'it' points into 'connections_' and is used after a suspension
      co_await it->close();
    for (auto &c : connections_ | std::views::reverse)
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'connections_' suspends
      co_await c.close();
    auto keys = by_id_ | std::views::keys;
    for (int id : keys)
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'by_id_' suspends
      use(id + co_await value());
  }
  task<> used_in_the_loop_too() {
    for (auto &c : connections_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'connections_' suspends
      co_await step();
      c.stop();
    }
  }
  task<> only_its_element() {
    for (auto &c : connections_) {
      co_await step();
      c.stop();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'c' refers into 'connections_' and is used after a suspension
      break;
    }
  }
  task<> on_one_path(bool b) {
    auto &c = connections_.back();
    if (b)
      co_await step();
    c.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' refers into 'connections_' and is used after a suspension
  }
  task<> next_round() {
    auto &c = connections_.back();
    for (int i = 0; i < 3; ++i) {
      c.stop();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'c' refers into 'connections_' and is used after a suspension
      co_await step();
    }
  }
  task<> in_one_expression() {
    auto &c = connections_.back();
    c.id = co_await value();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' refers into 'connections_' and is used after a suspension
    auto &d = connections_.back();
    look(d, co_await value());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'd' refers into 'connections_' and is used after a suspension
    auto &e = connections_.back();
    e = connection{co_await value(), "", {}};
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'e' refers into 'connections_' and is used after a suspension
  }
  task<> assigned() {
    connection *c = nullptr;
    c = &connections_.back();
    co_await step();
    c->stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' points into 'connections_' and is used after a suspension
  }
  task<> captured() {
    auto &c = connections_.back();
    co_await step();
    auto f = [&c] { c.stop(); };
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'c' refers into 'connections_' and is used after a suspension
    f();
  }
  task<> lambda() {
    auto work = [this]() -> task<> {
      auto &c = connections_.back();
      co_await step();
      c.stop();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'c' refers into 'connections_' and is used after a suspension
    };
    co_await work();
  }
  std::vector<connection> &all() { return connections_; }
  task<> accessor() {
    auto &connections = all();
    auto &c = connections.front();
    co_await step();
    c.stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'c' refers into 'connections_' and is used after a suspension
  }

private:
  std::vector<connection> connections_;
  std::vector<std::string> words_;
  std::string name_;
  std::map<int, connection> by_id_;
  std::unordered_map<int, connection> hashed_;
  std::vector<std::unique_ptr<connection>> owned_;
  std::deque<connection> line_;
  std::list<connection> listed_;
  std::queue<connection> queue_;
  std::vector<int> data_;
};

// Only the same coroutine changes it, and may run twice.
class acceptor {
  std::vector<connection> accepted_;
  task<> accept() {
    auto &c = accepted_.emplace_back();
    co_await c.read();
    c.stop();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'c' refers into 'accepted_' and is used after a suspension
  }
};

// Who changes it stands in another file.
class elsewhere {
public:
  void add(int);
  task<> work() {
    auto &x = values_.back();
    co_await step();
    x = 1;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'x' refers into 'values_' and is used after a suspension
  }

private:
  std::vector<int> values_;
};

struct workspace {
  std::unordered_map<int, connection> modules;
  std::vector<int> values;
};
void changes(workspace &w) {
  w.modules.erase(1);
  w.values.clear();
}

task<> of_another_object(workspace &w, workspace *p, std::shared_ptr<workspace> s) {
  auto a = w.modules.find(1);
  auto &b = p->values.back();
  auto &c = s->values.front();
  co_await step();
  look(a);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'a' points into 'w.modules' and is used after a suspension
  look(b);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'b' refers into 'p.values' and is used after a suspension
  look(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'c' refers into 's.values' and is used after a suspension
}

// llvm #97790
task<> by_reference(std::vector<int> &values, std::vector<int> *more) {
  auto &x = values.back();
  co_await step();
  x = 1;
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'x' refers into 'values' and is used after a suspension
  for (int y : *more)
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: this loop over 'more' suspends
    use(y + co_await value());
}

static std::vector<int> cached;
extern std::vector<int> of_another_file;
void remember(int x) { cached.push_back(x); }
task<> global() {
  auto &x = cached.back();
  auto &y = of_another_file.back();
  co_await step();
  x = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'x' refers into 'cached' and is used after a suspension
  y = 1;
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'y' refers into 'of_another_file' and is used after a suspension
  static std::vector<int> own;
  own.push_back(1);
  for (int z : own)
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: this loop over 'own' suspends
    use(z + co_await value());
}

task<> both(task<>, task<>);
task<> captured_by_reference() {
  std::vector<int> results;
  auto work = [&]() -> task<> {
    auto &slot = results.emplace_back();
    slot = co_await value();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'slot' refers into 'results' and is used after a suspension
  };
  co_await both(work(), work());
}

task<> called_with_shared(std::vector<int> &values) {
  for (int x : values)
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: this loop over 'values' suspends
    use(x + co_await value());
}
task<> caller() {
  std::vector<int> own;
  co_await called_with_shared(own);
  co_await called_with_shared(cached);
}

void spawn(task<>);
task<> serve(int id, std::set<int> &members, std::vector<int> &log) {
  log.push_back(id);
  for (int each : log)
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop over 'log' suspends
    use(each + co_await value());
}
task<> listen() {
  std::set<int> members;
  std::vector<int> log;
  for (;;)
    spawn(serve(co_await value(), members, log));
}

template <class T> class pool {
public:
  void add(T t) { items_.push_back(t); }
  task<> run() {
    for (auto &item : items_)
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'items_' suspends
      co_await step();
  }

private:
  std::vector<T> items_;
};
task<> uses_pool(pool<int> &a, pool<long> &b) {
  co_await a.run();
  co_await b.run();
}

#define LAST(v) v.back()
task<> through_macro(workspace &w) {
  auto &x = LAST(w.values);
  co_await step();
  use(x);
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'x' refers into 'w.values' and is used after a suspension
}

// Its iterators are pointers.
class small_vector {
public:
  int *begin();
  int *end();
  void push_back(int);
};
class has_small {
  small_vector v_;
  void add() { v_.push_back(1); }
  task<> run() {
    int *it = v_.begin();
    co_await step();
    use(*it);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'it' points into 'v_' and is used after a suspension
  }
};

struct subscriber {
  std::vector<int> queues;
};
class topics {
  std::map<int, subscriber> topics_;
  void subscribe(int t) { topics_[t].queues.push_back(1); }
  task<> publish(int t) {
    auto it = topics_.find(t);
    for (int q : it->second.queues)
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'topics_[...].queues' suspends
      use(q + co_await value());
  }
};
