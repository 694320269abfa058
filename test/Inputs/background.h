// What the pages of the family lifetime use to let work run on its own: a task beside its caller, a scope that waits for
// its tasks in its destructor.
#pragma once
#include "task.h"
#include "tasks.h"
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace async {
template <class Work> void spawn(Work &&) {}
void run(task<>);
} // namespace async

/// Runs its tasks side by side; its destructor waits for them.
class nursery {
public:
  void start(task<> work) { tasks_.push_back(std::move(work)); }
  void join();
  ~nursery() { join(); }

private:
  std::vector<task<>> tasks_;
};

/// Begins at once and runs on when nobody holds it.
using started = cedar::ticket;
/// Fire and forget.
struct detached {
  struct promise_type {
    detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() noexcept;
  };
};

task<> tick();
template <class... Tasks> task<> when_all(Tasks...);
void show(const std::string &);
void show(int);
