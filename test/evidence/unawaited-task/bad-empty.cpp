// bad: an empty task was awaited
#include "evidence.hpp"

async::task<> flush(bool quick) {
  async::task<> written;
  if (!quick)
    co_await async::yield();
  co_await written; // <- async-unawaited-task
}

async::task<> program() {
  co_await flush(true);
}

int main() { return evidence::explore(program); }
