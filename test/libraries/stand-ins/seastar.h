// Seastar's names and signatures, without its bodies (seastar/core/future.hh, coroutine.hh, semaphore.hh, gate.hh, rwlock.hh,
// shared_mutex.hh, sleep.hh, thread.hh, smp.hh, do_with.hh, loop.hh, when_all.hh, condition-variable.hh, abort_source.hh).
#pragma once
#pragma GCC system_header
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace seastar {
template <typename T = void> class [[nodiscard]] future;
template <typename T> struct is_future : std::false_type {};
template <typename T> struct is_future<future<T>> : std::true_type {};
template <typename T> struct futurize { using type = future<T>; };
template <typename T> struct futurize<future<T>> { using type = future<T>; };
template <typename T> using futurize_t = typename futurize<T>::type;
namespace internal {
template <typename F, typename T> struct call_result { using type = std::invoke_result_t<F, T>; };
template <typename F> struct call_result<F, void> { using type = std::invoke_result_t<F>; };
} // namespace internal

template <typename T> class [[nodiscard]] future {
public:
  future(future &&other) noexcept;
  future(const future &) = delete;
  future &operator=(future &&other) noexcept;
  ~future();
  bool available() const noexcept;
  bool failed() const noexcept;
  T get();
  void wait() noexcept;
  std::exception_ptr get_exception() noexcept;
  void ignore_ready_future() noexcept;
  future<> discard_result() noexcept;
  template <typename Func> futurize_t<typename internal::call_result<Func, T>::type> then(Func &&func) noexcept { std::abort(); }
  template <typename Func> futurize_t<std::invoke_result_t<Func, future>> then_wrapped(Func &&func) noexcept { std::abort(); }
  template <typename Func> future finally(Func &&func) noexcept { std::abort(); }
  template <typename Func> future handle_exception(Func &&func) noexcept { std::abort(); }
  template <typename Func> future handle_exception_type(Func &&func) noexcept { std::abort(); }
  template <typename Func> future or_terminate() noexcept;
};
template <typename T = void> class promise {
public:
  promise() noexcept;
  promise(promise &&other) noexcept;
  ~promise();
  future<T> get_future() noexcept;
  template <typename... A> void set_value(A &&...a) noexcept;
  void set_exception(std::exception_ptr &&ex) noexcept;
};
template <typename T = void, typename... A> future<T> make_ready_future(A &&...value) noexcept;
template <typename T = void> future<T> make_exception_future(std::exception_ptr &&ex) noexcept;

class task {
public:
  virtual void run_and_dispose() noexcept = 0;
};
namespace internal {
template <typename T = void> class coroutine_traits_base {
public:
  class promise_type final : public seastar::task {
    seastar::promise<T> _promise;

  public:
    template <typename U> void return_value(U &&value);
    void unhandled_exception() noexcept;
    seastar::future<T> get_return_object() noexcept;
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    virtual void run_and_dispose() noexcept override;
  };
};
template <> class coroutine_traits_base<> {
public:
  class promise_type final : public seastar::task {
    seastar::promise<> _promise;

  public:
    void return_void() noexcept;
    void unhandled_exception() noexcept;
    seastar::future<> get_return_object() noexcept;
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    virtual void run_and_dispose() noexcept override;
  };
};
template <bool CheckPreempt, typename T> struct awaiter {
  seastar::future<T> _future;
  explicit awaiter(seastar::future<T> &&f) noexcept : _future(std::move(f)) {}
  bool await_ready() const noexcept;
  template <typename U> void await_suspend(std::coroutine_handle<U> hndl) noexcept;
  T await_resume() { return _future.get(); }
};
} // namespace internal
template <typename T> auto operator co_await(future<T> &&f) noexcept { return internal::awaiter<true, T>(std::move(f)); }

// Semaphores and locks.
struct semaphore_default_exception_factory {};
class abort_source;
template <typename ExceptionFactory, typename Clock = std::chrono::steady_clock> class basic_semaphore {
public:
  explicit basic_semaphore(std::size_t count) noexcept;
  future<> wait(std::size_t nr = 1) noexcept;
  future<> wait(abort_source &as, std::size_t nr = 1) noexcept;
  void signal(std::size_t nr = 1) noexcept;
  bool try_wait(std::size_t nr = 1) noexcept;
  std::size_t available_units() const noexcept;
  void broken() noexcept;
};
using semaphore = basic_semaphore<semaphore_default_exception_factory>;
template <typename ExceptionFactory = semaphore_default_exception_factory, typename Clock = std::chrono::steady_clock>
class semaphore_units {
public:
  semaphore_units() noexcept;
  semaphore_units(semaphore_units &&o) noexcept;
  semaphore_units &operator=(semaphore_units &&o) noexcept;
  ~semaphore_units() noexcept;
  void return_all() noexcept;
  std::size_t release() noexcept;
  std::size_t count() const noexcept;
};
template <typename ExceptionFactory, typename Clock>
future<semaphore_units<ExceptionFactory, Clock>> get_units(basic_semaphore<ExceptionFactory, Clock> &sem,
                                                           std::size_t units) noexcept;
template <typename ExceptionFactory, typename Clock>
future<semaphore_units<ExceptionFactory, Clock>> get_units(basic_semaphore<ExceptionFactory, Clock> &sem, std::size_t units,
                                                           abort_source &as) noexcept;
template <typename ExceptionFactory, typename Func, typename Clock>
futurize_t<std::invoke_result_t<Func>> with_semaphore(basic_semaphore<ExceptionFactory, Clock> &sem, std::size_t units,
                                                      Func &&func) noexcept { std::abort(); }
template <typename Clock = std::chrono::steady_clock> class basic_rwlock {
public:
  using holder = semaphore_units<semaphore_default_exception_factory, Clock>;
  future<> read_lock();
  void read_unlock();
  future<> write_lock();
  void write_unlock();
  future<holder> hold_read_lock();
  future<holder> hold_write_lock();
};
using rwlock = basic_rwlock<>;
class shared_mutex {
public:
  shared_mutex() = default;
  shared_mutex(const shared_mutex &) = delete;
  future<> lock_shared() noexcept;
  bool try_lock_shared() noexcept;
  void unlock_shared() noexcept;
  future<> lock() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
};
template <typename Func> futurize_t<std::invoke_result_t<Func>> with_shared(shared_mutex &sm, Func &&func) noexcept { std::abort(); }
template <typename Func> futurize_t<std::invoke_result_t<Func>> with_lock(shared_mutex &sm, Func &&func) noexcept { std::abort(); }
class gate {
public:
  class holder {
  public:
    holder() noexcept;
    explicit holder(gate &g);
    holder(const holder &x) noexcept;
    holder(holder &&x) noexcept;
    ~holder();
    void release() noexcept;
  };
  void enter();
  void leave() noexcept;
  void check() const;
  holder hold();
  future<> close() noexcept;
  bool is_closed() const noexcept;
};
template <typename Func> futurize_t<std::invoke_result_t<Func>> with_gate(gate &g, Func &&func) { std::abort(); }
class condition_variable {
public:
  future<> wait() noexcept;
  template <typename Pred> future<> wait(Pred &&pred) noexcept { std::abort(); }
  template <typename Pred> future<> when(Pred &&pred) noexcept { std::abort(); }
  void signal() noexcept;
  void broadcast() noexcept;
  void broken() noexcept;
};

// Aborting.
class abort_requested_exception : public std::exception {
public:
  const char *what() const noexcept override;
};
class sleep_aborted : public abort_requested_exception {};
class gate_closed_exception : public std::exception {};
class abort_source {
public:
  bool abort_requested() const noexcept;
  void check() const;
  void request_abort() noexcept;
};
template <typename Rep, typename Period> future<> sleep(std::chrono::duration<Rep, Period> dur);
template <typename Rep, typename Period> future<> sleep_abortable(std::chrono::duration<Rep, Period> dur, abort_source &as);

// Running functions.
template <typename Func> futurize_t<std::invoke_result_t<Func>> async(Func &&func) noexcept { std::abort(); }
class smp {
public:
  template <typename Func> static futurize_t<std::invoke_result_t<Func>> submit_to(unsigned t, Func &&func) noexcept { std::abort(); }
};
template <typename T, typename F> futurize_t<std::invoke_result_t<F, T &>> do_with(T &&value, F &&func) { std::abort(); }
template <typename Action> future<> repeat(Action action) noexcept { std::abort(); }
template <typename Container, typename Func> future<> parallel_for_each(Container &&c, Func &&func) noexcept { std::abort(); }
template <typename Container, typename Func> future<> max_concurrent_for_each(Container &&c, std::size_t n, Func &&func) noexcept { std::abort(); }
template <typename... Futs> future<std::tuple<Futs...>> when_all(Futs &&...futs) noexcept;
template <typename... Futs> future<std::tuple<int, int>> when_all_succeed(Futs &&...futs) noexcept;
namespace coroutine {
template <typename Func> class lambda {
  Func *_func;

public:
  explicit lambda(Func &&func) : _func(&func) {}
  template <typename... Args> decltype(auto) operator()(Args &&...args) const {
    return std::invoke(*_func, std::forward<Args>(args)...);
  }
};
struct maybe_yield_awaiter {
  bool await_ready() const noexcept;
  template <typename U> void await_suspend(std::coroutine_handle<U>) noexcept;
  void await_resume() const noexcept;
};
} // namespace coroutine
template <typename T> class lw_shared_ptr {
public:
  lw_shared_ptr(const lw_shared_ptr &) noexcept;
  ~lw_shared_ptr();
  T *operator->() const noexcept;
  T &operator*() const noexcept;
};
template <typename T> class enable_lw_shared_from_this {
public:
  lw_shared_ptr<T> shared_from_this() noexcept;
};
template <typename Signature> class noncopyable_function;
template <typename Ret, typename... Args> class noncopyable_function<Ret(Args...)> {
public:
  template <typename Func> noncopyable_function(Func func) { std::abort(); }
  noncopyable_function(noncopyable_function &&) noexcept;
  Ret operator()(Args... args) const;
};
template <typename Clock = std::chrono::steady_clock> class timer {
public:
  using callback_t = noncopyable_function<void()>;
  void set_callback(callback_t &&callback) noexcept;
  void arm_periodic(std::chrono::milliseconds);
  bool cancel() noexcept;
};
} // namespace seastar
namespace std {
template <typename T, typename... Args>
struct coroutine_traits<seastar::future<T>, Args...> : seastar::internal::coroutine_traits_base<T> {};
} // namespace std
