// RUN: %check_async async-lock-order,async-self-deadlock %s
// RUN: %check_async async-lock-order,async-self-deadlock %s --likely

// Locks for coroutines as libraries have them: the operations have other names, and the holders' destructors are only declared.

#include "tasks.h"

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

// The units of a semaphore, which a free function gives.
namespace larch {
class units {
public:
  units(units &&) noexcept;
  units &operator=(units &&) noexcept;
  ~units();
  void return_all() noexcept;
  std::size_t count() const noexcept;
};
class semaphore {
public:
  explicit semaphore(std::size_t count);
};
alder::future<units> get_units(semaphore &, std::size_t);
alder::future<units> get_units(semaphore &, std::size_t, std::chrono::milliseconds);

// Readers and writers.
class rwlock {
public:
  class holder {
  public:
    holder(holder &&) noexcept;
    ~holder();
  };
  alder::future<holder> hold_read_lock();
  alder::future<holder> hold_write_lock();
};
} // namespace larch

// A lock with a guard of its own, awaited through the promise.
namespace rowan {
template <class T> class job;
class baton_lock;
class [[nodiscard]] hold {
public:
  hold(hold &&) noexcept;
  ~hold();
  explicit operator bool() const;

private:
  baton_lock *lock_;
};
template <class T> struct lock_request {
  T value;
};
class baton_lock {
public:
  auto coScopedLock() { return request{this}; }
  void unlock() noexcept;

private:
  struct request {
    baton_lock *lock;
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<>) noexcept;
    hold await_resume() noexcept;
  };
};
// Only the name tells that it is a lock.
class opaque {
public:
  class permission;
};
class pass {
public:
  pass(pass &&) noexcept;
  ~pass();
};
struct pass_request {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  pass await_resume() noexcept;
};
class turnstile {
public:
  pass_request acquire();
};

// What is no lock: a listener's sockets, a pool's connections.
class socket {
public:
  socket(socket &&) noexcept;
  ~socket();
  int native_handle() const;
};
struct socket_request {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  socket await_resume() noexcept;
};
class listener {
public:
  socket_request accept();
  socket_request acquire_lock();
};
struct bare {
  bare(bare &&) noexcept;
  ~bare();
};
struct bare_request {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  bare await_resume() noexcept;
};
class door {
public:
  bare_request accept();
};
} // namespace rowan

// A lock that is given back by hand.
namespace yew {
struct operation {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
class semaphore {
public:
  explicit semaphore(int count);
  operation acquire();
  void release();
};
} // namespace yew

namespace through_calls {
class log {
public:
  larch::semaphore apply{1};
  alder::future<> add(std::string) {
    auto units = co_await get_units(apply, 1);
  }
};
class worker {
  log &log_;
  larch::semaphore staging_{1};

public:
  explicit worker(log &l) : log_(l) {}
  alder::future<> create() {
    auto lock = co_await get_units(staging_, 1);
    co_await log_.add("x");
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'log::apply' can be locked here while 'worker::staging_' is held, and elsewhere in the opposite order, so two tasks can deadlock [async-lock-order]
  }
  alder::future<> create_well() {
    auto lock = co_await get_units(staging_, 1);
    lock.return_all();
    co_await log_.add("x");
  }
  alder::future<> observe() {
    auto first = co_await get_units(log_.apply, 1);
    auto second = co_await get_units(staging_, 1);
  }
};
} // namespace through_calls

namespace readers {
class store {
  larch::rwlock index_, data_;

  birch::lazy<int> put() {
    auto one = co_await index_.hold_write_lock();
    auto two = co_await data_.hold_write_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'store::data_' can be locked here while 'store::index_' is held
    co_return 1;
  }
  birch::lazy<int> get() {
    auto one = co_await data_.hold_read_lock();
    auto two = co_await index_.hold_read_lock();
    co_return 1;
  }
};
class only_readers {
  larch::rwlock index_, data_;

