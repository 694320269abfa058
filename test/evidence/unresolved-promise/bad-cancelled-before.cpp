// bad: deadlock: task 'main' waits for event 'told' and nothing can wake it
// Close to OpenKneeboard 795555c1: the timer was cancelled before the coroutine began to wait for it.
#include "activity.hpp"

class reminder {
public:
  void cancel() {
    cancelled_ = true;
    if (waiter_)
      std::exchange(waiter_, nullptr).resume();
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    if (cancelled_)
      return; // <- async-unresolved-promise
    waiter_ = waiting;
  }
  void await_resume() const noexcept {}

private:
  bool cancelled_ = false;
  std::coroutine_handle<> waiter_;
};

activity tell(reminder &at, async::event &told) {
  co_await at;
  told.set();
}

async::task<> program() {
  async::event told("told");
  reminder at;
  at.cancel();
  tell(at, told);
  co_await told.wait();
}

int main() { return evidence::explore(program); }
