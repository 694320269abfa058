// bad: AddressSanitizer: heap-use-after-free
#include "evidence.hpp"

async::task<std::string_view> title() {
  std::string page = evidence::long_text();
  co_await async::yield();
  co_return page; // <- async-escaping-local
}

async::task<> program() {
  const std::string_view found = co_await title();
  evidence::read(found);
}

int main() { return evidence::run(program()); }
