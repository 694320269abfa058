// An ordinary function that returns the task of a coroutine: a limit on the page.
// locks: async-self-deadlock run
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> f3() {
    auto guard = co_await a.lock();
  }
  async::task<> f2() { return f3(); }
  async::task<> root1() {
    auto guard = co_await a.lock();
    co_await f2();
  }
};
