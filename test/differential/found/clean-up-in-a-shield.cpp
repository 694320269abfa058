// Who cleans up in a shield and ends does not go on.
// cancellation: async-swallowed-cancellation neither
struct world : differential::world_base {
  async::task<> f2() { co_await async::yield(); }
  async::task<> root1() {
    bool e1 = false;
    try {
      co_await async::yield();
    } catch (...) {
      e1 = true;
    }
    if (e1)
      co_await async::shield(f2());
  }
};
