// Asynchronous locks of different making.
//
//   maple::mutex      scoped_lock() is awaitable and gives a guard; lock() gives nothing, one unlocks by hand
//   maple::semaphore  get_units() and free get_units(sem, n) give permits that their destructor returns to the semaphore
//   maple::latch      an event others wait for too: awaiting it gives nothing
#pragma once
#include "tasks.h"
#include <coroutine>
#include <cstddef>
#include <utility>

namespace maple {

class mutex;

class [[nodiscard]] mutex_guard {
public:
  explicit mutex_guard(mutex &m) : mutex_(&m) {}
  mutex_guard(mutex_guard &&other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
  mutex_guard &operator=(mutex_guard &&) = delete;
  ~mutex_guard();

private:
  mutex *mutex_;
};

class mutex {
public:
  class lock_operation {
  public:
    explicit lock_operation(mutex &m) : mutex_(m) {}
    bool await_ready() const noexcept { return mutex_.try_lock(); }
    bool await_suspend(std::coroutine_handle<> waiter) noexcept;
    void await_resume() const noexcept {}

  protected:
    mutex &mutex_;
  };
  class scoped_lock_operation : public lock_operation {
  public:
    using lock_operation::lock_operation;
    mutex_guard await_resume() const noexcept { return mutex_guard(mutex_); }
  };
  bool try_lock() noexcept;
  lock_operation lock() noexcept { return lock_operation(*this); }
  scoped_lock_operation scoped_lock() noexcept { return scoped_lock_operation(*this); }
  // The same as a coroutine of the library: a task that gives the guard.
  birch::lazy<mutex_guard> lock_as_task();
  void unlock() noexcept;
};
inline mutex_guard::~mutex_guard() {
  if (mutex_)
    mutex_->unlock();
}

class semaphore {
public:
  explicit semaphore(std::size_t count) : count_(count) {}
  void release(std::size_t n) noexcept { count_ += n; }
  alder::future<> wait(std::size_t n);

private:
  std::size_t count_;
};

class permits {
public:
  permits(semaphore &s, std::size_t n) noexcept : semaphore_(&s), n_(n) {}
  permits(permits &&other) noexcept : semaphore_(other.semaphore_), n_(std::exchange(other.n_, 0)) {}
  permits(const permits &) = delete;
  ~permits() { return_all(); }
  void return_all() noexcept {
    if (n_)
      semaphore_->release(n_);
    n_ = 0;
  }
  std::size_t count() const noexcept { return n_; }

private:
  semaphore *semaphore_;
  std::size_t n_;
};
alder::future<permits> get_units(semaphore &s, std::size_t n);

// Permits whose destructor releases directly.
class ticket {
public:
  explicit ticket(semaphore &s) : semaphore_(&s) {}
  ticket(ticket &&other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
  ~ticket() {
    if (semaphore_)
      semaphore_->release(1);
  }

private:
  semaphore *semaphore_;
};
alder::future<ticket> take(semaphore &s);

class latch {
public:
  bool is_set() const noexcept;
  void set() noexcept;
  bool await_ready() const noexcept { return is_set(); }
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() const noexcept {}
};

} // namespace maple
