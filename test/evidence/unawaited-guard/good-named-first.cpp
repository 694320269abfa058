// good
#include "evidence.hpp"

#include <async/semaphore.hpp>

class downloads {
public:
  async::task<> fetch() {
    auto pending = permits_.acquire();
    ++asked_;
    auto permit = co_await pending;
    if (++running_ > 1)
      throw std::logic_error("two at a time");
    co_await async::yield();
    --running_;
  }

private:
  async::semaphore permits_{1};
  int asked_ = 0;
  int running_ = 0;
};

async::task<> program() {
  downloads all;
  co_await async::when_all(all.fetch(), all.fetch());
}

int main() { return evidence::explore(program); }
