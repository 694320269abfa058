// RUN: %check_async async-resume-under-lock %s
// RUN: %check_async async-resume-under-lock %s --likely

#include "tasks.h"

#include <coroutine>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

// Callbacks that anybody registers.
class feed {
public:
  void subscribe(std::function<void(int)> callback) {
    std::lock_guard guard(mutex_);
    callbacks_.push_back(std::move(callback));
  }
  void publish(int value) {
    std::lock_guard guard(mutex_);
    last_ = value;
    for (auto &callback : callbacks_)
      callback(value);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a callback in 'callbacks_' is called while 'mutex_' is held, so this thread blocks indefinitely when the callback calls 'publish_copies' [async-resume-under-lock]
    // CHECK-MESSAGES: :[[@LINE-5]]:5: note: 'mutex_' is locked here
    // CHECK-MESSAGES: :[[@LINE-11]]:8: note: 'subscribe' takes callbacks from code outside of the class
    // CHECK-MESSAGES: :[[@LINE+3]]:5: note: 'publish_copies' locks 'mutex_' here
  }
  void publish_copies(int value) {
    std::unique_lock guard(mutex_);
    last_ = value;
    const auto copies = callbacks_;
    guard.unlock();
    for (const auto &callback : copies)
      callback(value);
  }
  void publish_copies_too_soon(int value) {
    std::unique_lock guard(mutex_);
    const auto copies = callbacks_;
    for (const auto &callback : copies)
      callback(value);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a callback in 'callbacks_' is called while 'mutex_' is held
    guard.unlock();
  }

private:
  std::mutex mutex_;
  std::vector<std::function<void(int)>> callbacks_;
  int last_ = 0;
};

// By key, as a structured binding, through an iterator; a pointer to a function.
class registry {
public:
  void set(int key, std::function<void()> callback) {
    std::unique_lock guard(mutex_);
    by_key_[key] = std::move(callback);
  }
  void set_hook(void (*hook)(int)) { hook_ = hook; }
  std::size_t size() {
    std::lock_guard guard(mutex_);
    return by_key_.size();
  }
  void one(int key) {
    std::lock_guard guard(mutex_);
    if (auto found = by_key_.find(key); found != by_key_.end())
      found->second();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a callback in 'by_key_' is called while 'mutex_' is held
    by_key_[key]();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a callback in 'by_key_' is called while 'mutex_' is held
    for (auto &[id, callback] : by_key_)
      callback();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a callback in 'by_key_' is called while 'mutex_' is held
    hook_(key);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a callback in 'hook_' is called while 'mutex_' is held
  }

private:
  std::mutex mutex_;
  std::map<int, std::function<void()>> by_key_;
  void (*hook_)(int) = nullptr;
};

// An event of a library, raised in a helper; writers and readers.
namespace pine {
struct token {
  long id;
};
template <class... A> struct delegate {
  template <class F> delegate(F);
  void operator()(A...) const;
};
template <class D> class event {
public:
  token add(D);
  void remove(token);
  template <class... A> void operator()(A &&...) {}
};
} // namespace pine
class terminal {
  std::shared_mutex lock_;
  int selection_ = 0;
  pine::event<pine::delegate<std::string>> opened_;
  void raise(const std::string &link) { opened_(link); }
  alder::future<> raise_later(std::string link) {
    co_await alder::future<>();
    opened_(link);
  }
  alder::future<> raise_first(std::string link) {
    opened_(link);
    co_await alder::future<>();
  }

public:
  pine::token opened(pine::delegate<std::string> handler) { return opened_.add(handler); }
  void pressed(const std::string &link) {
    std::unique_lock guard(lock_);
    raise(link);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'raise' calls a callback in 'opened_' while 'lock_' is held, so this thread blocks indefinitely when the callback calls 'pressed_later' [async-resume-under-lock]
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'lock_' is locked here
    // CHECK-MESSAGES: :[[@LINE-17]]:41: note: a callback in 'opened_' is called here
    // CHECK-MESSAGES: :[[@LINE-7]]:15: note: 'opened' takes callbacks from code outside of the class
    // CHECK-MESSAGES: :[[@LINE+3]]:5: note: 'pressed_later' locks 'lock_' here
  }
  void pressed_later(const std::string &link) {
    std::unique_lock guard(lock_);
    (void)raise_later(link);
  }
  void read(const std::string &link) {
    std::shared_lock guard(lock_);
    opened_(link);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a callback in 'opened_' is called while 'lock_' is held
  }
  void resized(int columns) {
    std::unique_lock guard(lock_);
    selection_ = columns;
  }
};

