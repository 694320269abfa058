#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>

// `net` stands in for a library that the models know: asio.yaml.
namespace boost::system {
class system_error : public std::exception {};
} // namespace boost::system

namespace boost::asio {

namespace error {
extern const int operation_aborted;
}
struct detached_t {};
inline constexpr detached_t detached;

template <class T> struct awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};

template <class T = void> class task {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  task(task &&) noexcept;
  ~task();
  awaiter<T> operator co_await() const;
};
template <> class task<void> {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  task(task &&) noexcept;
  ~task();
  awaiter<void> operator co_await() const;
};

} // namespace boost::asio

namespace net = boost::asio;
using net::detached;

struct executor {};
template <class Token> void spawn(executor, net::task<>, Token &&) {}
void log(const char *);

// Its promise ends the program when an exception leaves its coroutine.
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception() noexcept { std::terminate(); }
  };
};

struct event {
  void set();
  net::awaiter<void> operator co_await();
};

struct server {
  net::task<> greet(int client);
  net::task<> serve_one(int client);
  fire_and_forget show(int client);
  fire_and_forget stop_one(int client);
  fire_and_forget serve_named(int client);
  executor executor_;
  net::task<> accept();
  net::task<> listen();
  net::task<> serve();
  void start();
};
