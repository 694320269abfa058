// good
#include "evidence.hpp"

class server {
public:
  bool ready() { return ++asked_ > 1; }

private:
  int asked_ = 0;
};

async::task<> connect(server &to) {
  while (!to.ready())
    co_await async::sleep_for(std::chrono::milliseconds(100));
}

async::task<> program() {
  server one;
  co_await connect(one);
}

int main() { return evidence::explore(program); }
