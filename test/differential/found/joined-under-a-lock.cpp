// A spawned task is not followed to where its handle is awaited: a limit on the page.
// locks: async-self-deadlock run
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> f1() { auto g1 = co_await a.lock(); }
  async::task<> root1() {
    auto h1 = async::spawn(f1());
    auto g2 = co_await a.lock();
    co_await async::yield();
    co_await h1;
  }
};
