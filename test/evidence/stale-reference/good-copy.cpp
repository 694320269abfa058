// good
#include "evidence.hpp"

class registry {
public:
  async::task<> grow() {
    for (int i = 0; i < 100; ++i)
      names_.push_back(evidence::long_text());
    co_return;
  }

  async::task<> show_all() {
    const auto snapshot = names_;
    for (const std::string &name : snapshot) {
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

int main() { return evidence::explore(program); }
