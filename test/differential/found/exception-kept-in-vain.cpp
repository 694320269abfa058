// An exception that a handler keeps, and nobody throws again, is swallowed.
// cancellation: async-swallowed-cancellation both
struct world : differential::world_base {
  async::task<> f2() {
    for (int i = 0; i < 2; ++i) {
      std::exception_ptr e1;
      try {
        co_await async::yield();
      } catch (...) {
        e1 = std::current_exception();
      }
    }
  }
  async::task<> root1() { co_await f2(); }
};
