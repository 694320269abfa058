// good
// What was cancelled before is resumed from within await_suspend.
#include "activity.hpp"

class reminder {
public:
  void cancel() {
    cancelled_ = true;
    if (waiter_)
      std::exchange(waiter_, nullptr).resume();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) {
    if (cancelled_)
      return waiting;
    waiter_ = waiting;
    return std::noop_coroutine();
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
  async::event told("told"), told_too("told too");
  reminder before, after;
  before.cancel();
  tell(before, told);
  tell(after, told_too);
  after.cancel();
  co_await told.wait();
  co_await told_too.wait();
}

int main() { return evidence::explore(program); }
