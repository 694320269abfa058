// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --likely
//
// An object that a member owns, and that is let go while its coroutine is suspended.
#include "lifetime.h"
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

using grove::tick;
void log(int);

// An eager promise, and an owner without get().
namespace burrow {
template <class T> struct promise;
template <class T> struct awaiter {
  bool await_ready() const noexcept;
  bool await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <class T> struct state {
  promise<T> get_return_object();
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception();
  void return_value(T);
};
template <class T> struct promise {
  using promise_type = state<T>;
  promise(promise &&) noexcept;
  ~promise();
  awaiter<T> operator co_await() &&;
};
template <class T> struct owned {
  owned(owned &&) noexcept;
  ~owned();
  T *operator->() const;
  T &operator*() const;
};
struct counted {
  virtual ~counted() = default;
};
template <class T> owned<T> add_ref(T &);
struct gate {
  struct holder {
    holder(holder &&) noexcept;
    ~holder();
  };
  holder hold();
  promise<int> close();
};
} // namespace burrow

class den : public burrow::counted {
public:
  burrow::promise<int> dig();
  burrow::promise<int> depth() {
    const int more = co_await dig();
    co_return depth_ + more;
  }
  burrow::promise<int> depth_held() {
    auto self = burrow::add_ref(*this);
    const int more = co_await dig();
    co_return depth_ + more;
  }
  burrow::promise<int> depth_guarded() {
    auto inside = gate_.hold();
    const int more = co_await dig();
    co_return depth_ + more;
  }
  burrow::promise<int> depth_early() {
    const int before = depth_;
    const int more = co_await dig();
    co_return before + more;
  }

private:
  int depth_ = 0;
  burrow::gate gate_;
};

class warren {
public:
  burrow::promise<int> depth_of(int id) { return dens_.at(id)->depth(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'dens_' may destroy the object while 'depth' is suspended, because neither the coroutine nor its caller keeps it alive [async-dangling-this]
  // CHECK-MESSAGES: :[[@LINE+10]]:27: note: 'collapse' lets go of the object here
  burrow::promise<int> found(int id) {
    auto it = dens_.find(id);
    auto &here = it->second;
    return here->depth();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'dens_' may destroy the object while 'depth' is suspended
  }
  burrow::promise<int> held(int id) { return dens_.at(id)->depth_held(); }
  burrow::promise<int> guarded(int id) { return dens_.at(id)->depth_guarded(); }
  burrow::promise<int> early(int id) { return dens_.at(id)->depth_early(); }
  void collapse(int id) { dens_.erase(id); }

private:
  std::map<int, burrow::owned<den>> dens_;
};

// A lazy task that the owner itself awaits; elements by value.
struct channel {
  int sent = 0;
  task<> send(int n) {
    co_await tick();
    sent += n;
  }
};
class switchboard {
public:
  task<> send(int id, int n) {
    co_await channels_[id].send(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'channels_' may destroy the object while 'send' is suspended
  }
  void unplug(int id) { channels_.erase(id); }

private:
  std::map<int, channel> channels_;
};

// With shared pointers another holder may live longer.
class pool {
public:
  task<> send(int id, int n) {
    co_await channels_[id]->send(n);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:14: warning: 'channels_' may destroy the object while 'send' is suspended
  }
  task<> send_copy(int id, int n) {
    auto keep = channels_[id];
    co_await keep->send(n);
  }
  task<> returned(int id, int n) {
    auto gone = channels_[id];
    return gone->send(n);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:12: warning: 'channels_' may destroy the object while 'send' is suspended
  }
  task<> kept(int id, int n) {
    auto keep = channels_[id];
    co_await channels_[id]->send(n);
  }
  void unplug(int id) { channels_.erase(id); }

private:
  std::map<int, std::shared_ptr<channel>> channels_;
};

// Only one, which is replaced or reset.
class line {
public:
  task<> send(int n) {
    co_await channel_->send(n);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:14: warning: 'channel_' may destroy the object while 'send' is suspended
  }
  void cut() { channel_.reset(); }

private:
  std::unique_ptr<channel> channel_;
};

// What is let go has no more work.
class tidy {
public:
  task<> send(int id, int n) { co_await channels_.at(id)->send(n); }
  task<> serve(int id) {
    co_await channels_.at(id)->send(1);
    channels_.erase(id);
  }
  void serve_beside(grove::executor ex, int id) {
    grove::spawn(ex, channels_.at(id)->send(1), [this, id] { channels_.erase(id); });
  }

private:
  std::map<int, std::unique_ptr<channel>> channels_;
};
class orderly {
public:
  task<> serve_and_drop(int id) {
    co_await channels_.at(id)->send(1);
    drop(id);
  }

private:
  void drop(int id) { channels_.erase(id); }
  std::map<int, std::unique_ptr<channel>> channels_;
};
class reaper {
public:
  task<> send(int id, int n) { co_await channels_.at(id)->send(n); }
  void reap(int id) {
    auto it = channels_.find(id);
    if (it->second->sent == 0)
      channels_.erase(it);
  }
  task<> stop(int id) {
    co_await channels_.at(id)->send(0);
    channels_.erase(id);
  }
  std::unique_ptr<channel> take(int id) {
    auto taken = std::move(channels_.at(id));
    channels_.erase(id);
    return taken;
  }

private:
  std::map<int, std::unique_ptr<channel>> channels_;
};
// The channel removes itself last.
class exchange;
struct caller_of {
  exchange &in;
  int id;
  task<> talk();
};
class exchange {
public:
  task<> talk(int id) { return callers_.at(id)->talk(); }
  void leave(int id) { callers_.erase(id); }

private:
  std::map<int, std::unique_ptr<caller_of>> callers_;
};
inline task<> caller_of::talk() {
  co_await tick();
  in.leave(id);
}
// The objects belong to others, or are never let go.
class registry {
public:
  task<> send(int id, int n) { co_await borrowed_.at(id)->send(n); }
  task<> send_first(int n) { co_await fixed_.front()->send(n); }
  void remove(int id) { borrowed_.erase(id); }
  void add() { fixed_.push_back(std::make_unique<channel>()); }

private:
  std::map<int, channel *> borrowed_;
  std::vector<std::unique_ptr<channel>> fixed_;
};
// Its end waits.
struct closing {
  int sent = 0;
  grove::nursery work_;
  task<> send() {
    co_await tick();
    ++sent;
  }
  void stop();
  ~closing() { stop(); }
};
class closings {
public:
  task<> send(int id) { co_await all_.at(id)->send(); }
  void remove(int id) { all_.erase(id); }

private:
  std::map<int, std::unique_ptr<closing>> all_;
};
// It may ask its owner to let it go, or call a function that does, when its work has ended.
class hotel;
struct guest {
  hotel *at;
  int nights = 0;
  task<> stay() {
    co_await tick();
    ++nights;
  }
};
class hotel {
public:
  task<> stay(int id) { co_await guests_.at(id)->stay(); }
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:34: warning: 'guests_' may destroy the object while 'stay' is suspended
  void check_out(int id) { guests_.erase(id); }

private:
  std::map<int, std::unique_ptr<guest>> guests_;
};
// One after the other.
class in_turn {
public:
  task<> run(int id) {
    co_await use(id);
    co_await drop(id);
  }

private:
  task<> use(int id) { co_await channels_.at(id)->send(1); }
  task<> drop(int id) {
    co_await tick();
    channels_.erase(id);
  }
  std::map<int, std::unique_ptr<channel>> channels_;
};
