// bad: loop-blocked
// Close to alibaba/async_simple#344: a pause that puts the whole thread to sleep.
#include "evidence.hpp"

#include <thread>

class server {
public:
  bool ready() { return ++asked_ > 1; }

private:
  int asked_ = 0;
};

async::task<> connect(server &to) {
  while (!to.ready())
    std::this_thread::sleep_for(std::chrono::milliseconds(100)); // <- async-blocking-call
  co_await async::yield();
}

async::task<> program() {
  server one;
  co_await connect(one);
}

int main() { return evidence::explore(program); }
