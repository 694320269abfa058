// C++/WinRT's names and signatures, without its bodies (strings/base_coroutine_foundation.h, base_coroutine_threadpool.h,
// base_lock.h, base_events.h, base_com_ptr.h, base_implements.h).
#pragma once
#pragma GCC system_header
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace winrt {
using hstring = std::wstring;
struct hresult {
  std::int32_t value;
};
struct hresult_error {
  hresult_error() noexcept;
  hresult code() const noexcept;
  hstring message() const noexcept;
};
struct hresult_canceled : hresult_error {};
struct hresult_access_denied : hresult_error {};
struct fire_and_forget {};

template <typename T> struct com_ptr {
  com_ptr() noexcept;
  com_ptr(const com_ptr &) noexcept;
  com_ptr(com_ptr &&) noexcept;
  com_ptr &operator=(const com_ptr &) noexcept;
  ~com_ptr() noexcept;
  T *operator->() const noexcept;
  T &operator*() const noexcept;
  T *get() const noexcept;
  explicit operator bool() const noexcept;
};
template <typename T> struct weak_ref {
  weak_ref() noexcept;
  weak_ref(const weak_ref &) noexcept;
  ~weak_ref() noexcept;
  com_ptr<T> get() const noexcept;
};
template <typename D, typename... I> struct implements {
  com_ptr<D> get_strong() noexcept;
  weak_ref<D> get_weak() noexcept;
  std::uint32_t AddRef() noexcept;
  std::uint32_t Release() noexcept;
};
struct slim_mutex {
  slim_mutex() noexcept = default;
  slim_mutex(const slim_mutex &) = delete;
  void lock() noexcept;
  void lock_shared() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
  void unlock_shared() noexcept;
};
struct slim_lock_guard {
  explicit slim_lock_guard(slim_mutex &m) noexcept : m_mutex(m) { m_mutex.lock(); }
  ~slim_lock_guard() noexcept { m_mutex.unlock(); }

private:
  slim_mutex &m_mutex;
};
struct event_token {
  std::int64_t value;
};
template <typename Delegate> struct event {
  event_token add(const Delegate &delegate);
  void remove(event_token token);
  template <typename... Arg> void operator()(const Arg &...args) { std::abort(); }
};

namespace Windows::Foundation {
using TimeSpan = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
enum class AsyncStatus { Started, Completed, Canceled, Error };
struct IInspectable {
  IInspectable(std::nullptr_t = nullptr) noexcept;
  IInspectable(const IInspectable &) noexcept;
  ~IInspectable() noexcept;
};
struct IAsyncInfo : IInspectable {
  AsyncStatus Status() const;
  hresult ErrorCode() const;
  void Cancel() const;
  void Close() const;
};
struct IAsyncAction;
template <typename TResult> struct IAsyncOperation;
} // namespace Windows::Foundation
namespace impl {
template <typename D> struct consume_Windows_Foundation_IAsyncAction {
  void GetResults() const;
  void get() const;
  Windows::Foundation::AsyncStatus wait_for(const Windows::Foundation::TimeSpan &timeout) const;
};
template <typename D, typename TResult> struct consume_Windows_Foundation_IAsyncOperation {
  TResult GetResults() const;
  TResult get() const;
  Windows::Foundation::AsyncStatus wait_for(const Windows::Foundation::TimeSpan &timeout) const;
};
} // namespace impl
namespace Windows::Foundation {
struct AsyncActionCompletedHandler {
  template <typename L> AsyncActionCompletedHandler(L lambda) { std::abort(); }
  void operator()(const IAsyncAction &asyncInfo, AsyncStatus asyncStatus) const;
};
struct IAsyncAction : IAsyncInfo, impl::consume_Windows_Foundation_IAsyncAction<IAsyncAction> {
  IAsyncAction(std::nullptr_t = nullptr) noexcept;
  IAsyncAction(const IAsyncAction &) noexcept;
  IAsyncAction &operator=(const IAsyncAction &) noexcept;
  ~IAsyncAction() noexcept;
  explicit operator bool() const noexcept;
  void Completed(const AsyncActionCompletedHandler &handler) const;
};
template <typename TResult> struct IAsyncOperation : IAsyncInfo, impl::consume_Windows_Foundation_IAsyncOperation<IAsyncOperation<TResult>, TResult> {
  IAsyncOperation(std::nullptr_t = nullptr) noexcept;
  IAsyncOperation(const IAsyncOperation &) noexcept;
  IAsyncOperation &operator=(const IAsyncOperation &) noexcept;
  ~IAsyncOperation() noexcept;
  explicit operator bool() const noexcept;
};
template <typename TSender, typename TArgs> struct TypedEventHandler {
  template <typename L> TypedEventHandler(L lambda) { std::abort(); }
  void operator()(const TSender &sender, const TArgs &args) const;
};
} // namespace Windows::Foundation

namespace impl {
template <typename R> struct await_adapter {
  bool await_ready() const noexcept { return false; }
  template <typename T> bool await_suspend(std::coroutine_handle<T> handle) { std::abort(); }
  R await_resume() const;
};
} // namespace impl
namespace Windows::Foundation {
impl::await_adapter<void> operator co_await(const IAsyncAction &async);
template <typename TResult> impl::await_adapter<TResult> operator co_await(const IAsyncOperation<TResult> &async) {
  std::abort();
}
} // namespace Windows::Foundation
struct get_cancellation_token_t {};
get_cancellation_token_t get_cancellation_token() noexcept;
namespace impl {
struct cancellation_token {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  cancellation_token await_resume() const noexcept;
  bool operator()() const noexcept;
  void callback(std::function<void()> &&cancel) const noexcept;
};
template <typename Derived, typename AsyncInterface> struct promise_base {
  AsyncInterface get_return_object() const noexcept;
  std::suspend_never initial_suspend() const noexcept { return {}; }
  struct final_suspend_awaiter {
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<>) const noexcept;
    void await_resume() const noexcept;
  };
  final_suspend_awaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept;
  template <typename Expression> Expression &&await_transform(Expression &&expression) {
    return std::forward<Expression>(expression);
  }
  cancellation_token await_transform(get_cancellation_token_t) noexcept;
};
} // namespace impl

