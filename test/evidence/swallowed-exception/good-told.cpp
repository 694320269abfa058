// good
#include "evidence.hpp"

#include <async/event.hpp>

class settings {
public:
  explicit settings(bool there) : there_(there) {}

  async::task<> load() {
    try {
      co_await read();
    } catch (const std::exception &failure) {
      why_not_ = failure.what();
    }
    ready_.set();
  }

  async::task<bool> wait() {
    co_await ready_.wait();
    co_return why_not_.empty();
  }

private:
  async::task<> read() {
    co_await async::yield();
    if (!there_)
      throw std::runtime_error("no such file");
  }

  bool there_;
  std::string why_not_;
  async::event ready_{"ready"};
};

async::task<> program() {
  settings all(false);
  auto loads = async::spawn(all.load(), "load");
  if (co_await all.wait())
    throw std::logic_error("there are none");
  co_await loads;
}

int main() { return evidence::explore(program); }
