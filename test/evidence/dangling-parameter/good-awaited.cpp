// good
#include "evidence.hpp"

async::task<> greet(const std::string &name) {
  co_await async::yield();
  evidence::read(name);
}

async::task<> program() {
  co_await greet(evidence::long_text());
  co_await async::when_all(greet(evidence::long_text()), greet(evidence::long_text()));
  const std::string name = evidence::long_text();
  auto greeting = greet(name);
  co_await std::move(greeting);
  auto beside = async::spawn(greet(name), "beside");
  co_await beside;
}

int main() { return evidence::explore(program); }
