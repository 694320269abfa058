// good
// The group waits for its tasks, whoever looks at what spawn() gives.
#include "evidence.hpp"

#include <async/task_group.hpp>

async::task<> add(int &sum, int value) {
  co_await async::yield();
  sum += value;
}

async::task<int> sum_of_two() {
  int sum = 0;
  co_await async::with_task_group([&sum](async::task_group &all) -> async::task<> {
    all.spawn(add(sum, 1));
    all.spawn(add(sum, 2));
    co_return;
  });
  co_return sum;
}

async::task<> program() {
  if (co_await sum_of_two() != 3)
    throw std::logic_error("not all was added");
}

int main() { return evidence::explore(program); }
