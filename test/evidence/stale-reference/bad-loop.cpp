// bad: AddressSanitizer: heap-use-after-free
// Close to redpanda-data/redpanda#13615: a loop over a member that waits in each round.
#include "evidence.hpp"

class registry {
public:
  async::task<> grow() {
    for (int i = 0; i < 100; ++i)
      names_.push_back(evidence::long_text());
    co_return;
  }

  async::task<> show_all() {
    for (const std::string &name : names_) { // <- async-stale-reference
      evidence::read(name);
      co_await async::yield();
    }
  }

private:
  std::vector<std::string> names_ = {evidence::long_text(), evidence::long_text()};
};

async::task<> program() {
  registry names;
  auto beside = async::spawn(names.grow(), "grow");
  co_await names.show_all();
  co_await beside;
}

int main() { return evidence::run(program()); }
