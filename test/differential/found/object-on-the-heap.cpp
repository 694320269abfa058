// What a library runs, here the destructor that std::unique_ptr calls: a limit on the page.
// blocking: async-blocking-call run
struct world : differential::world_base {
  static void f4() { ::usleep(1000); }
  struct f3 {
    ~f3() { f4(); }
  };
  async::task<> root1() {
    auto object = std::make_unique<f3>();
    co_return;
  }
};
