// bad: never-awaited: a task was made but never awaited
// Close to scylladb/scylladb#30458: std::function<void(...)> takes a handler that returns a task, and drops it.
#include "button.hpp"

class dashboard {
public:
  void start(button &reload) {
    reload.on_click([this] { return refresh(); }); // <- async-task-in-void-callback
  }

private:
  async::task<> refresh() {
    ++shown_;
    co_return;
  }

  int shown_ = 0;
};

async::task<> program() {
  button reload;
  dashboard all;
  all.start(reload);
  reload.click();
  co_await async::yield();
}

int main() { return evidence::explore(program); }
