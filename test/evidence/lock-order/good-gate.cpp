// good
// Two orders, but only one task at a time is on its way through them.
#include "evidence.hpp"

class vault {
public:
  async::task<> transfer() {
    auto gate = co_await gate_.lock();
    auto accounts = co_await accounts_.lock();
    co_await write();
  }

  async::task<> audit() {
    auto gate = co_await gate_.lock();
    auto journal = co_await journal_.lock();
    co_await async::yield();
    auto accounts = co_await accounts_.lock();
  }

private:
  async::task<> write() {
    auto journal = co_await journal_.lock();
    co_await async::yield();
  }

  async::mutex gate_{"gate"};
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
