// Asio's names and signatures, without its bodies (asio/awaitable.hpp, impl/awaitable.hpp, co_spawn.hpp, detached.hpp,
// use_awaitable.hpp, use_future.hpp, redirect_error.hpp, as_tuple.hpp, post.hpp, steady_timer.hpp, ip/tcp.hpp, write.hpp, read.hpp,
// strand.hpp, thread_pool.hpp, signal_set.hpp, experimental/awaitable_operators.hpp).
#pragma once
#pragma GCC system_header
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <future>
#include <memory>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <variant>

namespace asio {
using error_code = std::error_code;
namespace error {
enum basic_errors { operation_aborted = 125, eof = 2 };
inline error_code make_error_code(basic_errors e);
} // namespace error
} // namespace asio
namespace std {
template <> struct is_error_code_enum<asio::error::basic_errors> : true_type {};
} // namespace std
namespace asio {
class any_io_executor {
public:
  any_io_executor(const any_io_executor &) noexcept;
  ~any_io_executor();
  template <typename F> void execute(F &&f) const { std::abort(); }
};
struct detached_t {};
template <typename Executor = any_io_executor> struct use_awaitable_t {};
template <typename Allocator = std::allocator<void>> struct use_future_t {};
inline constexpr detached_t detached;
inline constexpr use_awaitable_t<> use_awaitable;
inline constexpr use_future_t<> use_future;
template <typename CompletionToken> struct redirect_error_t {};
template <typename CompletionToken> redirect_error_t<CompletionToken> redirect_error(CompletionToken, error_code &ec) {
  return {};
}
template <typename CompletionToken> struct as_tuple_t {};
template <typename CompletionToken> as_tuple_t<CompletionToken> as_tuple(CompletionToken) { return {}; }

template <typename T, typename Executor = any_io_executor> class [[nodiscard]] awaitable {
public:
  using value_type = T;
  constexpr awaitable() noexcept : frame_(nullptr) {}
  awaitable(awaitable &&other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  awaitable(const awaitable &) = delete;
  ~awaitable();
  awaitable &operator=(awaitable &&other) noexcept;
  bool valid() const noexcept;
  bool await_ready() const noexcept { return false; }
  template <class U> void await_suspend(std::coroutine_handle<U> h) { std::abort(); }
  T await_resume();

private:
  void *frame_;
};
namespace this_coro {
struct executor_t {};
struct cancellation_state_t {};
inline constexpr executor_t executor;
inline constexpr cancellation_state_t cancellation_state;
} // namespace this_coro
class cancellation_state {
public:
  int cancelled() const noexcept;
};
namespace detail {
template <typename T> struct value_awaiter {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  T await_resume() const noexcept;
};
template <typename Executor> class awaitable_frame_base {
public:
  std::suspend_always initial_suspend() noexcept { return {}; }
  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() const noexcept {}
  };
  final_awaiter final_suspend() noexcept { return {}; }
  void unhandled_exception();
  template <typename T> awaitable<T, Executor> await_transform(awaitable<T, Executor> a) const { return a; }
  value_awaiter<any_io_executor> await_transform(this_coro::executor_t) noexcept;
  value_awaiter<cancellation_state> await_transform(this_coro::cancellation_state_t) noexcept;
};
template <typename T, typename Executor> class awaitable_frame : public awaitable_frame_base<Executor> {
public:
  awaitable<T, Executor> get_return_object() noexcept;
  template <typename U> void return_value(U &&u) { std::abort(); }
};
template <typename Executor> class awaitable_frame<void, Executor> : public awaitable_frame_base<Executor> {
public:
  awaitable<void, Executor> get_return_object();
  void return_void();
};
// What an initiating function returns for a completion token.
template <typename Token, typename... Args> struct initiation {
  using type = void;
};
template <> struct initiation<use_awaitable_t<>> {
  using type = awaitable<void>;
};
template <typename R> struct initiation<use_awaitable_t<>, R> {
  using type = awaitable<R>;
};
template <> struct initiation<redirect_error_t<use_awaitable_t<>>> {
  using type = awaitable<void>;
};
template <typename R> struct initiation<redirect_error_t<use_awaitable_t<>>, R> {
  using type = awaitable<R>;
};
template <typename... R> struct initiation<as_tuple_t<use_awaitable_t<>>, R...> {
  using type = awaitable<std::tuple<error_code, R...>>;
};
template <> struct initiation<use_future_t<>> {
  using type = std::future<void>;
};
template <typename Token, typename... R> using result = typename initiation<std::remove_cvref_t<Token>, R...>::type;
} // namespace detail

class io_context {
public:
  class executor_type {
  public:
    template <typename F> void execute(F &&f) const { std::abort(); }
    operator any_io_executor() const;
  };
  io_context();
  ~io_context();
  executor_type get_executor() noexcept;
  std::size_t run();
  template <typename Rep, typename Period> std::size_t run_for(const std::chrono::duration<Rep, Period> &rel_time) { std::abort(); }
  void stop();
};
class thread_pool {
public:
  explicit thread_pool(std::size_t num_threads);
  ~thread_pool();
  any_io_executor get_executor() noexcept;
  void join();
};
template <typename Context, typename Token> detail::result<Token> post(Context &&ctx, Token &&token) { std::abort(); }
template <typename Context, typename Token> detail::result<Token> dispatch(Context &&ctx, Token &&token) { std::abort(); }
template <typename Context, typename T, typename Executor>
void co_spawn(Context &&ctx, awaitable<T, Executor> a, detached_t token) {
  std::abort();
}
template <typename Context, typename T, typename Executor>
awaitable<T> co_spawn(Context &&ctx, awaitable<T, Executor> a, use_awaitable_t<> token) {
  std::abort();
}
template <typename Context, typename T, typename Executor>
std::future<T> co_spawn(Context &&ctx, awaitable<T, Executor> a, use_future_t<> token) {
  std::abort();
}
template <typename Context, typename T, typename Executor, typename Handler>
auto co_spawn(Context &&ctx, awaitable<T, Executor> a, Handler &&token) -> decltype(token(std::exception_ptr()), void()) {
  std::abort();
}
template <typename Context, typename F, typename Token>
auto co_spawn(Context &&ctx, F &&f, Token &&token) -> decltype(co_spawn(ctx, f(), token)) {
  std::abort();
}

template <typename Clock> class basic_waitable_timer {
public:
  using duration = typename Clock::duration;
  using time_point = typename Clock::time_point;
  template <typename Context> explicit basic_waitable_timer(const Context &ctx) { std::abort(); }
  explicit basic_waitable_timer(io_context &ctx);
  basic_waitable_timer(basic_waitable_timer &&);
  ~basic_waitable_timer();
  any_io_executor get_executor() noexcept;
  std::size_t cancel();
  std::size_t expires_after(const duration &expiry_time);
  std::size_t expires_at(const time_point &expiry_time);
  time_point expiry() const;
  void wait();
  template <typename Token> detail::result<Token> async_wait(Token &&token) { std::abort(); }
};
using steady_timer = basic_waitable_timer<std::chrono::steady_clock>;
struct mutable_buffer {};
template <typename... A> mutable_buffer buffer(A &&...data) { return {}; }
template <typename Protocol> class basic_stream_socket {
public:
  explicit basic_stream_socket(io_context &ctx);
  explicit basic_stream_socket(const any_io_executor &ex);
  basic_stream_socket(basic_stream_socket &&other) noexcept;
  basic_stream_socket &operator=(basic_stream_socket &&other);
  ~basic_stream_socket();
  any_io_executor get_executor() noexcept;
  bool is_open() const;
  void close();
  void close(error_code &ec);
  template <typename Endpoint> void connect(const Endpoint &endpoint) { std::abort(); }
  template <typename Buffers> std::size_t read_some(const Buffers &buffers) { std::abort(); }
  template <typename Buffers, typename Token> detail::result<Token, std::size_t> async_read_some(const Buffers &, Token &&token) {
    std::abort();
  }
  template <typename Endpoint, typename Token> detail::result<Token> async_connect(const Endpoint &, Token &&token) {
    std::abort();
  }
};
template <typename Protocol> class basic_socket_acceptor {
public:
  any_io_executor get_executor() noexcept;
  basic_stream_socket<Protocol> accept();
  template <typename Token> detail::result<Token, basic_stream_socket<Protocol>> async_accept(Token &&token) { std::abort(); }
};
namespace ip {
class tcp {
public:
  class endpoint {};
  using socket = basic_stream_socket<tcp>;
  using acceptor = basic_socket_acceptor<tcp>;
};
} // namespace ip
template <typename Stream, typename Buffers, typename Token>
detail::result<Token, std::size_t> async_write(Stream &s, const Buffers &buffers, Token &&token) {
  std::abort();
}
template <typename Stream, typename Buffers, typename Token>
detail::result<Token, std::size_t> async_read(Stream &s, const Buffers &buffers, Token &&token) {
  std::abort();
}
template <typename Stream, typename Buffers> std::size_t write(Stream &s, const Buffers &buffers) { std::abort(); }
template <typename Stream, typename Buffers> std::size_t read(Stream &s, const Buffers &buffers) { std::abort(); }
namespace experimental::awaitable_operators {
template <typename T, typename U, typename Executor>
awaitable<std::variant<std::monostate, std::monostate>, Executor> operator||(awaitable<T, Executor> t, awaitable<U, Executor> u) {
  std::abort();
}
template <typename Executor> awaitable<void, Executor> operator&&(awaitable<void, Executor> t, awaitable<void, Executor> u) {
  std::abort();
}
} // namespace experimental::awaitable_operators
} // namespace asio
namespace std {
template <typename T, typename Executor, typename... Args> struct coroutine_traits<asio::awaitable<T, Executor>, Args...> {
  typedef asio::detail::awaitable_frame<T, Executor> promise_type;
};
} // namespace std
