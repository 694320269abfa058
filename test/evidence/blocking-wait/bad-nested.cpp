// bad: run was called inside of a task
// The loop that would have to run the work is the one that waits for it: the runtime refuses.
#include "evidence.hpp"

async::task<int> first() {
  co_await async::yield();
  co_return 1;
}

async::task<int> total() {
  const int one = async::run(first()); // <- async-blocking-wait
  co_return one + co_await first();
}

async::task<> program() {
  if (co_await total() != 2)
    throw std::logic_error("a wrong sum");
}

int main() { return evidence::explore(program); }
