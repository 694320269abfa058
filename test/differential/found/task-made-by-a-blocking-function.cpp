// An ordinary function that makes the task which is awaited runs on the spot.
// blocking: async-blocking-call both
struct world : differential::world_base {
  static void f4() { ::usleep(1000); }
  async::task<> f5() { co_await async::sleep_for(1ms); }
  async::task<> f2() {
    f4();
    return f5();
  }
  async::task<> root1() {
    co_await f2();
  }
};
