// folly::coro's names and signatures, without its bodies (folly/coro/Task.h, ViaIfAsync.h, Mutex.h, SharedMutex.h, Baton.h,
// AsyncScope.h, Collect.h, Sleep.h, Timeout.h, BlockingWait.h, AsyncGenerator.h, folly/futures/Future.h, folly/Synchronized.h,
// folly/CancellationToken.h).
#pragma once
#pragma GCC system_header
#include <chrono>
#include <coroutine>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace folly {
struct Unit {};
class Executor {
public:
  virtual ~Executor() = default;
  virtual void add(std::function<void()> f) = 0;
  template <typename E = Executor> class KeepAlive {
  public:
    KeepAlive() = default;
    KeepAlive(E *e);
    E *get() const;
    KeepAlive copy() const;
  };
};
Executor::KeepAlive<> getGlobalCPUExecutor();
template <typename T> class Try {
public:
  bool hasValue() const;
  bool hasException() const;
  const T &value() const;
  void throwUnlessValue() const;
};
class exception_wrapper {
public:
  explicit operator bool() const noexcept;
};
struct OperationCancelled : std::exception {};
class CancellationToken {
public:
  CancellationToken() noexcept = default;
  bool isCancellationRequested() const noexcept;
  bool canBeCancelled() const noexcept;

private:
  std::shared_ptr<void> state_;
};
class CancellationSource {
public:
  CancellationSource();
  CancellationToken getToken() const noexcept;
  bool requestCancellation() const noexcept;

private:
  std::shared_ptr<void> state_;
};
template <typename T> class [[nodiscard]] Future {
public:
  Future(Future &&) noexcept;
  ~Future();
  T get() &&;
  bool isReady() const;
  template <typename F> Future<T> thenValue(F &&func) && { std::abort(); }
  template <typename F> Future<T> thenTry(F &&func) && { std::abort(); }
  template <typename F> Future<T> thenError(F &&func) && { std::abort(); }
  template <typename F> Future<T> ensure(F &&func) && { std::abort(); }
};
template <typename T> class [[nodiscard]] SemiFuture {
public:
  SemiFuture(SemiFuture &&) noexcept;
  ~SemiFuture();
  T get() &&;
  bool isReady() const;
  Future<T> via(Executor::KeepAlive<> executor) &&;
  template <typename F> SemiFuture<T> deferValue(F &&func) && { std::abort(); }
};
template <typename F> Future<Unit> via(Executor::KeepAlive<> executor, F &&func) { std::abort(); }
class CPUThreadPoolExecutor : public Executor {
public:
  void add(std::function<void()> f) override;
};

