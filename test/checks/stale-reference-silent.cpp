// RUN: %check_async async-stale-reference %s
//
// What must stay silent.
#include "locks.h"
#include "task.h"
#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <set>
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
  std::vector<int> packets;
  task<> close();
  void stop();
};
std::vector<connection> load();
std::vector<connection> &somebodys();

// ---- what the frame owns

task<> local() {
  std::vector<connection> connections = load();
  for (auto &c : connections)
    co_await c.close();
  auto &last = connections.back();
  auto it = connections.begin();
  co_await step();
  last.stop();
  it->stop();
}
task<> by_value(std::vector<connection> connections, std::map<int, connection> by_id, std::string name) {
  for (auto &c : connections)
    co_await c.close();
  auto it = by_id.find(1);
  std::string_view view = name;
  co_await step();
  by_id.erase(it);
  look(view);
}
task<> given_away(std::vector<connection> &&connections) {
  for (auto &c : connections)
    co_await c.close();
}
task<> temporary() {
  for (auto &c : load())
    co_await c.close();
  auto &&all = load();
  auto &c = all.back();
  co_await step();
  c.stop();
}
struct batch {
  std::vector<connection> items;
};
void refill(batch &b) { b.items.clear(); }
task<> member_of_local(batch by_value) {
  batch b;
  auto &c = b.items.emplace_back();
  auto owned = std::make_unique<batch>();
  std::optional<batch> maybe;
  co_await step();
  c.stop();
  for (auto &d : owned->items)
    co_await d.close();
  for (auto &d : maybe->items)
    co_await d.close();
  for (auto &d : by_value.items)
    co_await d.close();
}
task<> captured_by_copy(std::vector<connection> connections) {
  co_await [connections]() -> task<> {
    for (auto c : connections)
      co_await c.close();
  }();
}
task<> filled_before_it_runs() {
  std::vector<connection> connections;
  connections.emplace_back();
  co_await [&]() -> task<> {
    for (auto &c : connections)
      co_await c.close();
  }();
  connections.clear();
}

// ---- what nobody changes

task<> constant(const std::vector<connection> &connections, const batch &b, const batch *p,
                std::shared_ptr<const batch> snapshot) {
  for (auto c : connections)
    co_await c.close();
  for (auto c : b.items)
    co_await c.close();
  for (auto c : p->items)
    co_await c.close();
  for (auto c : snapshot->items)
    co_await c.close();
}
const std::vector<int> table = {1, 2, 3};
static std::vector<int> filled_once = {1, 2};
task<> constant_globals() {
  for (int x : table)
    use(x + co_await value());
  for (int x : filled_once)
    use(x + co_await value());
}

class immutable {
public:
  immutable() {
    stages_.push_back(1);
    names_["a"] = "b";
  }
  ~immutable() { stages_.clear(); }
  task<> run() {
    for (int stage : stages_)
      use(stage + co_await value());
    auto &name = names_.at("a");
    auto found = names_.find("a");
    auto &first = stages_.front();
    co_await step();
    look(name, found, first, stages_.size());
  }
  int first() { return *stages_.begin() + stages_[0]; }
  const std::vector<int> &stages() const { return stages_; }

private:
  std::vector<int> stages_;
  std::unordered_map<std::string, std::string> names_;
  const std::vector<int> fixed_ = {1};
  task<> fixed() {
    for (int x : fixed_)
      use(x + co_await value());
  }
};

// Made and filled by who calls: nobody else knows it.
struct settings {
  std::vector<int> ports;
  task<> apply() {
    for (int port : ports)
      use(port + co_await value());
  }
};
task<> set_up() {
  settings s;
  s.ports.push_back(80);
  co_await s.apply();
}

task<> called_with_own(std::vector<int> &out, std::string &text) {
  auto &x = out.emplace_back();
  std::string_view view = text;
  x = co_await value();
  look(view);
}
task<> caller() {
  std::vector<int> out;
  std::string text;
  co_await called_with_own(out, text);
}

// Where it puts what it has to tell its caller.
task<> receive(std::string &raw) {
  raw.resize(2);
  co_await step();
  raw.resize(raw.size() + 1);
  char *data = raw.data() + 2;
  co_await step();
  use(*data);
}
void wait_for(task<>);
task<> fills(std::vector<int> &out) {
  auto &x = out.emplace_back();
  x = co_await value();
}
void blocking() {
  std::vector<int> out;
  wait_for(fills(out));
}

// ---- containers whose elements stay where they are

