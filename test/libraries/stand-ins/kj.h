// kj's names and signatures, without its bodies (kj/async.h, async-inl.h, async-io.h, timer.h, mutex.h, refcount.h, exception.h).
#pragma once
#pragma GCC system_header
#include <coroutine>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace kj {
using uint = unsigned int;
class Exception {
public:
  Exception(const Exception &);
  ~Exception();
};
using byte = unsigned char;
template <typename T> class ArrayPtr {
public:
  ArrayPtr(T *ptr, std::size_t size);
  T *begin() const;
  std::size_t size() const;

private:
  T *ptr;
  std::size_t size_;
};
template <typename T> class Own {
public:
  Own(Own &&) noexcept;
  Own &operator=(Own &&) noexcept;
  ~Own();
  T *operator->() const;
  T &operator*() const;
  T *get() const;
};
template <typename T, typename... P> Own<T> heap(P &&...params) { std::abort(); }
class Refcounted {
public:
  virtual ~Refcounted() noexcept(false);
  bool isShared() const;
};
template <typename T> Own<T> addRef(T &object) { std::abort(); }
template <typename T, typename... P> Own<T> refcounted(P &&...params) { std::abort(); }

class EventLoop {
public:
  void run(uint maxTurnCount = 0);
};
class WaitScope {
public:
  explicit WaitScope(EventLoop &loop);
  ~WaitScope();
};
namespace _ {
struct ReadyNow {};
template <typename T, typename Attachments = void> class Coroutine;
class PromiseNode;
class PromiseBase {
  PromiseNode *node;
};
} // namespace _
template <typename T> class Promise;
template <typename T> struct UnwrapPromise {
  using Type = T;
};
template <typename T> struct UnwrapPromise<Promise<T>> {
  using Type = T;
};
namespace _ {
template <typename F, typename T> struct ReturnType {
  using Type = std::invoke_result_t<F, T>;
};
template <typename F> struct ReturnType<F, void> {
  using Type = std::invoke_result_t<F>;
};
} // namespace _
template <typename F, typename T>
using PromiseForResult = Promise<typename UnwrapPromise<typename _::ReturnType<F, T>::Type>::Type>;

