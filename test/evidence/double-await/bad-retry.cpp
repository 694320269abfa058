// bad: awaited-twice
// Close to ceph/ceph#37687: the one task, made before the loop, is taken from again after it was used up.
#include "evidence.hpp"

class server {
public:
  async::task<int> ask() {
    co_await async::yield();
    co_return asked_++; // 0 for: not yet
  }

private:
  int asked_ = 0;
};

async::task<int> ask_stubbornly(server &from) {
  auto answer = from.ask();
  for (;;)
    if (const int given = co_await answer) // <- async-double-await
      co_return given;
}

async::task<> program() {
  server one;
  co_await ask_stubbornly(one);
}

int main() { return evidence::explore(program); }
