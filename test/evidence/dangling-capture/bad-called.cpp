// bad: AddressSanitizer: stack-use-after-return
#include "evidence.hpp"

async::task<> program() {
  auto greeting = [name = evidence::long_text()]() -> async::task<> { // <- async-dangling-capture
    co_await async::yield();
    evidence::read(name);
  }();
  co_await std::move(greeting);
}

int main() { return evidence::run(program()); }
