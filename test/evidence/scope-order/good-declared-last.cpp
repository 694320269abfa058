// good
#include "errands.hpp"

async::task<> deliver(const std::string &address) {
  co_await async::yield();
  evidence::read(address);
}

int main() {
  std::string address = evidence::long_text();
  errands today;
  today.add(deliver(address));
}
