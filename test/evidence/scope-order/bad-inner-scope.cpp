// bad: AddressSanitizer: stack-use-after-scope
#include "errands.hpp"

async::task<> deliver(const std::string &address) {
  co_await async::yield();
  evidence::read(address);
}

int main() {
  errands today;
  for (int street = 0; street < 2; ++street) {
    std::string address = evidence::long_text() + std::to_string(street);
    today.add(deliver(address)); // <- async-scope-order
  }
  today.join();
}
