// good
// A handler for one kind of failure, with another way out of it, is a decision.
#include "evidence.hpp"

class store {
public:
  async::task<std::string> find(bool there) {
    try {
      co_return co_await read(there);
    } catch (const std::out_of_range &) {
      ++misses_;
    }
    co_return evidence::long_text();
  }

private:
  async::task<std::string> read(bool there) {
    co_await async::yield();
    if (!there)
      throw std::out_of_range("no such entry");
    co_return "an entry";
  }

  int misses_ = 0;
};

async::task<> program() {
  store all;
  co_await async::when_all(all.find(true), all.find(false));
}

int main() { return evidence::explore(program); }
