// good
#include "evidence.hpp"

async::task<> write(const std::string &line) {
  co_await async::yield();
  if (line.empty())
    throw std::invalid_argument("nothing to write");
}

async::task<> save(std::string line) { co_await write(line); }

async::task<> program() {
  auto saved = async::spawn(save(""), "save");
  try {
    co_await saved;
  } catch (const std::invalid_argument &failure) {
    evidence::read(failure.what());
  }
}

int main() { return evidence::explore(program); }
