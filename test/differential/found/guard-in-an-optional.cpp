// A guard that comes in an optional: a limit on the page.
// locks: async-self-deadlock run
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> f2() {
    auto inner = co_await a.lock();
  }
  async::task<> root1() {
    if (auto outer = a.try_lock())
      co_await f2();
  }
};
