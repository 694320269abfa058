// bad: exception-lost
// Close to scylladb/scylladb#11195: a loop in the background, of which nobody knows that an error has ended it.
#include "evidence.hpp"

class server {
public:
  void start() {
    async::spawn(listen(), "listen").detach(); // <- async-detached-task
  }

  async::task<> run_out_of_descriptors() {
    descriptors_ = 0;
    co_return;
  }

private:
  async::task<> listen() {
    for (int served = 0; served < 2; ++served) {
      if (descriptors_ == 0)
        throw std::runtime_error("too many open files");
      co_await async::yield();
    }
  }

  int descriptors_ = 1;
};

async::task<> program() {
  server one;
  one.start();
  auto shortage = async::spawn(one.run_out_of_descriptors(), "shortage");
  co_await shortage;
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
