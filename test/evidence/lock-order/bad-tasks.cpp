// bad: deadlock: 2 tasks wait for each other
// Close to mavlink/MAVSDK#2893: the second lock is taken in a function that others call alone.
#include "evidence.hpp"

class vault {
public:
  async::task<> transfer() {
    auto accounts = co_await accounts_.lock();
    co_await write(); // <- async-lock-order
  }

  async::task<> audit() {
    auto journal = co_await journal_.lock();
    co_await async::yield();
    auto accounts = co_await accounts_.lock();
  }

private:
  async::task<> write() {
    auto journal = co_await journal_.lock();
    co_await async::yield();
  }

  async::mutex accounts_{"accounts"};
  async::mutex journal_{"journal"};
};

async::task<> program() {
  vault one;
  auto transfers = async::spawn(one.transfer(), "transfer");
  auto audits = async::spawn(one.audit(), "audit");
  co_await transfers;
  co_await audits;
}

int main() { return evidence::explore(program); }
