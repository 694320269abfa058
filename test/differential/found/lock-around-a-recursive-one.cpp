// A lock around a recursive one may be taken again.
// thread-locks: async-self-deadlock neither
struct world : differential::world_base {
  async::watched_mutex<std::recursive_mutex> r{"r"};
  async::task<> root1() {
    std::lock_guard outer(r);
    std::lock_guard inner(r);
    co_return;
  }
};
