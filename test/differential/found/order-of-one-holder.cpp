// What its holder takes again makes no order: that is a self-deadlock alone.
// locks: async-lock-order neither
struct world : differential::world_base {
  async::mutex a{"a"}, c{"c"};
  async::task<> root1() {
    auto g1 = co_await a.lock();
    co_await async::yield();
    auto g2 = co_await c.lock();
    co_await async::yield();
    auto g3 = co_await a.lock();
  }
};
