// bad: AddressSanitizer: heap-use-after-free
// Close to what public code bases have mended: a callback of a counted object holds no reference to it.
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

class reader : public std::enable_shared_from_this<reader> {
public:
  void start(feed &news) {
    news.on_news([this] { evidence::read(name_); }); // <- async-continuation-capture
  }

private:
  std::string name_ = evidence::long_text();
};

async::task<> program() {
  feed news;
  std::make_shared<reader>()->start(news);
  co_await news.run();
}

int main() { return evidence::run(program()); }
