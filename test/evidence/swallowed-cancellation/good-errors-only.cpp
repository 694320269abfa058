// good
// The cancellation of this library is no std::exception.
#include "client.hpp"

async::task<> run(int &attempts) {
  while (attempts < 3) {
    try {
      if (++attempts == 1)
        throw std::runtime_error("no connection");
      co_await connect();
      co_return;
    } catch (const std::exception &failure) {
      evidence::read(failure.what());
    }
  }
}

async::task<> program() {
  int attempts = 0;
  co_await start_and_cancel(run(attempts));
}

int main() { return evidence::explore(program); }
