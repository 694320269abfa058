// A constructor that nobody wrote runs those of the members.
// blocking: async-blocking-call both
struct world : differential::world_base {
  static void f4() { ::usleep(1000); }
  struct f3 {
    f3() { f4(); }
  };
  struct f2 {
    f3 inner;
  };
  async::task<> root1() {
    f2 object;
    co_return;
  }
};
