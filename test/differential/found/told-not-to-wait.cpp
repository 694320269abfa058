// A function that is told not to block does not.
// blocking: async-blocking-call neither
struct world : differential::world_base {
  static void f2(bool wait) {
    if (wait)
      std::this_thread::sleep_for(1ms);
  }
  async::task<> root1() {
    f2(false);
    co_return;
  }
};