// An event of the program's own, whose body is in sight.
class signal {
public:
  void connect(std::function<void()> slot) { slots_.push_back(std::move(slot)); }
  void emit() {
    for (auto &slot : slots_)
      slot();
  }

private:
  std::vector<std::function<void()>> slots_;
};
class model {
public:
  signal &changed() { return changed_; }
  void set(int value) {
    std::lock_guard guard(mutex_);
    value_ = value;
    changed_.emit();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'emit' calls a callback in 'slots_' while 'mutex_' is held, so this thread blocks indefinitely when the callback calls 'get'
    internal_.emit();
  }
  int get() {
    std::lock_guard guard(mutex_);
    return value_;
  }

private:
  std::mutex mutex_;
  int value_ = 0;
  signal changed_, internal_;
};

// Waiters that are resumed inline.
class gate {
public:
  auto operator co_await() noexcept {
    struct awaiter {
      gate &owner;
      bool await_ready() const noexcept { return false; }
      bool await_suspend(std::coroutine_handle<> waiter) {
        std::lock_guard guard(owner.mutex_);
        if (owner.open_)
          return false;
        owner.waiters_.push_back(waiter);
        return true;
      }
      void await_resume() noexcept {}
    };
    return awaiter{*this};
  }
  void open() {
    std::lock_guard guard(mutex_);
    open_ = true;
    for (auto waiter : waiters_)
      waiter.resume();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a coroutine is resumed while 'mutex_' is held, so this thread blocks indefinitely when it calls 'await_suspend'
    waiters_.clear();
  }
  void open_outside() {
    std::vector<std::coroutine_handle<>> ready;
    {
      std::lock_guard guard(mutex_);
      open_ = true;
      ready.swap(waiters_);
    }
    for (auto waiter : ready)
      waiter.resume();
  }

private:
  friend struct awaiter;
  std::mutex mutex_;
  bool open_ = false;
  std::vector<std::coroutine_handle<>> waiters_;
};

// Nobody outside gives the callback; the lock may be taken again, is given back, or is another one.
class inner {
public:
  inner() : on_change_([this] { ++count_; }) {}
  void change() {
    std::lock_guard guard(mutex_);
    on_change_();
  }
  void other() { std::lock_guard guard(mutex_); }

private:
  std::mutex mutex_;
  std::function<void()> on_change_;
  int count_ = 0;
};
class recursive {
public:
  void set(std::function<void()> callback) {
    std::lock_guard guard(mutex_);
    callback_ = std::move(callback);
  }
  void call() {
    std::lock_guard guard(mutex_);
    callback_();
  }

private:
  std::recursive_mutex mutex_;
  std::function<void()> callback_;
};
class gives_back {
public:
  void set(std::function<void()> callback) {
    std::lock_guard guard(mutex_);
    callback_ = std::move(callback);
  }
  void call() {
    std::unique_lock guard(mutex_);
    raise(guard);
    raise();
  }

private:
  void raise(std::unique_lock<std::mutex> &guard) {
    guard.unlock();
    callback_();
    guard.lock();
  }
  void raise() {
    mutex_.unlock();
    callback_();
    mutex_.lock();
  }
  std::mutex mutex_;
  std::function<void()> callback_;
};
class not_taken_elsewhere {
public:
  void set(std::function<void()> callback) { callback_ = std::move(callback); }
  void call() {
    std::lock_guard guard(mutex_);
    callback_();
  }

private:
  std::mutex mutex_;
  std::function<void()> callback_;
};
class only_readers {
public:
  void set(std::function<void()> callback) { callback_ = std::move(callback); }
  void call() {
    std::shared_lock guard(mutex_);
    callback_();
  }
  int size() {
    std::shared_lock guard(mutex_);
    return 1;
  }

private:
  std::shared_mutex mutex_;
  std::function<void()> callback_;
};

