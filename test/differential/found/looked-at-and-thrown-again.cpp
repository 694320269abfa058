// A handler that looks at the exception and throws it again, around the return of a task that throws later.
// lifetimes: async-escaping-local both
inline async::task<> f3(const char *name) {
  co_await async::yield();
  throw trouble(name);
}
inline async::task<> f2() {
  try {
    return f3("escape f2");
  } catch (const std::exception &) {
    look_at(std::current_exception());
    throw;
  }
}
struct world : differential::world_base {
  async::task<> root1() {
    try {
      co_await f2();
    } catch (const std::exception &) {
    }
  }
};
