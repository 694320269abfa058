// bad: deadlock: task 'main' waits for event 'free' and nothing can wake it
// The handler passes the exception on, and the event is forgotten.
#include "evidence.hpp"

#include <async/event.hpp>

class printer {
public:
  printer() { free_.set(); }

  async::task<> print(std::string text) {
    while (!free_.is_set())
      co_await free_.wait();
    free_.clear();
    try {
      co_await feed(text); // <- async-unresolved-promise
    } catch (const std::invalid_argument &failure) {
      evidence::read(failure.what());
      throw;
    }
    free_.set();
  }

private:
  async::task<> feed(const std::string &text) {
    co_await async::yield();
    if (text.empty())
      throw std::invalid_argument("nothing to print");
  }

  async::event free_{"free"};
};

async::task<> program() {
  printer one;
  try {
    co_await one.print("");
  } catch (const std::invalid_argument &failure) {
    evidence::read(failure.what());
  }
  co_await one.print(evidence::long_text());
}

int main() { return evidence::explore(program); }
