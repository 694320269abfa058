// What a coroutine catches itself does not come out of it: who awaits it swallows nothing. A handler at the end is disclaimed.
// cancellation: async-swallowed-cancellation run
struct world : differential::world_base {
  async::task<> f2() {
    try {
      co_await async::yield();
    } catch (...) {
    }
  }
  async::task<> root1() {
    try {
      co_await f2();
    } catch (...) {
    }
  }
};
