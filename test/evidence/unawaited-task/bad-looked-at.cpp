// bad: never-awaited: a task was made but never awaited
#include "evidence.hpp"

async::task<> index(std::vector<std::string> &words) {
  words.push_back(evidence::long_text());
  co_return;
}

async::task<> program() {
  std::vector<std::string> words;
  auto indexed = index(words); // <- async-unawaited-task
  if (!indexed.valid())
    throw std::logic_error("nothing to do");
  co_await async::yield();
}

int main() { return evidence::explore(program); }
