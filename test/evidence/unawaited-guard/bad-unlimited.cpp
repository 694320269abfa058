// bad: guard-never-held
// The permit is taken as long as there is a limit, and only asked for when there is none any more.
#include "evidence.hpp"

#include <async/semaphore.hpp>

class downloads {
public:
  async::task<> fetch() {
    auto pending = permits_.acquire(); // <- async-unawaited-guard
    if (limited_) {
      auto permit = co_await pending;
      co_await async::yield();
    } else {
      co_await async::yield();
    }
  }

  async::task<> lift_limit() {
    limited_ = false;
    co_return;
  }

private:
  async::semaphore permits_{1};
  bool limited_ = true;
};

async::task<> program() {
  downloads all;
  auto fetches = async::spawn(all.fetch(), "fetch");
  auto lifts = async::spawn(all.lift_limit(), "lift");
  co_await fetches;
  co_await lifts;
}

int main() { return evidence::explore(program); }
