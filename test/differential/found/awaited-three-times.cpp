// Of several awaits too many, the first is told.
// lost-work: async-double-await both
struct world : differential::world_base {
  async::task<> f2() { co_await async::yield(); }
  async::task<> root1() {
    auto t1 = f2();
    if (t1.valid())
      co_await std::move(t1);
    co_await t1;
    co_await t1;
  }
};
