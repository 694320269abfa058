// good
// Cancelled before, it refuses to suspend.
#include "activity.hpp"

class reminder {
public:
  void cancel() {
    cancelled_ = true;
    if (waiter_)
      std::exchange(waiter_, nullptr).resume();
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) {
    if (cancelled_)
      return false;
    waiter_ = waiting;
    return true;
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
