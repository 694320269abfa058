// bad: cancellation-swallowed
// Close to two of Asio's examples (docs/real-code.md): a loop tries again after every failure, a cancellation included.
#include "client.hpp"

async::task<> run(int &attempts) {
  while (attempts < 3) {
    try {
      co_await connect();
      co_return;
    } catch (...) { // <- async-swallowed-cancellation
      ++attempts;
    }
  }
}

async::task<> program() {
  int attempts = 0;
  co_await start_and_cancel(run(attempts));
}

int main() { return evidence::explore(program); }
