// bad: cancellation-swallowed
// Close to what public code bases have mended: a loop connects again after every failure, and a cancellation is one.
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
