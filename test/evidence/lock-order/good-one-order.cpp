// good
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <mutex>

class bank {
public:
  void transfer() {
    const std::lock_guard accounts(accounts_);
    const std::lock_guard journal(journal_);
  }

  void audit() {
    const std::lock_guard accounts(accounts_);
    const std::lock_guard journal(journal_);
  }

private:
  async::watched_mutex<> accounts_{"accounts"};
  async::watched_mutex<> journal_{"journal"};
};

async::task<> transfers(std::shared_ptr<bank> in) {
  in->transfer();
  co_return;
}

async::task<> audits(std::shared_ptr<bank> in) {
  in->audit();
  co_return;
}

std::vector<async::loop_program> threads() {
  const auto one = std::make_shared<bank>();
  return {{"transfers", [one] { return transfers(one); }}, {"audits", [one] { return audits(one); }}};
}

int main() { return evidence::explore_threads(threads); }
