// bad: AddressSanitizer: stack-use-after-return
#include "evidence.hpp"

async::task<> greet(const std::string &name) {
  co_await async::yield();
  evidence::read(name);
}

async::task<> program() {
  auto greeting = greet(evidence::long_text()); // <- async-dangling-parameter
  co_await std::move(greeting);
}

int main() { return evidence::run(program()); }