  birch::lazy<int> one() {
    auto first = co_await index_.hold_read_lock();
    auto second = co_await data_.hold_read_lock();
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await data_.hold_read_lock();
    auto second = co_await index_.hold_read_lock();
    co_return 1;
  }
};
} // namespace readers

namespace capitals {
rowan::baton_lock a, b;
birch::lazy<int> one() {
  auto first = co_await a.coScopedLock();
  auto second = co_await b.coScopedLock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'capitals::b' can be locked here while 'capitals::a' is held
  co_return 1;
}
birch::lazy<int> other() {
  auto first = co_await b.coScopedLock();
  auto second = co_await a.coScopedLock();
  co_return 1;
}
birch::lazy<int> again() {
  auto first = co_await a.coScopedLock();
  auto second = co_await a.coScopedLock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'capitals::a' is locked again by the task that holds it, which then waits for itself indefinitely [async-self-deadlock]
  co_return 1;
}
} // namespace capitals

// A helper gives the guard, as a coroutine or as a plain function; a guard is assigned later.
namespace helpers {
class table {
  larch::semaphore rows_{1}, columns_{1};

  alder::future<larch::units> rows() { return get_units(rows_, 1); }
  birch::lazy<larch::units> columns() { co_return co_await get_units(columns_, 1); }

  birch::lazy<int> one() {
    auto first = co_await rows();
    std::optional<larch::units> second;
    second = co_await columns();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'table::columns_' can be locked here while 'table::rows_' is held
    co_return 1;
  }
  birch::lazy<int> other() {
    std::optional<larch::units> first;
    first.emplace(co_await columns());
    auto second = co_await rows();
    co_return 1;
  }
};
class released {
  larch::semaphore rows_{1}, columns_{1};

  birch::lazy<int> one() {
    std::optional<larch::units> first(co_await get_units(rows_, 1));
    first.reset();
    auto second = co_await get_units(columns_, 1);
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await get_units(columns_, 1);
    auto moved = std::move(first);
    moved = co_await get_units(columns_, 1);
    moved.return_all();
    auto second = co_await get_units(rows_, 1);
    co_return 1;
  }
};
} // namespace helpers

// A semaphore of many excludes nobody; one of unknown size may.
namespace sizes {
class many {
  larch::semaphore reads_{16}, writes_{16};

  birch::lazy<int> one() {
    auto first = co_await get_units(reads_, 1);
    auto second = co_await get_units(writes_, 1);
    auto third = co_await get_units(writes_, 1);
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await get_units(writes_, 1);
    auto second = co_await get_units(reads_, 1);
    co_return 1;
  }
};
class all_of_many {
  larch::semaphore reads_{16}, writes_;

  all_of_many() : writes_(4) {}
  birch::lazy<int> one() {
    auto first = co_await get_units(reads_, 16);
    auto second = co_await get_units(writes_, 4);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'all_of_many::writes_' can be locked here while 'all_of_many::reads_' is held
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await get_units(writes_, 4);
    auto second = co_await get_units(reads_, 1);
    co_return 1;
  }
};
class unknown {
  larch::semaphore reads_, writes_;
  explicit unknown(std::size_t count) : reads_(count), writes_(count) {}
  birch::lazy<int> one() {
    auto first = co_await get_units(reads_, 1);
    auto second = co_await get_units(writes_, 1);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'unknown::writes_' can be locked here while 'unknown::reads_' is held
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await get_units(writes_, 1);
    auto second = co_await get_units(reads_, 1);
    co_return 1;
  }
  birch::lazy<int> again() {
    auto first = co_await get_units(writes_, 1);
    auto second = co_await get_units(writes_, 1);
    co_return 1;
  }
};
class with_deadline {
  larch::semaphore reads_{1}, writes_{1};
  birch::lazy<int> one() {
    auto first = co_await get_units(reads_, 1);
    auto second = co_await get_units(writes_, 1, std::chrono::milliseconds(5));
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await get_units(writes_, 1);
    auto second = co_await get_units(reads_, 1);
    co_return 1;
  }
};
} // namespace sizes

namespace by_name {
rowan::turnstile a, b;
birch::lazy<int> one() {
  auto first = co_await a.acquire();
  auto second = co_await b.acquire();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'by_name::b' can be locked here while 'by_name::a' is held
  co_return 1;
}
birch::lazy<int> other() {
  auto first = co_await b.acquire();
  auto second = co_await a.acquire();
  co_return 1;
}
} // namespace by_name

// The end of a member gives back; a permit without a destructor of its own. A book that is borrowed is of use itself.
namespace member_ends {
struct gives_back {
  void operator()(int *) const;
};
class permit {
public:
  explicit permit(std::unique_ptr<int, gives_back> in);
  void release() noexcept;

private:
  std::unique_ptr<int, gives_back> in_;
};
class book {
public:
  int page() const;
  void release() noexcept;

private:
  std::unique_ptr<int, gives_back> in_;
};
class number { // nothing ends with it
public:
  number(number &&) noexcept;
  void release() noexcept;

private:
  int at_;
};
template <class Given> struct request {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  Given await_resume() noexcept;
};
template <class Given> class lock {
public:
  request<Given> acquire();
};
lock<permit> a, b;
lock<book> c;
lock<number> d;
birch::lazy<int> one() {
  auto first = co_await a.acquire();
  auto second = co_await b.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'member_ends::b' can be locked here while 'member_ends::a' is held
  co_return 1;
}
birch::lazy<int> other() {
  auto first = co_await b.acquire();
  auto second = co_await a.acquire();
  auto third = co_await a.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'member_ends::a' is locked again by the task that holds it
  co_return 1;
}
birch::lazy<int> nothing() {
  auto first = co_await c.acquire();
  auto second = co_await c.acquire();
  auto third = co_await d.acquire();
  auto fourth = co_await d.acquire();
  co_return 1;
}
} // namespace member_ends

// A guard of the standard library that a helper gives.
namespace standard_guards {
class sequencer {
public:
  birch::lazy<std::unique_lock<sequencer>> co_scoped_lock();
  void unlock() noexcept;
};
class table {
  sequencer rows_, columns_;

