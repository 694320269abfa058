// good
#include "evidence.hpp"

async::task<int> answer() {
  co_await async::yield();
  co_return 42;
}

async::task<> program() {
  auto asked = answer();
  int sum = co_await asked;
  asked = answer();
  sum += co_await asked;
  auto beside = async::spawn(answer(), "answer");
  co_await beside.ended(); // waits, and takes nothing
  sum += co_await beside;
  if (sum != 126)
    throw std::logic_error("a wrong sum");
}

int main() { return evidence::explore(program); }
