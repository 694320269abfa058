// What the sources of test/bench/growth include: tasks, locks, containers and cancellation in the shapes that the
// checks know, with next to nothing to parse. It counts as a library, like the ones that real code includes.
#pragma once
#pragma GCC system_header

#include <coroutine>

extern "C" unsigned sleep(unsigned);

namespace std {

class error_code {
public:
  error_code();
  explicit operator bool() const;

private:
  int value_;
};

class exception_ptr {
  void *thrown_;
};
exception_ptr current_exception() noexcept;

class mutex {
public:
  void lock();
  void unlock();
  bool try_lock();
};

class thread {
public:
  template <class F> explicit thread(F) {}
  ~thread();
  void join();
  void detach();
};

template <class T> class future {
public:
  ~future();
  T get();
  void wait();
  bool valid() const;
};
template <class F> future<int> async(F) { return {}; }

} // namespace std

namespace async {

struct cancelled {};

template <class T> struct task;

struct promise_base {
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { failed = true; }
  bool failed = false;
};
template <class T> struct task_promise : promise_base {
  task<T> get_return_object();
  template <class U = T> void return_value(U &&);
};
template <> struct task_promise<void> : promise_base {
  task<void> get_return_object();
  void return_void() {}
};

template <class T = void> struct task {
  using promise_type = task_promise<T>;
  task(task &&other) noexcept : handle_(other.handle_) { other.handle_ = {}; }
  task &operator=(task &&) noexcept;
  ~task() {
    if (handle_)
      handle_.destroy();
  }
  struct awaiter {
    bool await_ready() noexcept { return handle.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return handle; }
    T await_resume();
    std::coroutine_handle<promise_type> handle;
  };
  awaiter operator co_await() const { return {handle_}; }

private:
  std::coroutine_handle<promise_type> handle_;
};

template <class T> task<T> shield(task<T>);

class task_handle {
public:
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
  void detach();
};
template <class T> task_handle spawn(task<T>);

class mutex {
public:
  void lock();
  void unlock();
  bool try_lock();
};
template <class M> class lock_guard {
public:
  explicit lock_guard(M &m) : m_(m) { m_.lock(); }
  lock_guard(const lock_guard &) = delete;
  ~lock_guard() { m_.unlock(); }

private:
  M &m_;
};

template <class T> class vector {
public:
  using iterator = T *;
  iterator begin();
  iterator end();
  T &operator[](unsigned long);
  T &front();
  T &back();
  void push_back(const T &);
  void push_back(T &&);
  iterator erase(iterator);
  void clear();
  unsigned long size() const;
  ~vector();

private:
  T *first_;
};

class string {
public:
  string(const char *);
  string(const string &);
  ~string();
  const char *data() const;
  unsigned long size() const;

private:
  char *text_;
};
class string_view {
public:
  string_view(const string &);
  string_view(const char *);
  unsigned long size() const;

private:
  const char *text_;
  unsigned long size_;
};

template <class Signature> class function;
template <class R, class... A> class function<R(A...)> {
public:
  template <class F> function(F) {}
  function(const function &);
  ~function();
  R operator()(A...) const;

private:
  void *callable_;
};

} // namespace async

namespace boost::system {
class system_error {
public:
  std::error_code code() const;
};
} // namespace boost::system

namespace boost::asio {
namespace error {
enum basic_errors { operation_aborted };
}
template <class A, class B> struct result {
  A first;
  B second;
};
template <class T> struct awaitable {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
} // namespace boost::asio

using async::lock_guard;
using async::mutex;
using async::string;
using async::string_view;
using async::task;
using async::vector;
