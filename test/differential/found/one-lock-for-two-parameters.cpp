// Two parameters that are one lock: a limit on the page.
// locks: async-self-deadlock run
inline async::task<> f2(async::mutex &one, async::mutex &other) {
  auto outer = co_await one.lock();
  co_await async::yield();
  auto inner = co_await other.lock();
}
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> root1() {
    co_await f2(a, a);
  }
};
