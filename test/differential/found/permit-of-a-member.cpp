// A permit without a destructor of its own: its member gives back.
// other-locks: async-self-deadlock both
class counting {
public:
  explicit counting(const char *name) : door_(differential::build_entrance(name, 1)) {}
  class permit {
  public:
    explicit permit(differential::owned<differential::stay> in) : in_(std::move(in)) {}
    void release() { in_.reset(); }

  private:
    differential::owned<differential::stay> in_;
  };
  struct request {
    differential::owned<differential::place> at;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> caller) { return differential::stand(at, caller); }
    permit await_resume() { return permit(differential::enter(std::move(at))); }
  };
  request acquire() { return {differential::queue_at(door_)}; }

private:
  differential::owned<differential::entrance> door_;
};
struct world : differential::world_base {
  counting a{"a"};
  async::task<> root1() {
    auto one = co_await a.acquire();
    auto other = co_await a.acquire();
  }
};
