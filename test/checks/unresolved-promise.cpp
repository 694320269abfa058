// RUN: %check_async async-unresolved-promise %s
// RUN: %check_async async-unresolved-promise %s --likely
#include <atomic>
#include <cassert>
#include <coroutine>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

using any_coroutine = std::coroutine_handle<>;
namespace os {
struct timer;
timer *create_timer(void (*)(void *), void *);
void set_timer(timer *, long long);
void on_ready(int descriptor, std::function<void()>);
void post(any_coroutine);
} // namespace os

// ---- a path that forgets the handle

enum class state { init, starting, cancelled };
class timer_awaiter {
  std::atomic<state> state_{state::init};
  os::timer *timer_ = nullptr;
  any_coroutine waiter_;
  static void fired(void *self) { static_cast<timer_awaiter *>(self)->waiter_.resume(); }
  bool moves(state from, state to) { return state_.compare_exchange_strong(from, to); }

public:
  bool await_ready() const noexcept { return false; }
  void await_suspend(any_coroutine waiting) {
    if (!moves(state::init, state::starting)) {
      assert(state_ == state::cancelled);
      return;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'await_suspend' ends here with the coroutine suspended and 'waiting' neither kept nor resumed, so the coroutine never wakes [async-unresolved-promise]
    }
    waiter_ = waiting;
    timer_ = os::create_timer(&timer_awaiter::fired, this);
    os::set_timer(timer_, 1);
  }
  bool await_resume() const noexcept { return true; }
};
class timer_that_resumes {
  std::atomic<bool> cancelled_ = false;
  any_coroutine waiter_;

public:
  bool await_ready() const noexcept { return false; }
  void await_suspend(any_coroutine waiting) {
    if (cancelled_) {
      waiting.resume();
      return;
    }
    waiter_ = waiting;
  }
  void await_resume() const noexcept {}
};

struct queue {
  std::mutex mutex;
  std::deque<any_coroutine> waiting;
  std::deque<int> items;
};
struct pop { // its await_suspend says whether to suspend
  queue &q;
  bool await_ready() { return false; }
  bool await_suspend(any_coroutine h) {
    std::lock_guard guard(q.mutex);
    if (!q.items.empty())
      return true;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'await_suspend' ends here with the coroutine suspended and 'h' neither kept nor resumed
    q.waiting.push_back(h);
    return true;
  }
  int await_resume();
};
struct pop_that_refuses {
  queue &q;
  bool await_ready() { return false; }
  bool await_suspend(any_coroutine h) {
    std::lock_guard guard(q.mutex);
    if (!q.items.empty())
      return false;
    q.waiting.push_back(h);
    return true;
  }
  int await_resume();
};
struct pop_that_computes {
  queue &q;
  bool await_ready() { return false; }
  bool await_suspend(any_coroutine h) {
    const bool is_empty = q.items.empty();
    if (is_empty)
      q.waiting.push_back(h);
    return is_empty;
  }
  int await_resume();
};
template <class T> struct transfer { // it gives the next coroutine
  std::vector<any_coroutine> &ready;
  any_coroutine self;
  bool stopped = false;
  bool await_ready() { return false; }
  any_coroutine await_suspend(any_coroutine h) {
    if (stopped)
      return std::noop_coroutine();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'await_suspend' ends here with the coroutine suspended and 'h' neither kept nor resumed
    ready.push_back(h);
    return std::noop_coroutine();
  }
  T await_resume();
};
template struct transfer<int>;
struct transfer_back {
  std::vector<any_coroutine> &ready;
  bool stopped = false;
  bool await_ready() { return false; }
  any_coroutine await_suspend(any_coroutine h) {
    if (stopped)
      return h;
    ready.push_back(h);
    return std::noop_coroutine();
  }
  void await_resume();
};
struct gone_owner { // the end of the body
  std::weak_ptr<queue> owner;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    if (auto q = owner.lock())
      q->waiting.push_back(h);
    // CHECK-MESSAGES: :[[@LINE+1]]:3: warning: 'await_suspend' ends here with the coroutine suspended and 'h' neither kept nor resumed
  }
  void await_resume();
};

// ---- correct ones

