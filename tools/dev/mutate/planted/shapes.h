// What planted bugs use: a condition, an event, a lock for coroutines and others, in shapes that are not those of this
// project's runtime. Included first in every translation unit that is measured.
#pragma once

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

inline std::mutex planted_mutex, planted_other_mutex;
inline int planted_size() {
  std::lock_guard<std::mutex> guard(planted_mutex);
  return 0;
}

inline std::vector<int> planted_numbers;
inline void planted_grow() { planted_numbers.push_back(0); }

inline int planted_count = 0;
inline void planted_bump() { ++planted_count; }

inline void planted_nap_3() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
inline void planted_nap_2() { planted_nap_3(); }
inline void planted_nap() { planted_nap_2(); }
void planted_nap_elsewhere(); // planted/nap-*.cpp

inline std::promise<int> planted_answer;
inline int planted_ask() { return planted_answer.get_future().get(); }

bool planted_is_over(); // nowhere: it may be either

/// Can be awaited; outcome() is the same for threads.
struct planted_job {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) { waiting = handle; }
  int await_resume() { return result; }
  int outcome() {
    std::unique_lock<std::mutex> lock(mutex);
    done.wait(lock, [this] { return is_done; });
    return result;
  }
  void finish(int value) {
    std::lock_guard<std::mutex> lock(mutex);
    result = value;
    is_done = true;
    done.notify_all();
  }

  std::mutex mutex;
  std::condition_variable done;
  bool is_done = false;
  int result = 0;
  std::coroutine_handle<> waiting;
};
inline planted_job planted_work;

/// Wakes those that wait at the moment, and remembers nothing.
struct planted_signal {
  struct arrival {
    planted_signal &of;
    std::coroutine_handle<> handle;
    arrival *next;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> from) {
      handle = from;
      next = std::exchange(of.first, this);
    }
    void await_resume() const noexcept {}
  };
  arrival news() { return {*this, {}, nullptr}; }
  void announce() {
    for (arrival *each = std::exchange(first, nullptr); each;)
      std::exchange(each, each->next)->handle.resume();
  }
  void announce_one() {
    if (arrival *each = first) {
      first = each->next;
      each->handle.resume();
    }
  }
  arrival *first = nullptr;
};
inline planted_signal planted_news;
inline std::deque<int> planted_orders;
inline void planted_order(int number) {
  planted_orders.push_back(number);
  planted_news.announce();
}

/// Is awaited itself, until it is up.
struct planted_flag {
  struct visit {
    planted_flag &of;
    std::coroutine_handle<> handle;
    visit *next;
    bool await_ready() const noexcept { return of.is_up; }
    void await_suspend(std::coroutine_handle<> from) {
      handle = from;
      next = std::exchange(of.first, this);
    }
    void await_resume() const noexcept {}
  };
  visit operator co_await() noexcept { return {*this, {}, nullptr}; }
  void lower() { is_up = false; }
  void raise() {
    is_up = true;
    for (visit *each = std::exchange(first, nullptr); each;)
      std::exchange(each, each->next)->handle.resume();
  }
  bool is_up = true;
  visit *first = nullptr;
};
inline planted_flag planted_idle;

/// A lock for coroutines: awaiting enter() gives a pass, whose destructor leaves.
struct planted_turnstile {
  class pass {
  public:
    explicit pass(planted_turnstile &from) : of(&from) {}
    pass(pass &&other) noexcept : of(std::exchange(other.of, nullptr)) {}
    ~pass() {
      if (of)
        of->leave();
    }

  private:
    planted_turnstile *of;
  };
  struct turn {
    planted_turnstile &of;
    std::coroutine_handle<> handle;
    turn *next;
    bool await_ready() noexcept { return !std::exchange(of.taken, true); }
    void await_suspend(std::coroutine_handle<> from) {
      handle = from;
      next = std::exchange(of.first, this);
    }
    pass await_resume() noexcept { return pass(of); }
  };
  turn enter() { return {*this, {}, nullptr}; }
  void leave() {
    if (turn *each = first) {
      first = each->next;
      each->handle.resume();
    } else {
      taken = false;
    }
  }
  bool taken = false;
  turn *first = nullptr;
};
inline planted_turnstile planted_door;

// The same under the names that are usual.

struct planted_condition {
  auto wait() { return in.news(); }
  void notify_one() { in.announce_one(); }
  void notify_all() { in.announce(); }

private:
  planted_signal in;
};
inline planted_condition planted_changed;
inline std::deque<int> planted_items;
inline void planted_push(int number) {
  planted_items.push_back(number);
  planted_changed.notify_all();
}

struct planted_event {
  auto operator co_await() noexcept { return in.operator co_await(); }
  void reset() { in.lower(); }
  void set() { in.raise(); }

private:
  planted_flag in;
};
inline planted_event planted_ready;

struct planted_async_mutex {
  auto lock() { return in.enter(); }
  void unlock() { in.leave(); }

private:
  planted_turnstile in;
};
inline planted_async_mutex planted_async_lock;

/// Runs by itself. Its exception ends with it.
struct planted_detached {
  struct promise_type {
    std::exception_ptr error;
    planted_detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }
  };
};
