// The result of a task of its own can be taken once.
// lost-work: async-double-await both
struct world : differential::world_base {
  async::task<> f2() { co_await async::yield(); }
  async::task<> root1() {
    auto handle = async::spawn(f2());
    co_await handle;
    co_await handle;
  }
};
