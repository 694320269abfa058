// bad: deadlock: task 'main' waits for event 'told' and nothing can wake it
// The item has come between await_ready and await_suspend: the coroutine is to go on, but it is told to stay suspended.
#include "activity.hpp"

class box {
public:
  void put() {
    ++items_;
    if (waiter_)
      std::exchange(waiter_, nullptr).resume();
  }

  bool await_ready() {
    put(); // as another thread would
    return false;
  }
  bool await_suspend(std::coroutine_handle<> waiting) {
    if (items_ > 0)
      return true; // <- async-unresolved-promise
    waiter_ = waiting;
    return true;
  }
  void await_resume() { --items_; }

private:
  int items_ = 0;
  std::coroutine_handle<> waiter_;
};

activity tell(box &items, async::event &told) {
  co_await items;
  told.set();
}

async::task<> program() {
  async::event told("told");
  box items;
  tell(items, told);
  co_await told.wait();
}

int main() { return evidence::explore(program); }
