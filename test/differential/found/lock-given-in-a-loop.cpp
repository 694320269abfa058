// In a loop, a lock that was given to a function may have been released there: a limit on the page.
// locks: async-self-deadlock run
inline async::task<> f2(async::mutex &other) {
  auto inner = co_await other.lock();
}
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> root1() {
    auto g1 = co_await a.lock();
    while (input())
      co_await f2(a);
  }
};