  birch::lazy<std::unique_lock<sequencer>> rows() { co_return co_await rows_.co_scoped_lock(); }
  birch::lazy<std::unique_lock<sequencer>> columns() {
    auto guard = co_await columns_.co_scoped_lock();
    co_return guard;
  }
  birch::lazy<int> one() {
    auto first = co_await rows();
    auto second = co_await columns();
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'table::columns_' can be locked here while 'table::rows_' is held
    co_return 1;
  }
  birch::lazy<int> other() {
    auto first = co_await columns();
    auto second = co_await rows();
    auto third = co_await columns_.co_scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'table::columns_' is locked again by the task that holds it
    co_return 1;
  }
  birch::lazy<int> one_after_the_other() {
    auto first = co_await columns();
    first.unlock();
    auto second = co_await rows();
    second.unlock();
    auto third = co_await columns_.co_scoped_lock();
    co_return 1;
  }
};
} // namespace standard_guards

namespace no_locks {
rowan::listener a, b;
rowan::door c, d;
birch::lazy<int> one() {
  auto first = co_await a.accept();
  auto second = co_await b.accept();
  auto third = co_await c.accept();
  auto fourth = co_await d.accept();
  auto fifth = co_await a.acquire_lock();
  auto sixth = co_await b.acquire_lock();
  co_return 1;
}
birch::lazy<int> other() {
  auto first = co_await b.accept();
  auto second = co_await a.accept();
  auto third = co_await d.accept();
  auto fourth = co_await c.accept();
  auto fifth = co_await b.acquire_lock();
  auto sixth = co_await a.acquire_lock();
  co_return 1;
}
} // namespace no_locks

namespace by_hand {
yew::semaphore a{1}, b{1}, items{1}, spaces{1};
birch::lazy<int> one() {
  co_await a.acquire();
  co_await b.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'by_hand::b' can be locked here while 'by_hand::a' is held
  b.release();
  a.release();
  co_return 1;
}
birch::lazy<int> other() {
  co_await b.acquire();
  co_await a.acquire();
  a.release();
  b.release();
  co_return 1;
}
// A signal: one task takes what another one gives.
birch::lazy<int> produce() {
  co_await spaces.acquire();
  items.release();
  co_return 1;
}
birch::lazy<int> consume() {
  co_await items.acquire();
  spaces.release();
  co_return 1;
}
} // namespace by_hand

// A virtual call is followed to the functions that can be meant.
namespace overriders {
larch::semaphore registry{1};
class sink {
public:
  virtual ~sink() = default;
  virtual birch::lazy<int> put() = 0;
};
class file : public sink {
public:
  birch::lazy<int> put() override {
    auto lock = co_await get_units(registry, 1);
    co_return 1;
  }
};
class nothing : public sink {
public:
  birch::lazy<int> put() override { co_return 0; }
};
class journal {
  larch::semaphore entries_{1};

  birch::lazy<int> flush(sink &to) {
    auto lock = co_await get_units(entries_, 1);
    co_return co_await to.put();
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'overriders::registry' can be locked here while 'journal::entries_' is held
  }
  birch::lazy<int> close() {
    auto lock = co_await get_units(registry, 1);
    auto entries = co_await get_units(entries_, 1);
    co_return 1;
  }
};
} // namespace overriders
