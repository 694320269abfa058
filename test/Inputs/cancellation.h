// Libraries that tell a task of its cancellation in different ways, under invented names: see cancellation.yaml.
//
//   fir  throws fir::cancelled, which has no base; its awaits of tasks may throw
//   ash  throws ash::stopped, a std::exception
//   oak  throws oak::system_error, or gives oak::error_code, both for errors too
//   yew  has no exceptions for cancellation
#pragma once
#include <coroutine>
#include <exception>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

namespace grove {

struct promise_base {
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception() { error = std::current_exception(); }
  std::exception_ptr error;
};
template <class T> struct awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};

} // namespace grove

#define DEFINE_TASK                                                                                                    \
  template <class T = void> class task {                                                                               \
  public:                                                                                                              \
    struct promise_type : grove::promise_base {                                                                        \
      task get_return_object();                                                                                        \
      template <class U = T> void return_value(U &&);                                                                  \
    };                                                                                                                 \
    task(task &&) noexcept;                                                                                            \
    task &operator=(task &&) noexcept;                                                                                 \
    ~task() {                                                                                                          \
      if (handle_)                                                                                                     \
        handle_.destroy();                                                                                             \
    }                                                                                                                  \
    grove::awaiter<T> operator co_await() const;                                                                       \
                                                                                                                       \
  private:                                                                                                             \
    std::coroutine_handle<promise_type> handle_;                                                                       \
  };                                                                                                                   \
  template <> class task<void> {                                                                                       \
  public:                                                                                                              \
    struct promise_type : grove::promise_base {                                                                        \
      task get_return_object();                                                                                        \
      void return_void();                                                                                              \
    };                                                                                                                 \
    task(task &&) noexcept;                                                                                            \
    task &operator=(task &&) noexcept;                                                                                 \
    ~task() {                                                                                                          \
      if (handle_)                                                                                                     \
        handle_.destroy();                                                                                             \
    }                                                                                                                  \
    grove::awaiter<void> operator co_await() const;                                                                    \
                                                                                                                       \
  private:                                                                                                             \
    std::coroutine_handle<promise_type> handle_;                                                                       \
  };

namespace fir {

class cancelled {};
DEFINE_TASK

struct calm { // its await_resume throws nothing
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume() noexcept;
};
struct instant { // it never suspends
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
template <class T> task<T> shield(task<T>);
template <class F> void spawn(F &&) {}
struct token {
  bool stop_requested() const;
};
class event {
public:
  grove::awaiter<void> operator co_await() const;
};

} // namespace fir

namespace ash {

struct stopped : std::exception {};
DEFINE_TASK

} // namespace ash

namespace oak {

class error_code {
public:
  int value() const;
  std::string message() const;
  explicit operator bool() const;
  friend bool operator==(const error_code &, const error_code &);
};
class system_error : public std::exception {
public:
  error_code code() const;
};
extern const error_code aborted, ended, timed_out;
DEFINE_TASK
struct redirect {
  error_code &code;
};
redirect redirected(error_code &code);
struct as_tuple {};
class stream {
public:
  task<int> read();
  task<int> read(redirect);
  task<std::tuple<error_code, int>> read(as_tuple);
  task<> wait(redirect);
  bool is_open() const;
  void close();
};

} // namespace oak

namespace yew {

DEFINE_TASK

} // namespace yew
