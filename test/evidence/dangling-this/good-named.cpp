// good
#include "evidence.hpp"

class client {
public:
  explicit client(std::string host) : host_(std::move(host)) {}
  async::task<> fetch() {
    co_await async::yield();
    evidence::read(host_);
  }

private:
  std::string host_;
};

async::task<> program() {
  client one(evidence::long_text());
  auto answer = one.fetch();
  co_await std::move(answer);
  co_await client(evidence::long_text()).fetch();
}

int main() { return evidence::explore(program); }