struct gives_up {
  std::weak_ptr<queue> owner;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    auto q = owner.lock();
    if (!q)
      std::abort();
    q->waiting.push_back(h);
  }
  void await_resume();
};
struct throws {
  std::weak_ptr<queue> owner;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    auto q = owner.lock();
    if (!q)
      throw std::bad_weak_ptr();
    q->waiting.push_back(h);
  }
  void await_resume();
};
struct destroys {
  bool stopped = false;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    if (stopped)
      h.destroy();
    else
      os::post(h);
  }
  void await_resume();
};
struct keeps_first { // what waits already is kept
  any_coroutine kept;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    if (!kept)
      kept = h;
  }
  void await_resume();
};
struct finds_a_slot {
  std::vector<any_coroutine> &slots;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    for (auto &slot : slots)
      if (!slot) {
        slot = h;
        break;
      }
  }
  void await_resume();
};
struct captures {
  int descriptor;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    os::on_ready(descriptor, [h] { h.resume(); });
  }
  void await_resume();
};
struct parks { // whoever has the frame resumes it
  bool await_ready() noexcept { return false; }
  void await_suspend(any_coroutine h) noexcept {}
  void await_resume() noexcept {}
};
struct parks_and_counts {
  int &parked;
  bool await_ready() noexcept { return false; }
  void await_suspend(any_coroutine) noexcept { ++parked; }
  void await_resume() noexcept {}
};
struct generator {
  struct promise_type {
    any_coroutine consumer;
    bool detached = false;
    generator get_return_object();
    std::suspend_always initial_suspend() noexcept;
    struct wakes_consumer {
      promise_type &promise;
      bool await_ready() noexcept { return false; }
      void await_suspend(any_coroutine h) noexcept {
        if (promise.consumer)
          promise.consumer.resume();
        else if (promise.detached)
          h.destroy();
      }
      void await_resume() noexcept {}
    };
    wakes_consumer final_suspend() noexcept { return {*this}; }
    void return_void();
    void unhandled_exception();
  };
};
struct detached_end;
struct other_promise {
  detached_end get_return_object();
};

// ---- kept nowhere

struct forgets {
  any_coroutine waiter;
  int descriptor;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: 'await_suspend' keeps 'h' nowhere, so the coroutine never wakes
    // CHECK-MESSAGES-LIKELY: :[[@LINE-5]]:17: note: no code of this file sets this member
    // CHECK-MESSAGES-LIKELY: :[[@LINE-3]]:8: note: this is likely rather than sure, because it assumes that the coroutine is resumed only by the handle that the awaiter is given
    os::on_ready(descriptor, [this] { waiter.resume(); });
  }
  void await_resume();
};
struct is_told_before {
  any_coroutine waiter;
  int descriptor;
  explicit is_told_before(any_coroutine h) : waiter(h) {}
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    os::on_ready(descriptor, [this] { waiter.resume(); });
  }
  void await_resume();
};

// ---- by reference

struct by_reference {
  int descriptor;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    os::on_ready(descriptor, [&h] { h.resume(); });
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:30: warning: this lambda refers to 'h', which is gone when 'await_suspend' has returned, so it resumes a handle that does not exist any more
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:30: note: this is likely rather than sure
  }
  void await_resume();
};
struct keeps_by_reference {
  std::function<void()> resume_;
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    resume_ = [&] { h.resume(); };
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this lambda refers to 'h'
  }
  void await_resume();
};
struct calls_at_once {
  bool await_ready() { return false; }
  void await_suspend(any_coroutine h) {
    auto post = [&] { os::post(h); };
    post();
  }
  void await_resume();
};

// A template's default for its member is not instantiated where nothing makes one.
template <class T> struct never_made {
  bool await_ready();
  void await_suspend(std::coroutine_handle<> h) {
    int x = 0;
    (void)x;
  }
  T await_resume();
  std::coroutine_handle<> handle = std::coroutine_handle<>();
};
never_made<int> only_declared();
template <class Awaiter> void suspends_by(Awaiter &a, std::coroutine_handle<> h) { a.await_suspend(h); }
void instantiates(std::coroutine_handle<> h) {
  auto a = only_declared();
  suspends_by(a, h);
}
