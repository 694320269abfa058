// good
#include "evidence.hpp"

class session : public std::enable_shared_from_this<session> {
public:
  void start() {
    async::spawn(reads(), "reader").detach();
    async::spawn(writes(shared_from_this()), "writer").detach();
  }

private:
  async::task<> reads() {
    auto self = shared_from_this();
    co_await async::yield();
    evidence::read(name_);
  }
  static async::task<> writes(std::shared_ptr<session> self) {
    co_await async::yield();
    evidence::read(self->name_);
  }
  std::string name_ = evidence::long_text();
};

async::task<> begins(std::shared_ptr<session> one) {
  one->start();
  co_await async::sleep_for(std::chrono::seconds(1)); // by then both have a reference of their own
}

async::task<> program() {
  co_await begins(std::make_shared<session>());
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
