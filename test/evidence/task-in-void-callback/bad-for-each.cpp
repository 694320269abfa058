// bad: never-awaited: a task was made but never awaited
#include "evidence.hpp"

#include <algorithm>

struct widget {
  async::task<> update() {
    co_await async::yield();
    ++updates;
  }
  int updates = 0;
};

async::task<> program() {
  std::vector<widget> all(1);
  std::for_each(all.begin(), all.end(), [](widget &each) { return each.update(); }); // <- async-task-in-void-callback
  co_return;
}

int main() { return evidence::explore(program); }
