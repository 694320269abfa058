// What a library calls, here the body of a group: a limit on the page.
// locks: async-self-deadlock run
struct world : differential::world_base {
  async::mutex a{"a"};
  async::task<> root1() {
    auto outer = co_await a.lock();
    co_await async::with_task_group([this](async::task_group &) -> async::task<> {
      auto inner = co_await a.lock();
    });
  }
};
