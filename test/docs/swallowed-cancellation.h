#pragma once

#include <coroutine>
#include <exception>

// What the examples call `task` and `net` stands in for libraries that the models know: async-runtime.yaml, asio.yaml.
namespace async {

class cancelled {};

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

} // namespace async

namespace boost::system {

class error_code {
public:
  explicit operator bool() const;
  friend bool operator==(const error_code &, const error_code &);
};
class system_error : public std::exception {
public:
  error_code code() const;
};

} // namespace boost::system

namespace boost::asio {

namespace error {
extern const system::error_code operation_aborted;
}

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

class socket {};
class acceptor {
public:
  task<socket> accept();
  task<socket> accept(system::error_code &);
};

} // namespace boost::asio

namespace net {
using boost::asio::acceptor;
using boost::asio::socket;
using boost::asio::task;
using boost::asio::error::operation_aborted;
using boost::system::error_code;
using boost::system::system_error;
} // namespace net

using async::cancelled;
using async::task;

void log(const char *);
void start(net::socket);

struct stop_token {
  bool stop_requested() const;
};
enum class wake { timer, cancelled };
task<wake> rest(int seconds, stop_token token);

struct client {
  task<bool> try_to_connect();
  task<> beat(stop_token token);
  void publish();
  bool closing_ = false;
  task<> connect();
  task<> serve();
  task<> greet();
  task<> run();
  task<> session();
  net::task<> accept(net::acceptor &from);
};
