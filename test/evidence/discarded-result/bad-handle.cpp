// bad: result-dropped: the handle of task 'writer' was dropped while the task was pending
#include "evidence.hpp"

async::task<int> save(std::vector<std::string> &lines) {
  co_await async::yield();
  lines.push_back(evidence::long_text());
  co_return static_cast<int>(lines.size());
}

async::task<> program() {
  std::vector<std::string> lines;
  async::spawn(save(lines), "writer"); // <- async-discarded-result
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
