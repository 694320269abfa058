// good
#include "evidence.hpp"

async::task<> send(std::string message) {
  co_await async::yield();
  evidence::read(message);
}

async::task<> greet(const std::string &name) {
  std::string message = "hello, " + name;
  return send(std::move(message));
}

async::task<> program() { co_await greet(evidence::long_text()); }

int main() { return evidence::explore(program); }
