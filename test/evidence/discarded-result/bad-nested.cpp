// bad: never-awaited: a task was made but never awaited
#include "evidence.hpp"

async::task<> greet(std::vector<std::string> &said) {
  said.push_back("hello");
  co_return;
}

async::task<async::task<>> connect(std::vector<std::string> &said) {
  co_await async::yield();
  co_return greet(said);
}

async::task<> program() {
  std::vector<std::string> said;
  co_await connect(said); // <- async-discarded-result
}

int main() { return evidence::explore(program); }
