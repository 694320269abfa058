// bad: AddressSanitizer: heap-use-after-free
#include "evidence.hpp"

async::task<> report(const std::string &line) {
  co_await async::yield();
  evidence::read(line);
}

async::task<> accept() {
  std::string line = evidence::long_text();
  async::spawn(report(line), "report").detach(); // <- async-dangling-parameter
  co_return;
}

async::task<> program() {
  co_await accept();
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::run(program()); }
