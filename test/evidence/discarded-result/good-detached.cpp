// good
#include "evidence.hpp"

async::task<int> save(std::shared_ptr<std::vector<std::string>> lines) {
  co_await async::yield();
  lines->push_back(evidence::long_text());
  co_return static_cast<int>(lines->size());
}

async::task<> program() {
  auto lines = std::make_shared<std::vector<std::string>>();
  async::spawn(save(lines), "writer").detach();
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
