// good
#include "evidence.hpp"

async::task<> program() {
  auto greeting = [](std::string name) -> async::task<> {
    co_await async::yield();
    evidence::read(name);
  }(evidence::long_text());
  co_await std::move(greeting);
  async::spawn([](std::shared_ptr<std::string> name) -> async::task<> {
    co_await async::yield();
    evidence::read(*name);
  }(std::make_shared<std::string>(evidence::long_text())), "greeting").detach();
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
