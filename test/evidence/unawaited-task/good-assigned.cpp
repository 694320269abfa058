// good
#include "evidence.hpp"

async::task<> write(std::vector<std::string> &lines, bool twice) {
  lines.push_back(evidence::long_text());
  if (twice)
    lines.push_back(evidence::long_text());
  co_return;
}

async::task<> save(std::vector<std::string> &lines, bool safe) {
  async::task<> written;
  if (safe)
    written = write(lines, true);
  else
    written = write(lines, false);
  co_await written;
}

async::task<> program() {
  std::vector<std::string> lines;
  co_await async::when_all(save(lines, true), save(lines, false));
  if (lines.size() != 3)
    throw std::logic_error("not all was written");
}

int main() { return evidence::explore(program); }
