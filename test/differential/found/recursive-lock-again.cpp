// Who holds a recursive lock takes it again at once, whatever he has taken since.
// thread-locks: async-lock-order neither
struct world : differential::world_base {
  async::watched_mutex<> x{"x"};
  async::watched_mutex<std::recursive_mutex> r{"r"};
  void f2() { std::lock_guard p3(r); }
  async::task<> root1() {
    std::lock_guard p1(r);
    std::lock_guard p2(x);
    f2();
    co_return;
  }
};
