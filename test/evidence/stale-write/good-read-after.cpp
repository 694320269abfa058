// good
#include "evidence.hpp"

class account {
public:
  async::task<> deposit(int amount) {
    co_await async::yield();
    balance_ += amount;
  }

  int balance() const { return balance_; }

private:
  int balance_ = 0;
};

async::task<> program() {
  account one;
  auto first = async::spawn(one.deposit(1), "first");
  auto second = async::spawn(one.deposit(2), "second");
  co_await first;
  co_await second;
  if (one.balance() != 3)
    throw std::logic_error("an update is lost");
}

int main() { return evidence::explore(program); }
