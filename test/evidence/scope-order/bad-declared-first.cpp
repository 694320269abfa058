// bad: AddressSanitizer: stack-use-after-scope
// Close to Desbordante/desbordante-core#753: what the work uses dies before those who do the work have ended.
#include "errands.hpp"

async::task<> deliver(const std::string &address) {
  co_await async::yield();
  evidence::read(address);
}

int main() {
  errands today;
  std::string address = evidence::long_text();
  today.add(deliver(address)); // <- async-scope-order
}
