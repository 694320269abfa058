// A coroutine that only runs in a shield is never cancelled.
// cancellation: async-swallowed-cancellation neither
struct world : differential::world_base {
  async::task<> f3() {
    try {
      co_await async::yield();
    } catch (...) {
    }
    co_await async::yield();
  }
  async::task<> f2() { co_await f3(); }
  async::task<> root1() { co_await async::shield(f2()); }
};
