// bad: connected twice
// Close to redpanda-data/redpanda#31137: the member is set only after a wait, so who comes meanwhile starts it again.
#include "evidence.hpp"

class client {
public:
  async::task<> request() {
    if (!connection_)
      connection_ = co_await connect(); // <- async-stale-write
  }
  int connected() const { return connected_; }

private:
  async::task<std::shared_ptr<int>> connect() {
    ++connected_;
    co_await async::yield();
    co_return std::make_shared<int>(connected_);
  }
  std::shared_ptr<int> connection_;
  int connected_ = 0;
};

async::task<> program() {
  client one;
  auto first = async::spawn(one.request(), "first");
  auto second = async::spawn(one.request(), "second");
  co_await first;
  co_await second;
  if (one.connected() != 1)
    throw std::logic_error("connected twice");
}

int main() { return evidence::explore(program); }
