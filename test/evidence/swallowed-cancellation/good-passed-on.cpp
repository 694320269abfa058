// good
#include "client.hpp"

async::task<> run(int &attempts) {
  while (attempts < 3) {
    try {
      co_await connect();
      co_return;
    } catch (const async::cancelled &) {
      throw;
    } catch (...) {
      ++attempts;
    }
  }
}

async::task<> program() {
  int attempts = 0;
  co_await start_and_cancel(run(attempts));
}

int main() { return evidence::explore(program); }
