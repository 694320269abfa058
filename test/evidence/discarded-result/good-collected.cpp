// good
// What emplace_back gives is a reference to the task, which stays where it is.
#include "evidence.hpp"

async::task<> add(int &sum, int value) {
  co_await async::yield();
  sum += value;
}

async::task<> program() {
  int sum = 0;
  std::vector<async::task<>> pending;
  pending.emplace_back(add(sum, 1));
  pending.emplace_back(add(sum, 2));
  co_await async::when_all(std::move(pending));
  if (sum != 3)
    throw std::logic_error("not all was added");
}

int main() { return evidence::explore(program); }
