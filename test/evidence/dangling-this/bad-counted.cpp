// bad: AddressSanitizer: heap-use-after-free
// Close to microsoft/terminal#16065: a member coroutine goes on with an object that nobody has kept for it.
#include "evidence.hpp"

class session : public std::enable_shared_from_this<session> {
public:
  void start() {
    async::spawn(reads(), "reader").detach(); // <- async-dangling-this
  }

private:
  async::task<> reads() {
    co_await async::yield();
    evidence::read(name_);
  }
  std::string name_ = evidence::long_text();
};

async::task<> program() {
  std::make_shared<session>()->start();
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::run(program()); }
