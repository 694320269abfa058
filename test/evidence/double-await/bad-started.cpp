// bad: awaited-twice
#include "evidence.hpp"

async::task<int> answer() {
  co_await async::yield();
  co_return 42;
}

async::task<> program() {
  auto asked = answer();
  auto beside = async::spawn(std::move(asked), "answer");
  co_await asked; // <- async-double-await
  co_await beside;
}

int main() { return evidence::explore(program); }
