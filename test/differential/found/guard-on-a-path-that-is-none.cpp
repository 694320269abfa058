// A path that takes one condition both ways is none, with a lock as well.
// thread-locks: async-lock-across-suspension neither
struct world : differential::world_base {
  async::watched_mutex<> x{"x"};
  async::task<> root1() {
    const bool c1 = input();
    if (!c1) {
      std::lock_guard p1(x);
      if (c1)
        co_await async::yield();
    }
  }
};
