// What spawning into a group returns may be dropped: the group waits for the task.
// lost-work: async-discarded-result neither
struct world : differential::world_base {
  async::task<> f2() { co_await async::yield(); }
  async::task<> root1() {
    co_await async::with_task_group([this](async::task_group &group) -> async::task<> {
      group.spawn(f2());
      co_return;
    });
  }
};
