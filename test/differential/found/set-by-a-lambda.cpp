// A flag that the handler sets by a lambda is a flag.
// cancellation: async-swallowed-cancellation neither
struct world : differential::world_base {
  async::task<> root1() {
    bool e1 = false;
    auto set = [&] { e1 = true; };
    try {
      co_await async::yield();
    } catch (...) {
      set();
    }
    if (e1)
      co_return;
    co_await async::yield();
  }
};
