// Who leaves only when it went well tries again when he was cancelled.
// cancellation: async-swallowed-cancellation both
struct world : differential::world_base {
  async::task<> root1() {
    for (int i = 0; i < 3; ++i) {
      bool ok1 = false;
      try {
        co_await async::yield();
        ok1 = true;
      } catch (...) {
        tick();
      }
      if (ok1)
        co_return;
    }
  }
};
