// Whether the arguments of the call let it block is not asked: a limit on the page.
// blocking: async-blocking-call check
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
