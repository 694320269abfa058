// good
#include "evidence.hpp"

class connection {
public:
  async::task<> close() {
    co_await say("goodbye");
    open_ = false;
  }

  const std::string &sent() const { return sent_; }

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
  if (peer.sent().empty())
    throw std::logic_error("nothing was sent");
}

int main() { return evidence::explore(program); }
