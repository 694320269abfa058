// Who asks whether there is a task does not await one that is not there.
// lost-work: async-unawaited-task neither
struct world : differential::world_base {
  async::task<> root1() {
    async::task<> t1;
    if (t1.valid())
      co_await std::move(t1);
  }
};