class stable {
public:
  void add(int id) {
    by_id_[id] = {};
    hashed_.try_emplace(id);
    line_.push_back({});
    listed_.emplace_back();
    names_.insert("");
    owned_.push_back(std::make_unique<connection>());
  }
  task<> references(int id) {
    auto &in_map = by_id_[id];
    auto &in_hash = hashed_[id];
    auto it = by_id_.find(id);
    auto listed = listed_.begin();
    auto &owned = *owned_.front();
    connection *raw = owned_.front().get();
    auto &found = hashed_.find(id)->second;
    co_await step();
    look(in_map, in_hash, it->second, *listed, owned, raw, found);
  }
  task<> loops() {
    for (auto &[id, c] : by_id_)
      co_await c.close();
    for (auto &c : listed_)
      co_await c.close();
    while (!line_.empty()) {
      auto &c = line_.front();
      co_await c.close();
      c.stop();
      line_.pop_front();
    }
  }

private:
  std::map<int, connection> by_id_;
  std::unordered_map<int, connection> hashed_;
  std::deque<connection> line_;
  std::list<connection> listed_;
  std::set<std::string> names_;
  std::vector<std::unique_ptr<connection>> owned_;
};

class requests {
  task<> removes_only_its_own(int id) {
    auto it = by_id_.emplace(id, connection()).first;
    auto listed = listed_.insert(listed_.end(), connection());
    co_await it->second.close();
    by_id_.erase(it);
    listed_.erase(listed);
  }
  std::map<int, connection> by_id_;
  std::list<connection> listed_;
};

// ---- changed by others, but not stale

class server {
public:
  void add() {
    connections_.emplace_back();
    shared_.push_back(nullptr);
    raw_.push_back(nullptr);
    by_id_[1] = {};
    hashed_[1] = {};
    name_ += "x";
  }
  void drop() {
    connections_.pop_back();
    by_id_.clear();
    hashed_.clear();
  }

  task<> not_used_again() {
    auto &c = connections_.back();
    co_await c.close();
  }
  task<> copied() {
    auto c = connections_.back();
    auto name = name_;
    int id = connections_.front().id;
    auto [key, value] = *by_id_.begin();
    co_await step();
    look(c, name, id, key, value);
  }
  task<> read_again(int id) {
    auto it = by_id_.find(id);
    auto *p = &connections_.back();
    co_await step();
    it = by_id_.find(id);
    p = &connections_.back();
    look(*it, p->id);
    co_await step();
    auto &c = connections_.back();
    c.stop();
  }
  task<> taken_afterwards() {
    co_await step();
    auto &c = connections_[co_await value()];
    c.stop();
  }
  task<> taken_in_each_round() {
    for (unsigned i = 0; i < connections_.size(); ++i) {
      auto &c = connections_[i];
      c.stop();
      co_await step();
    }
  }
  task<> leaves_the_loop() {
    for (auto &c : connections_)
      if (c.id) {
        co_await step();
        break;
      }
    for (auto &c : connections_)
      if (c.id)
        co_return co_await c.close();
  }
  task<> on_another_path(bool b) {
    auto &c = connections_.back();
    if (b)
      co_await step();
    else
      c.stop();
    if (!b)
      c.stop();
  }
  task<> found_or_made(int id) {
    auto it = by_id_.find(id);
    if (it == by_id_.end()) {
      co_await step();
      it = by_id_.emplace(id, connection()).first;
    }
    it->second.stop();
  }
  task<> looked_up_again(int id) {
    auto &c = by_id_.at(id);
    co_await step();
    if (!by_id_.contains(id))
      co_return;
    c.stop();
  }
  task<> evaluated_before() {
    auto &c = connections_.back();
    int sum = c.id + co_await value();
    use(sum);
  }
  task<> own_share() {
    auto c = shared_.back();
    connection *raw = raw_.back();
    auto &pointee = *raw_.front();
    co_await step();
    c->stop();
    raw->stop();
    pointee.stop();
  }
  task<> of_the_copy() {
    auto snapshot = connections_;
    for (auto &c : snapshot)
      co_await c.close();
    for (auto &c : std::vector(connections_))
      co_await c.close();
    auto adapted = connections_ | std::views::reverse;
    co_await step();
    for (auto &c : adapted)
      c.stop();
    for (auto &c : snapshot | std::views::reverse)
      co_await c.close();
    for (auto &c : load() | std::views::reverse)
      co_await c.close();
  }
  task<> taken_out() {
    auto all = std::move(connections_);
    auto rest = std::exchange(shared_, {});
    for (auto &c : all)
      co_await c.close();
    for (auto &c : rest)
      co_await c->close();
  }
  task<> cannot_suspend() {
    auto &c = connections_.back();
    co_await std::suspend_never();
    c.stop();
  }
  task<> under_lock() {
    auto guard = co_await async_mutex_.scoped_lock();
    auto &c = connections_.back();
    for (auto &each : connections_)
      co_await each.close();
    co_await step();
    c.stop();
  }
  task<> under_thread_lock() {
    std::lock_guard guard(mutex_);
    auto &c = connections_.back();
    co_await step();
    c.stop();
  }
  task<> under_lock_by_hand() {
    co_await async_mutex_.lock();
    auto it = connections_.begin();
    co_await step();
    it->stop();
    async_mutex_.unlock();
  }
  task<> by_index(unsigned i) {
    co_await connections_[i].close();
    for (i = 0; i < connections_.size(); ++i)
      co_await connections_[i].close();
  }
  elm::sequence<int> all() {
    for (auto &c : connections_)
      co_yield c.id;
  }
  void no_coroutine() {
    auto &c = connections_.back();
    add();
    c.stop();
  }
  task<> in_another_function() {
    auto &c = connections_.back();
    auto later = []() -> task<> { co_await step(); };
    c.stop();
    co_await later();
  }
  task<> unevaluated() {
    auto &c = connections_.back();
    connection *p = &connections_.back();
    co_await step();
    use(sizeof(c));
    (void)c;
    if (p)
      use(1);
    use(p != nullptr);
  }
  task<> passed_to_who_is_awaited() {
    auto &c = connections_.back();
    co_await both(c, connections_.begin());
  }
  task<> both(connection &, std::vector<connection>::iterator);

private:
  std::vector<connection> connections_;
  std::vector<std::shared_ptr<connection>> shared_;
  std::vector<connection *> raw_;
  std::map<int, connection> by_id_;
  std::unordered_map<int, connection> hashed_;
  std::string name_;
  std::mutex mutex_;
  maple::mutex async_mutex_;
};

