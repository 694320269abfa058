// bad: exception-lost
#include "evidence.hpp"

async::task<> write(const std::string &line) {
  co_await async::yield();
  if (line.empty())
    throw std::invalid_argument("nothing to write");
}

async::task<> save(std::string line) { co_await write(line); }

async::task<> program() {
  async::spawn(save(""), "save").detach(); // <- async-detached-task
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
