// good
#include "evidence.hpp"

async::task<> program() {
  co_await [name = evidence::long_text()]() -> async::task<> {
    co_await async::yield();
    evidence::read(name);
  }();
  auto greet = [name = evidence::long_text()]() -> async::task<> {
    co_await async::yield();
    evidence::read(name);
  };
  auto greeting = greet();
  co_await std::move(greeting);
}

int main() { return evidence::explore(program); }
