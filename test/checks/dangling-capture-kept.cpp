// RUN: %check_async async-dangling-capture %s --likely
// RUN: %check_async async-dangling-capture %s --suffix=SURE
// Coroutine closures that event sources, queues and threads keep, none of which knows of the coroutine.
#include "task.h"
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

void use(int);
task<> tick();

namespace boost::asio {
struct io_context {};
template <class F> void post(io_context &, F &&) {}
} // namespace boost::asio

// Fire and forget, with its promise in std::coroutine_traits.
namespace hearth {
struct forget {};
struct promise {
  forget get_return_object() const noexcept { return {}; }
  std::suspend_never initial_suspend() const noexcept { return {}; }
  std::suspend_never final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  void unhandled_exception() const noexcept;
  template <class A> A &&await_transform(A &&a) { return static_cast<A &&>(a); }
};
struct hop {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const noexcept;
};
hop to_foreground();
struct token {};
template <class S, class A> struct handler {
  template <class F> handler(F f) { (void)f; }
  void operator()(const S &, const A &) const;
};
struct button {
  token clicked(handler<button, int> call);
  void remove(token);
  std::function<void(int)> pressed;
};
} // namespace hearth
template <class... A> struct std::coroutine_traits<hearth::forget, A...> {
  using promise_type = hearth::promise;
};

// An eager task.
struct started {
  struct promise_type {
    started get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
void on_timer(int ms, std::function<void()> call);
void route(const std::string &path, std::function<task<>()> answer);
void route_started(const std::string &path, std::function<started()> answer);
void look_at(std::function<void()> call [[clang::noescape]]);
class bus {
public:
  void on(std::function<void(int)> call) { calls.push_back(std::move(call)); }
  void each(std::function<void(int)> call) {
    for (int i = 0; i < 3; ++i)
      call(i);
  }

private:
  std::vector<std::function<void(int)>> calls;
};

struct window {
  std::shared_ptr<int> shown;
  hearth::button close;
  bus events;
  std::map<int, std::function<void()>> timers;

  void generic() {
    close.clicked([shown = shown](auto &&, auto &&) -> hearth::forget {
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this closure may be destroyed by what keeps it while the coroutine still uses its captures [async-dangling-capture]
      // CHECK-MESSAGES: :[[@LINE+2]]:12: note: the coroutine uses the capture here
      co_await hearth::to_foreground();
      use(*shown);
    });
  }
  void in_condition(int n) {
    close.clicked([n](auto &&, int) -> hearth::forget {
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this closure may be destroyed by what keeps it
      if (co_await hearth::to_foreground(), true)
        use(n);
    });
  }
  void of_this() {
    close.clicked([this](const hearth::button &, int) -> hearth::forget {
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this closure may be destroyed by what keeps it
      co_await hearth::to_foreground();
      use(*shown);
    });
  }
  void assigned(int n) {
    close.pressed = [n](int) -> hearth::forget {
      // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this closure may be destroyed by what keeps it
      co_await hearth::to_foreground();
      use(n);
    };
  }
  void into_map(int n) {
    timers[n] = [n]() -> hearth::forget {
      // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: this closure may be destroyed by what keeps it
      co_await hearth::to_foreground();
      use(n);
    };
  }
  void kept_by_body(int n) {
    events.on([n](int) -> hearth::forget {
      // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this closure may be destroyed by what keeps it
      co_await hearth::to_foreground();
      use(n);
    });
  }
};
void eager_in_void(int n) {
  on_timer(5, [n]() -> started {
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this closure may be destroyed by what keeps it
    co_await tick();
    use(n);
  });
}
void queued(boost::asio::io_context &io, int n) {
  boost::asio::post(io, [n]() -> hearth::forget {
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this closure is destroyed by 'post' while the coroutine still uses its captures
    // CHECK-MESSAGES-SURE: :[[@LINE-2]]:25: warning: this closure is destroyed by 'post' while the coroutine still uses its captures
    co_await hearth::to_foreground();
    use(n);
  });
}

// In time, or kept by what waits.
struct quiet {
  std::shared_ptr<int> shown;
  hearth::button close;
  bus events;

  void copied_first() {
    close.clicked([shown = shown](auto &&, auto &&) -> hearth::forget {
      const auto held = shown;
      co_await hearth::to_foreground();
      use(*held);
    });
  }
  void copied_in_condition() {
    close.clicked([weak = std::weak_ptr<int>(shown)](auto &&, auto &&) -> hearth::forget {
      if (auto held = weak.lock()) {
        co_await hearth::to_foreground();
        use(*held);
      }
    });
  }
  void only_early(int n) {
    close.clicked([n](auto &&, auto &&) -> hearth::forget {
      use(n);
      co_await hearth::to_foreground();
    });
  }
  void awaits_nothing(int n) {
    close.clicked([n](auto &&, auto &&) { use(n); });
  }
  void by_parameter(int n) {
    close.clicked([n](auto &&, auto &&) {
      [](int own) -> hearth::forget {
        co_await hearth::to_foreground();
        use(own);
      }(n);
    });
  }
};
void awaited_by_router(int n) {
  route("/", [n]() -> task<> {
    co_await tick();
    use(n);
  });
  route_started("/", [n]() -> started {
    co_await tick();
    use(n);
  });
}
void in_local(int n) {
  std::function<hearth::forget()> call;
  call = [n]() -> hearth::forget {
    co_await hearth::to_foreground();
    use(n);
  };
  std::vector<std::function<hearth::forget()>> calls;
  calls.push_back([n]() -> hearth::forget {
    co_await hearth::to_foreground();
    use(n);
  });
}