template <typename T> class [[nodiscard]] Promise : protected _::PromiseBase {
public:
  Promise(const _::ReadyNow &);
  Promise(kj::Exception &&e);
  Promise(Promise &&) noexcept;
  Promise &operator=(Promise &&) noexcept;
  ~Promise();
  template <typename Func> [[nodiscard]] PromiseForResult<Func, T> then(Func &&func) { std::abort(); }
  template <typename Func, typename ErrorFunc>
  [[nodiscard]] PromiseForResult<Func, T> then(Func &&func, ErrorFunc &&errorHandler) {
    std::abort();
  }
  template <typename ErrorFunc> [[nodiscard]] Promise<T> catch_(ErrorFunc &&errorHandler) { std::abort(); }
  T wait(WaitScope &waitScope);
  bool poll(WaitScope &waitScope);
  [[nodiscard]] Promise<T> exclusiveJoin(Promise<T> &&other);
  template <typename... Attachments> [[nodiscard]] Promise<T> attach(Attachments &&...attachments) { std::abort(); }
  template <typename ErrorFunc> [[nodiscard]] Promise<T> eagerlyEvaluate(ErrorFunc &&errorHandler) { std::abort(); }
  template <typename ErrorFunc> void detach(ErrorFunc &&errorHandler) { std::abort(); }
};
constexpr _::ReadyNow READY_NOW = _::ReadyNow();
namespace _ {
template <typename T> class PromiseAwaiter {
public:
  bool await_ready() const noexcept { return false; }
  template <typename U> bool await_suspend(std::coroutine_handle<U> coroutine) { std::abort(); }
  T await_resume();
};
class CoroutineBase {
public:
  std::suspend_never initial_suspend() { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  template <typename U> PromiseAwaiter<U> await_transform(Promise<U> &promise) { std::abort(); }
  template <typename U> PromiseAwaiter<U> await_transform(Promise<U> &&promise) { std::abort(); }
  void unhandled_exception();
};
template <typename T, typename A> class Coroutine final : public CoroutineBase {
public:
  Promise<T> get_return_object();
  template <typename U> void return_value(U &&value) { std::abort(); }
};
template <> class Coroutine<void, void> final : public CoroutineBase {
public:
  Promise<void> get_return_object();
  void return_void();
};
} // namespace _
template <typename Func> PromiseForResult<Func, void> evalLater(Func &&func) { std::abort(); }
template <typename Func> PromiseForResult<Func, void> evalNow(Func &&func) { std::abort(); }
template <typename Functor> struct CaptureForCoroutine {
  explicit CaptureForCoroutine(Functor &&f);
  template <typename... Args> auto operator()(Args &&...args) -> std::invoke_result_t<Functor, Args...> { std::abort(); }
};
template <typename Functor> CaptureForCoroutine<Functor> coCapture(Functor &&f) { std::abort(); }
template <typename T> class PromiseFulfiller {
public:
  virtual void fulfill(T &&value) = 0;
  virtual void reject(Exception &&exception) = 0;
  virtual bool isWaiting() = 0;
};
template <> class PromiseFulfiller<void> {
public:
  virtual void fulfill() = 0;
  virtual void reject(Exception &&exception) = 0;
};
template <typename T> struct PromiseFulfillerPair {
  Promise<T> promise;
  Own<PromiseFulfiller<T>> fulfiller;
};
template <typename T> PromiseFulfillerPair<T> newPromiseAndFulfiller() { std::abort(); }
class TaskSet {
public:
  class ErrorHandler {
  public:
    virtual void taskFailed(kj::Exception &&exception) = 0;
  };
  explicit TaskSet(ErrorHandler &errorHandler);
  ~TaskSet() noexcept(false);
  void add(Promise<void> &&promise);
  bool isEmpty();
  Promise<void> onEmpty();
  void clear();
};
class Executor {
public:
  template <typename Func> PromiseForResult<Func, void> executeAsync(Func &&func) const { std::abort(); }
  template <typename Func> typename UnwrapPromise<std::invoke_result_t<Func>>::Type executeSync(Func &&func) const {
    std::abort();
  }
};
template <typename Signature> class Function;
template <typename Return, typename... Params> class Function<Return(Params...)> {
public:
  template <typename F> Function(F &&f) { std::abort(); }
  Function(Function &&) noexcept;
  ~Function();
  Return operator()(Params... params);
};
class Thread {
public:
  explicit Thread(Function<void()> func);
  ~Thread() noexcept(false);
};
struct Duration {
  long long value;
};
class Timer {
public:
  virtual Promise<void> afterDelay(Duration delay) = 0;
  template <typename T> [[nodiscard]] Promise<T> timeoutAfter(Duration delay, Promise<T> &&promise) { std::abort(); }
};
class AsyncIoStream {
public:
  virtual Promise<std::size_t> tryRead(void *buffer, std::size_t minBytes, std::size_t maxBytes) = 0;
  [[nodiscard]] virtual Promise<void> write(ArrayPtr<const byte> buffer) = 0;
};
namespace _ {
class Mutex {
public:
  enum Exclusivity { EXCLUSIVE, SHARED };
  bool lock(Exclusivity exclusivity);
  void unlock(Exclusivity exclusivity);
};
} // namespace _
template <typename T> class MutexGuarded;
template <typename T> class Locked {
public:
  Locked(Locked &&other) noexcept;
  ~Locked() {
    if (mutex != nullptr)
      mutex->unlock(std::is_const_v<T> ? _::Mutex::SHARED : _::Mutex::EXCLUSIVE);
  }
  void release() {
    if (mutex != nullptr)
      mutex->unlock(std::is_const_v<T> ? _::Mutex::SHARED : _::Mutex::EXCLUSIVE);
    mutex = nullptr;
    ptr = nullptr;
  }
  T *operator->() { return ptr; }
  T &operator*() { return *ptr; }
  template <typename Cond> void wait(Cond &&condition) { std::abort(); }

private:
  _::Mutex *mutex;
  T *ptr;
  Locked(_::Mutex &mutex, T &value) : mutex(&mutex), ptr(&value) {}
  template <typename U> friend class MutexGuarded;
};
template <typename T> class MutexGuarded {
public:
  template <typename... Params> explicit MutexGuarded(Params &&...params) : value(std::forward<Params>(params)...) {}
  Locked<T> lockExclusive() const {
    mutex.lock(_::Mutex::EXCLUSIVE);
    return Locked<T>(mutex, value);
  }
  Locked<const T> lockShared() const {
    mutex.lock(_::Mutex::SHARED);
    return Locked<const T>(mutex, value);
  }

private:
  mutable _::Mutex mutex;
  mutable T value;
};
} // namespace kj
namespace std {
template <class T, class... Args> struct coroutine_traits<kj::Promise<T>, Args...> {
  using promise_type = kj::_::Coroutine<T>;
};
} // namespace std
