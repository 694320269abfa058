// bad: cancellation-swallowed
// The one that goes on is the caller, which cannot know.
#include "client.hpp"

async::task<> greet(bool &greeted) {
  try {
    co_await connect();
    greeted = true;
  } catch (...) { // <- async-swallowed-cancellation
    greeted = false;
  }
}

async::task<> run(bool &greeted) {
  co_await greet(greeted);
  co_await connect();
}

async::task<> program() {
  bool greeted = false;
  co_await start_and_cancel(run(greeted));
}

int main() { return evidence::explore(program); }
