// good
#include "evidence.hpp"

struct widget {
  async::task<> update() {
    co_await async::yield();
    ++updates;
  }
  int updates = 0;
};

async::task<> program() {
  std::vector<widget> widgets(2);
  const std::function<async::task<>(widget &)> update = [](widget &each) { return each.update(); };
  for (std::size_t i = 0; i < widgets.size(); ++i)
    co_await update(widgets[i]);
  if (widgets[0].updates + widgets[1].updates != 2)
    throw std::logic_error("not all were updated");
}

int main() { return evidence::explore(program); }