// ---- no containers

struct socket {
  task<int> read(char *);
};
struct ring { // nothing can be added or removed
  int *begin();
  int *end();
  int &front();
};
class session {
public:
  task<> run() {
    auto &s = socket_;
    auto *p = &socket_;
    auto &inner = state_.last;
    for (int &x : ring_)
      co_await s.read(buffer_.data() + x);
    for (char c : buffer_)
      use(c + co_await value());
    for (int x : numbers_)
      use(x + co_await value());
    char *data = buffer_.data();
    auto &front = ring_.front();
    co_await step();
    look(s, p, inner, data, front);
  }
  void set() {
    buffer_ = {};
    state_.last = 1;
    numbers_[0] = 1;
  }

private:
  socket socket_;
  std::array<char, 10> buffer_;
  int numbers_[3];
  struct {
    int last;
  } state_;
  ring ring_;
};

// Keeps them elsewhere, as far as anybody sees.
class registry {
public:
  int *begin();
  int *end();
  void insert(connection *);
  connection *lookup(int);
  connection &first();
};
class uses_registry {
  registry r_;
  void add() { r_.insert(nullptr); }
  task<> run() {
    connection *c = r_.lookup(1);
    connection &first = r_.first();
    co_await step();
    c->stop();
    first.stop();
  }
};

// Nobody sees whose it is.
task<> of_unknown_origin() {
  auto &c = somebodys().back();
  auto &all = somebodys();
  for (auto &each : all)
    co_await each.close();
  co_await step();
  c.stop();
}

// llvm PR #172566: what belongs to the thread is the business of another check.
struct thread_context {
  int id;
};
thread_context *this_thread();
thread_local thread_context own_context;
task<> thread_bound() {
  thread_context *context = this_thread();
  auto &own = own_context;
  co_await step();
  use(context->id);
  use(own.id);
}

// A reference parameter is the caller's business.
task<> parameter(connection &c, std::string_view name) {
  co_await step();
  c.stop();
  look(name);
}

template <class T> class pool {
public:
  void add(T t) { items_.push_back(t); }
  void forget() { items_.clear(); }
  task<> run() {
    std::vector<T> items = items_;
    for (auto &item : items)
      co_await step();
    auto &last = items_.back();
    look(last);
    co_await step();
  }

private:
  std::vector<T> items_;
};
template <class T> class pending {
public:
  task<> run(T id) {
    auto it = requests_.emplace(id, id).first;
    co_await step();
    requests_.erase(it);
  }

private:
  std::map<T, T> requests_;
};
task<> uses_pool(pool<int> &a, pool<long> &b, pending<int> &c, pending<long> &d) {
  co_await a.run();
  co_await b.run();
  co_await c.run(1);
  co_await d.run(1);
}
