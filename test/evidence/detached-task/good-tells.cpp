// good
#include "evidence.hpp"

class server {
public:
  void start() { async::spawn(listen(), "listen").detach(); }

  async::task<> run_out_of_descriptors() {
    descriptors_ = 0;
    co_return;
  }

private:
  async::task<> listen() {
    try {
      for (int served = 0; served < 2; ++served) {
        if (descriptors_ == 0)
          throw std::runtime_error("too many open files");
        co_await async::yield();
      }
    } catch (const std::exception &failure) {
      why_not_ = failure.what();
    }
  }

  int descriptors_ = 1;
  std::string why_not_;
};

async::task<> program() {
  server one;
  one.start();
  auto shortage = async::spawn(one.run_out_of_descriptors(), "shortage");
  co_await shortage;
  co_await async::sleep_for(std::chrono::seconds(1));
}

int main() { return evidence::explore(program); }
