// RUN: %check_async async-dangling-this %s --likely --suffix=THIS
// RUN: %check_async async-dangling-this %s --suffix=SURE
//
// Work that a function takes over whose body is not in sight, and of which no model speaks: it may run on.
#include "task.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

// A pool in the style of a library of coroutines: it owns the task and gives nothing to wait for.
namespace mill {
class pool {
public:
  bool spawn(task<> &&work) noexcept;
  void run_until_complete(task<> work);
};
void start_detached(task<> work);
void look_at(const task<> &work);
} // namespace mill
task<int> ask();

// The caller's other function lets the object go.
class node {
public:
  task<> update() {
    const int value = co_await ask();
    last_ = value;
  }
  task<> update_early() { co_await ask(); }

private:
  int last_ = 0;
};
class graph {
public:
  explicit graph(mill::pool &on) : pool_(on) {}
  void touch(std::size_t n) { pool_.spawn(nodes_[n]->update()); }
  // CHECK-MESSAGES-THIS-LIKELY: :[[@LINE-1]]:43: warning: 'nodes_' may destroy the object while 'update' is suspended
  void touch_through_helper(std::size_t n) { pool_.spawn(at(n).update()); }
  // CHECK-MESSAGES-THIS-LIKELY: :[[@LINE-1]]:58: warning: 'nodes_' may destroy the object while 'update' is suspended
  void touch_early(std::size_t n) { pool_.spawn(nodes_[n]->update_early()); }
  void touch_and_wait(std::size_t n) { pool_.run_until_complete(nodes_[n]->update()); }
  void remove(std::size_t n) { nodes_.erase(nodes_.begin() + static_cast<long>(n)); }

private:
  node &at(std::size_t n) { return *nodes_[n]; }
  std::vector<std::unique_ptr<node>> nodes_;
  mill::pool &pool_;
};

// Reference-counted: the helper is a template of the user's own.
template <class T> void background(mill::pool &pool, task<T> work) { pool.spawn(std::move(work)); }
class server : public std::enable_shared_from_this<server> {
public:
  explicit server(mill::pool &on) : pool_(on) {}
  void accept(int fd) { background(pool_, on_connection(fd)); }
  // CHECK-MESSAGES-THIS-LIKELY: :[[@LINE-1]]:43: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
  void accept_held(int fd) { background(pool_, on_held(fd, shared_from_this())); }
  void detach(int fd) { mill::start_detached(on_connection(fd)); }
  // CHECK-MESSAGES-THIS-LIKELY: :[[@LINE-1]]:46: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs

private:
  task<> on_connection(int fd) {
    sessions_.insert(fd);
    co_await ask();
    sessions_.erase(fd);
  }
  task<> on_held(int fd, std::shared_ptr<server> self) {
    sessions_.insert(fd);
    co_await ask();
    self->sessions_.erase(fd);
  }
  mill::pool &pool_;
  std::set<int> sessions_;
};
