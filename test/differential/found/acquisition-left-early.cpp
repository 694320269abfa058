// An early exit leaves the acquisition behind: a limit on the page.
// lost-work: async-unawaited-guard run
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> root1() {
    auto a1 = a.lock();
    if (input())
      co_return;
    auto g2 = co_await a1;
  }
};