namespace coro {
template <typename T = void> class Task;
template <typename T = void> class TaskWithExecutor;
namespace detail {
template <typename T> struct ViaAwaiter {
  bool await_ready() const noexcept;
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
} // namespace detail
template <typename Awaitable>
auto co_viaIfAsync(Executor::KeepAlive<> executor, Awaitable &&awaitable)
    -> decltype(std::forward<Awaitable>(awaitable).viaIfAsync(executor)) {
  std::abort();
}
template <typename T> detail::ViaAwaiter<T> co_viaIfAsync(Executor::KeepAlive<>, SemiFuture<T> &&);
template <typename T> detail::ViaAwaiter<T> co_viaIfAsync(Executor::KeepAlive<>, Future<T> &&);
struct co_current_executor_t {};
struct co_current_cancellation_token_t {};
inline constexpr co_current_executor_t co_current_executor{};
inline constexpr co_current_cancellation_token_t co_current_cancellation_token{};
class TaskPromiseBase {
public:
  struct FinalAwaiter {
    bool await_ready() noexcept;
    template <typename Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise>) noexcept {
      std::abort();
    }
    void await_resume() noexcept;
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  template <typename Awaitable> auto await_transform(Awaitable &&awaitable) {
    return co_viaIfAsync(executor_.copy(), static_cast<Awaitable &&>(awaitable));
  }
  detail::ViaAwaiter<Executor *> await_transform(co_current_executor_t) noexcept;
  detail::ViaAwaiter<const CancellationToken &> await_transform(co_current_cancellation_token_t) noexcept;

protected:
  Executor::KeepAlive<> executor_;
  std::coroutine_handle<> continuation_;
};
template <typename T> class TaskPromise final : public TaskPromiseBase {
public:
  Task<T> get_return_object() noexcept;
  void unhandled_exception() noexcept;
  template <typename U = T> void return_value(U &&value) { std::abort(); }
};
template <> class TaskPromise<void> final : public TaskPromiseBase {
public:
  Task<void> get_return_object() noexcept;
  void unhandled_exception() noexcept;
  void return_void() noexcept;
};
template <typename T> class [[nodiscard]] TaskWithExecutor {
public:
  TaskWithExecutor(TaskWithExecutor &&) noexcept;
  ~TaskWithExecutor();
  SemiFuture<T> start() &&;
  template <typename F> void start(F &&tryCallback) && { std::abort(); }
  friend detail::ViaAwaiter<T> co_viaIfAsync(Executor::KeepAlive<>, TaskWithExecutor &&) noexcept { std::abort(); }
};
template <typename T> class [[nodiscard]] Task {
public:
  using promise_type = TaskPromise<T>;
  Task(const Task &) = delete;
  Task(Task &&t) noexcept : coro_(std::exchange(t.coro_, {})) {}
  ~Task() {
    if (coro_)
      coro_.destroy();
  }
  Task &operator=(Task t) noexcept;
  SemiFuture<T> semi() &&;
  friend TaskWithExecutor<T> co_withExecutor(Executor::KeepAlive<> executor, Task t) { std::abort(); }
  friend Task co_withCancellation(CancellationToken, Task t) noexcept { return t; }
  friend detail::ViaAwaiter<T> co_viaIfAsync(Executor::KeepAlive<>, Task &&) noexcept { std::abort(); }

private:
  std::coroutine_handle<promise_type> coro_;
};
namespace detail {
namespace adl {
void co_withExecutor();
struct WithExecutorFunction {
  template <typename Awaitable> auto operator()(Executor::KeepAlive<> executor, Awaitable awaitable) const {
    return co_withExecutor(std::move(executor), std::move(awaitable));
  }
};
} // namespace adl
struct blocking_wait_fn {
  template <typename T> T operator()(Task<T> task) const { std::abort(); }
  template <typename T> T operator()(SemiFuture<T> &&future) const { std::abort(); }
};
} // namespace detail
inline namespace cpo {
inline constexpr detail::adl::WithExecutorFunction co_withExecutor{};
}
inline constexpr detail::blocking_wait_fn blocking_wait{};
inline constexpr detail::blocking_wait_fn blockingWait{};

class Mutex {
  class LockAwaiter {
  public:
    explicit LockAwaiter(Mutex &mutex) noexcept;
    bool await_ready() noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept;
  };
  class ScopedLockAwaiter : public LockAwaiter {
  public:
    using LockAwaiter::LockAwaiter;
    std::unique_lock<Mutex> await_resume() noexcept;
  };
  template <typename Awaiter> class LockOperation {
  public:
    Awaiter viaIfAsync(Executor::KeepAlive<> executor) const;
  };

public:
  Mutex() noexcept;
  Mutex(const Mutex &) = delete;
  ~Mutex();
  bool try_lock() noexcept;
  [[nodiscard]] LockOperation<ScopedLockAwaiter> co_scoped_lock() noexcept;
  [[nodiscard]] LockOperation<LockAwaiter> co_lock() noexcept;
  void unlock() noexcept;
};
class Baton {
public:
  Baton() noexcept;
  struct WaitOperation {
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept;
  };
  [[nodiscard]] WaitOperation operator co_await() const noexcept;
  void post() noexcept;
  void reset() noexcept;
  bool ready() const noexcept;
  WaitOperation viaIfAsync(Executor::KeepAlive<> executor) const;
};
class AsyncScope {
public:
  AsyncScope() noexcept;
  ~AsyncScope();
  void add(TaskWithExecutor<void> &&awaitable);
  Task<void> joinAsync() noexcept;
};
class CancellableAsyncScope {
public:
  CancellableAsyncScope() noexcept;
  ~CancellableAsyncScope();
  void add(TaskWithExecutor<void> &&awaitable);
  Task<void> cancelAndJoinAsync() noexcept;
};
template <typename... Awaitables> Task<std::tuple<Unit, Unit>> collectAll(Awaitables &&...awaitables) { std::abort(); }
template <typename... Awaitables> Task<std::tuple<Try<int>, Try<int>>> collectAllTry(Awaitables &&...awaitables) {
  std::abort();
}
template <typename T> Task<std::vector<T>> collectAllRange(std::vector<Task<T>> awaitables) { std::abort(); }
template <typename Rep, typename Period> Task<void> sleep(std::chrono::duration<Rep, Period> d) { std::abort(); }
template <typename T, typename Rep, typename Period> Task<T> timeout(Task<T> task, std::chrono::duration<Rep, Period> d) {
  std::abort();
}
template <typename F, typename... A> auto co_invoke(F &&func, A &&...args) -> std::invoke_result_t<F, A...> { std::abort(); }
template <typename T> class [[nodiscard]] AsyncGenerator {
public:
  class promise_type {
  public:
    AsyncGenerator get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T &&value) noexcept;
    void return_void() noexcept;
    void unhandled_exception() noexcept;
    template <typename Awaitable> auto await_transform(Awaitable &&awaitable) {
      return co_viaIfAsync(executor_.copy(), static_cast<Awaitable &&>(awaitable));
    }

  private:
    Executor::KeepAlive<> executor_;
  };
  class NextResult {
  public:
    explicit operator bool() const noexcept;
    T &operator*() noexcept;
  };
  AsyncGenerator(AsyncGenerator &&) noexcept;
  ~AsyncGenerator();
  Task<NextResult> next();
};
} // namespace coro
} // namespace folly
