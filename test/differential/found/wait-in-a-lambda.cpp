// The wait stands in a lambda, the test around its call: a limit on the page.
// signals: async-lost-wakeup run
class signal {
public:
  explicit signal(const char *name) : bell_(differential::build_bell(name)) {}
  struct arrival {
    differential::owned<differential::listener> by;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> caller) { return differential::hear(by, caller); }
    void await_resume() { differential::wake(std::move(by)); }
  };
  arrival wait() { return {differential::listen(bell_)}; }
  void notify_one() { differential::ring(bell_); }
  void notify_all() { differential::ring(bell_); }

private:
  differential::owned<differential::bell> bell_;
};
template <class Work> async::task<> run(Work &&work) { co_await std::forward<Work>(work)(); }
struct f2 {
  async::task<> pass() {
    while (!is_open_)
      co_await run([this]() -> async::task<> {
        co_await breathe();
        co_await changed_.wait();
      });
  }
  async::task<> open() {
    is_open_ = true;
    changed_.notify_all();
    co_return;
  }

private:
  bool is_open_ = false;
  signal changed_{"wakeup f2"};
};
struct world : differential::world_base {
  async::task<> root1() {
    f2 door;
    auto opener = async::spawn(door.open());
    co_await door.pass();
    co_await opener;
  }
};
