// bad: awaited-twice
// Whether both branches are taken depends on who comes first.
#include "evidence.hpp"

async::task<int> answer() {
  co_await async::yield();
  co_return 42;
}

async::task<> show(const bool &loud, int &sum) {
  auto asked = answer();
  sum += co_await asked;
  if (loud)
    sum += co_await asked; // <- async-double-await
}

async::task<> shout(bool &loud) {
  loud = true;
  co_return;
}

async::task<> program() {
  bool loud = false;
  int sum = 0;
  auto shows = async::spawn(show(loud, sum), "show");
  co_await async::yield();
  co_await async::yield();
  auto shouts = async::spawn(shout(loud), "shout");
  co_await shows;
  co_await shouts;
}

int main() { return evidence::explore(program); }
