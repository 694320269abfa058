// RUN: %check_async async-blocking-wait %s
// The waits of libraries for their own work, and beside each what is silent.

#include "task.h"

#include <utility>

task<int> number();

namespace cppcoro {
template <class A> int sync_wait(A &&awaitable);
struct io_service {
  unsigned long long process_events();
};
} // namespace cppcoro
namespace coro {
template <class A> int sync_wait(A &&awaitable);
}
namespace folly {
template <class T> class [[nodiscard]] SemiFuture {
public:
  T get() &&;
  bool isReady() const;
};
class EventBase {
public:
  void loopForever();
};
namespace coro {
template <class A> int blockingWait(A &&awaitable);
}
} // namespace folly
namespace async_simple {
template <class T> class Future {
public:
  T get();
  bool hasResult() const;
};
namespace coro {
template <class L> int syncAwait(L &&lazy);
}
} // namespace async_simple
namespace unifex {
namespace _sync_wait_cpo {
struct _fn {
  template <class S> int operator()(S &&sender) const;
};
} // namespace _sync_wait_cpo
inline constexpr _sync_wait_cpo::_fn sync_wait{};
} // namespace unifex
namespace stdexec {
struct sync_wait_t {
  template <class S> int operator()(S &&sender) const;
};
inline constexpr sync_wait_t sync_wait{};
} // namespace stdexec
namespace QCoro {
template <class T> T waitFor(task<T> &&t);
}
namespace concurrencpp {
template <class T> class result {
public:
  void wait();
  T get();
};
} // namespace concurrencpp
class QFutureInterfaceBase {};
template <class T> class QFuture {
public:
  void waitForFinished();
  T result() const;
};
class QEventLoop {
public:
  int exec(int flags = 0);
};
namespace boost::asio {
class io_context {
public:
  unsigned long run();
  unsigned long poll();
};
class thread_pool {
public:
  void join();
};
} // namespace boost::asio

task<> for_a_task() {
  cppcoro::sync_wait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sync_wait' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'sync_wait' blocks the calling thread until the awaitable has completed (cppcoro README, sync_wait())
  coro::sync_wait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sync_wait' blocks the thread
  folly::coro::blockingWait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'blockingWait' blocks the thread
  async_simple::coro::syncAwait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'syncAwait' blocks the thread
  unifex::sync_wait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sync_wait' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'sync_wait' blocks the calling thread until the sender has completed (unifex/sync_wait.hpp)
  stdexec::sync_wait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sync_wait' blocks the thread
  QCoro::waitFor(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitFor' blocks the thread
  co_await number();
}

task<> for_a_future(folly::SemiFuture<int> f, async_simple::Future<int> a, QFuture<int> q, concurrencpp::result<int> r) {
  (void)std::move(f).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'get' blocks the thread
  a.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' blocks the thread
  q.waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitForFinished' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'waitForFinished' blocks until the computation has ended (Qt documentation, QFuture::waitForFinished())
  r.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'wait' blocks until the result is ready (concurrencpp README, Result objects)
  co_return;
}

task<int> that_is_ready(async_simple::Future<int> a, QFuture<int> q, concurrencpp::result<int> r) {
  if (a.hasResult())
    a.get();
  co_return q.result() + r.get(); // co_await has waited for them
}

task<> nested_loops(cppcoro::io_service &s, folly::EventBase &e, QEventLoop &q, boost::asio::io_context &i, boost::asio::thread_pool &p) {
  s.process_events();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'process_events' runs an event loop
  e.loopForever();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'loopForever' runs an event loop
  q.exec();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'exec' runs an event loop on the thread of this coroutine
  i.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'run' runs an event loop on the thread of this coroutine
  i.poll();
  p.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'join' blocks the thread
  co_await number();
}
