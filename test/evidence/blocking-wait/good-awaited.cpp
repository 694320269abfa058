// good
#include "evidence.hpp"

async::task<int> first() {
  co_await async::yield();
  co_return 1;
}

async::task<int> total() {
  const int one = co_await first();
  co_return one + co_await first();
}

async::task<> program() {
  if (co_await total() != 2)
    throw std::logic_error("a wrong sum");
}

int main() { return evidence::explore(program); }
