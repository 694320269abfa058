// good
#include "feed.hpp"

class reader : public std::enable_shared_from_this<reader> {
public:
  void start(feed &news) {
    news.on_news([this, self = shared_from_this()] { evidence::read(name_); });
  }

private:
  std::string name_ = evidence::long_text();
};

async::task<> program() {
  feed news;
  std::make_shared<reader>()->start(news);
  co_await news.run();
}

int main() { return evidence::explore(program); }
