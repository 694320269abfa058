// bad: never-awaited: a task was made but never awaited
// Close to redpanda-data/redpanda#15738: what a call returns is dropped, though the caller needs it to be done.
#include "evidence.hpp"

class connection {
public:
  async::task<> close() {
    say("goodbye"); // <- async-discarded-result
    co_await async::yield();
    open_ = false;
  }

private:
  async::task<> say(std::string text) {
    co_await async::yield();
    if (open_)
      sent_ += text;
  }

  bool open_ = true;
  std::string sent_;
};

async::task<> program() {
  connection peer;
  co_await peer.close();
}

int main() { return evidence::explore(program); }
