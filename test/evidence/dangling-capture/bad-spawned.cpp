// bad: AddressSanitizer: stack-use-after-return
// Close to FISCO-BCOS/FISCO-BCOS#5492: the closure is called in place, and only its task is given to the loop.
#include "evidence.hpp"

struct server {
  std::string name = evidence::long_text();

  void start() {
    auto copy = std::make_shared<std::string>(name);
    async::spawn([copy]() -> async::task<> { // <- async-dangling-capture
      co_await async::yield();
      evidence::read(*copy);
    }(), "greeting").detach();
  }
};

async::task<> program() {
  server one;
  one.start();
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::run(program()); }
