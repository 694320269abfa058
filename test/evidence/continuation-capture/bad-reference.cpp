// bad: AddressSanitizer: stack-use-after
#include "evidence.hpp"

/// Calls what it is given when there is news.
class feed {
public:
  void on_news(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }
  async::task<> run() {
    co_await async::yield();
    for (auto &each : callbacks_)
      each();
  }

private:
  std::vector<std::function<void()>> callbacks_;
};

void subscribe(feed &news) {
  std::string name = evidence::long_text();
  news.on_news([&name] { evidence::read(name); }); // <- async-continuation-capture
}

async::task<> program() {
  feed news;
  subscribe(news);
  co_await news.run();
}

int main() { return evidence::run(program()); }
