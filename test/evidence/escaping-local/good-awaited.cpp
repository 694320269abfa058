// good
#include "evidence.hpp"

async::task<> send(const std::string &message) {
  co_await async::yield();
  evidence::read(message);
}

async::task<> greet(const std::string &name) {
  std::string message = "hello, " + name;
  co_await send(message);
}

async::task<std::string> title() {
  std::string page = evidence::long_text();
  co_await async::yield();
  co_return page;
}

async::task<> program() {
  co_await greet(evidence::long_text());
  const std::string found = co_await title();
  evidence::read(found);
}

int main() { return evidence::explore(program); }
