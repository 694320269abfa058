// What the examples of docs/checks/resume-under-lock.md use.
#pragma once

#include <coroutine>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

class feed {
public:
  void subscribe(std::function<void(int)> callback);
  void changed(std::function<void(int)> callback);
  void publish(int value);
  void visit(const std::function<void(int)> &visitor);
  void set(int value);
  int get();

private:
  void notify();
  std::mutex mutex_;
  std::vector<std::function<void(int)>> callbacks_;
  std::function<void(int)> changed_;
  int value_ = 0;
};

class gate {
public:
  struct waiter {
    gate &owner;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> handle);
    void await_resume() noexcept {}
  };
  waiter operator co_await() { return {*this}; }
  void open();

private:
  std::mutex mutex_;
  bool open_ = false;
  std::vector<std::coroutine_handle<>> waiting_;
};
