// bad: AddressSanitizer: stack-use-after-return
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
  auto answer = client(evidence::long_text()).fetch(); // <- async-dangling-this
  co_await std::move(answer);
}

int main() { return evidence::run(program()); }
