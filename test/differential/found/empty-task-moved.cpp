// Where there was no task, none is moved: nothing was lost.
// lost-work: async-unawaited-task neither
struct world : differential::world_base {
  async::task<> root1() {
    async::task<> t1;
    auto t2 = std::move(t1);
    co_return;
  }
};
