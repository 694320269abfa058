// good
#include "errands.hpp"

async::task<> deliver(const std::string &address) {
  co_await async::yield();
  evidence::read(address);
}

int main() {
  errands today;
  std::string address = evidence::long_text();
  today.add(deliver(address));
  today.join();
}
