// The order of two locks that a function was given: a limit on the page.
// locks: async-lock-order run
inline async::task<> f2(async::mutex &one, async::mutex &other) {
  auto outer = co_await one.lock();
  co_await async::yield();
  auto inner = co_await other.lock();
}
struct world : differential::world_base {
  async::mutex a{"a"}, b{"b"};
  async::task<> root1() {
    co_await f2(a, b);
  }
  async::task<> root2() {
    co_await f2(b, a);
  }
};