struct thread_pool_awaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) const;
  void await_resume() const noexcept {}
};
thread_pool_awaiter resume_background() noexcept;
thread_pool_awaiter resume_after(Windows::Foundation::TimeSpan duration) noexcept;
thread_pool_awaiter resume_on_signal(void *handle) noexcept;
struct DispatcherQueue {
  DispatcherQueue(const DispatcherQueue &) noexcept;
  bool HasThreadAccess() const;
  bool TryEnqueue(const std::function<void()> &callback) const;
};
thread_pool_awaiter resume_foreground(const DispatcherQueue &dispatcher) noexcept;
struct apartment_context {
  apartment_context();
  apartment_context(const apartment_context &);
  ~apartment_context();
};
thread_pool_awaiter operator co_await(const apartment_context &context);
template <typename... T> Windows::Foundation::IAsyncAction when_all(T... async) { std::abort(); }
template <typename T> T when_any(const T &first, const T &second) { std::abort(); }
} // namespace winrt
namespace std {
template <typename... Args> struct coroutine_traits<winrt::Windows::Foundation::IAsyncAction, Args...> {
  struct promise_type final : winrt::impl::promise_base<promise_type, winrt::Windows::Foundation::IAsyncAction> {
    void return_void() const noexcept;
  };
};
template <typename TResult, typename... Args>
struct coroutine_traits<winrt::Windows::Foundation::IAsyncOperation<TResult>, Args...> {
  struct promise_type final : winrt::impl::promise_base<promise_type, winrt::Windows::Foundation::IAsyncOperation<TResult>> {
    template <typename Value> void return_value(Value &&value) noexcept { std::abort(); }
  };
};
template <typename... Args> struct coroutine_traits<winrt::fire_and_forget, Args...> {
  struct promise_type {
    winrt::fire_and_forget get_return_object() const noexcept { return {}; }
    void return_void() const noexcept {}
    suspend_never initial_suspend() const noexcept { return {}; }
    suspend_never final_suspend() const noexcept { return {}; }
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};
} // namespace std
