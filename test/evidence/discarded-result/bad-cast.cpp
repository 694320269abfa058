// bad: never-awaited: a task was made but never awaited
#include "evidence.hpp"

async::task<> refresh(int &rounds) {
  co_await async::yield();
  ++rounds;
}

async::task<> program() {
  int rounds = 0;
  static_cast<void>(refresh(rounds)); // <- async-discarded-result
  co_await refresh(rounds);
}

int main() { return evidence::explore(program); }
