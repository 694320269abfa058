// good
#include "feed.hpp"

void subscribe(feed &news) {
  std::string name = evidence::long_text();
  news.on_news([name] { evidence::read(name); });
}

async::task<> program() {
  feed news;
  subscribe(news);
  co_await news.run();
}

int main() { return evidence::explore(program); }
