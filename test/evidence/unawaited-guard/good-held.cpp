// good
#include "evidence.hpp"

#include <async/watched.hpp>

class account {
public:
  async::task<> deposit(int amount) {
    auto guard = co_await mutex_.lock();
    const int before = balance_.read();
    co_await async::yield();
    balance_.write(before + amount);
  }

private:
  async::mutex mutex_;
  async::watched<int> balance_;
};

async::task<> program() {
  account one;
  auto first = async::spawn(one.deposit(1), "first");
  auto second = async::spawn(one.deposit(2), "second");
  co_await first;
  co_await second;
}

int main() { return evidence::explore(program); }
