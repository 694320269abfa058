// good
#include "evidence.hpp"

class journal {
public:
  async::task<> append(std::string line) {
    auto written = write(std::move(line));
    if (durable_)
      co_await std::move(written);
    else
      pending_.push_back(std::move(written));
  }

  async::task<> relax() {
    durable_ = false;
    co_return;
  }

  async::task<> flush() { co_await async::when_all(std::exchange(pending_, {})); }

private:
  async::task<> write(std::string line) {
    co_await async::yield();
    lines_.push_back(std::move(line));
  }

  bool durable_ = true;
  std::vector<async::task<>> pending_;
  std::vector<std::string> lines_;
};

async::task<> program() {
  journal of;
  auto appends = async::spawn(of.append(evidence::long_text()), "append");
  auto relaxes = async::spawn(of.relax(), "relax");
  co_await appends;
  co_await relaxes;
  co_await of.flush();
}

int main() { return evidence::explore(program); }