// A parameter is called by design; a value is asked for; a closure is known.
class visited {
public:
  void set_clock(std::function<long()> clock) { clock_ = std::move(clock); }
  void visit(const std::function<void(int)> &visitor) {
    std::lock_guard guard(mutex_);
    visitor(value_);
  }
  void touch() {
    std::lock_guard guard(mutex_);
    auto add = [this](long by) { value_ += static_cast<int>(by); };
    add(clock_());
  }
  int get() {
    std::lock_guard guard(mutex_);
    return value_;
  }

private:
  std::mutex mutex_;
  std::function<long()> clock_;
  int value_ = 0;
};

// Handed to another thread.
class posted {
public:
  explicit posted(std::function<void(std::function<void()>)> post) : post_(std::move(post)) {}
  void set(std::function<void()> callback) {
    std::lock_guard guard(mutex_);
    callback_ = std::move(callback);
  }
  void call() {
    std::lock_guard guard(mutex_);
    post_([callback = callback_] { callback(); });
  }

private:
  std::mutex mutex_;
  std::function<void(std::function<void()>)> post_;
  std::function<void()> callback_;
};

// Given at construction only: it may know the class.
class told_once {
public:
  explicit told_once(std::function<void()> callback) : callback_(std::move(callback)) {}
  void call() {
    std::lock_guard guard(mutex_);
    callback_();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: a callback in 'callback_' is called while 'mutex_' is held
  }
  void other() { std::lock_guard guard(mutex_); }

private:
  std::mutex mutex_;
  std::function<void()> callback_;
};

// A logger: only the function that registers takes the lock as well.
class logger {
public:
  void to(std::function<void(int)> sink) {
    std::lock_guard guard(mutex_);
    sink_ = std::move(sink);
  }
  void log(int line) {
    std::lock_guard guard(mutex_);
    sink_(line);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: a callback in 'sink_' is called while 'mutex_' is held
  }

private:
  std::mutex mutex_;
  std::function<void(int)> sink_;
};

// Listeners behind an interface: they may know the object that calls them, or not.
struct listener {
  virtual ~listener() = default;
  virtual void on_state(int) = 0;
  virtual int weight() const = 0;
};
class machine {
public:
  void attach(std::weak_ptr<listener> one) {
    std::scoped_lock guard(mutex_);
    listeners_.push_back(std::move(one));
  }
  int state() {
    std::scoped_lock guard(mutex_);
    return state_;
  }
  void advance() {
    std::scoped_lock guard(mutex_);
    ++state_;
    for (auto &weak : listeners_)
      if (auto one = weak.lock())
        one->on_state(state_);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:9: warning: a callback in 'listeners_' is called while 'mutex_' is held, so this thread blocks indefinitely when the callback calls 'state' [async-resume-under-lock]
  }
  void advance_copies() {
    std::vector<std::weak_ptr<listener>> copies;
    {
      std::scoped_lock guard(mutex_);
      copies = listeners_;
    }
    for (auto &weak : copies)
      if (auto one = weak.lock())
        one->on_state(0);
  }

private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<listener>> listeners_;
  int state_ = 0;
};

// What it works with is no listener, and what is asked gives a value.
class store {
public:
  explicit store(std::unique_ptr<listener> back) : back_(std::move(back)) {}
  void add(listener *one) { all_.push_back(one); }
  int size() {
    std::scoped_lock guard(mutex_);
    return size_;
  }
  void put() {
    std::scoped_lock guard(mutex_);
    back_->on_state(++size_);
    for (listener *one : all_)
      size_ += one->weight();
  }

private:
  std::mutex mutex_;
  std::unique_ptr<listener> back_;
  std::vector<listener *> all_;
  int size_ = 0;
};

// A helper that is given the handle.
class queue_with_helper {
public:
  struct awaiter {
    queue_with_helper &queue;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> handle) {
      std::lock_guard guard(queue.mutex_);
      queue.waiting_.push(handle);
    }
    void await_resume() { std::lock_guard guard(queue.mutex_); }
  };
  awaiter pop() { return {*this}; }
  void push() {
    std::lock_guard guard(mutex_);
    auto handle = waiting_.front();
    waiting_.pop();
    wake(handle);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'wake' resumes a coroutine while 'mutex_' is held
  }

private:
  static void wake(std::coroutine_handle<> handle) { handle.resume(); }
  std::mutex mutex_;
  std::queue<std::coroutine_handle<>> waiting_;
};
