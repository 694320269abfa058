// bad: AddressSanitizer: heap-use-after-free
// Close to apache/pulsar-client-cpp#362: a timer's callback captures this and outlives the object it belongs to.
#include "feed.hpp"

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
