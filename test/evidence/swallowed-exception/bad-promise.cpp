// bad: deadlock: task 'main' waits for event 'ready' and nothing can wake it
// A type for work that nobody awaits drops the exception of all of it.
#include "evidence.hpp"

#include <async/event.hpp>

#include <coroutine>

struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {} // <- async-swallowed-exception
  };
};

fire_and_forget announce(async::event &ready, std::string text) {
  if (text.empty())
    throw std::invalid_argument("nothing to announce");
  ready.set();
  co_return;
}

async::task<> program() {
  async::event ready("ready");
  announce(ready, "");
  co_await ready.wait();
}

int main() { return evidence::explore(program); }
