// RUN: %check_async async-blocking-call %s --config='{CheckOptions: {async-blocking-call.ThreadLocks: true, async-blocking-call.Descriptors: true}}'

#include "locks.h"
#include "task.h"

#include <mutex>
#include <unistd.h>

std::mutex m;
maple::mutex async_mutex;

task<> with_both_options(int fd, char *buffer) {
  {
    std::lock_guard guard(m);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this lock blocks the thread of this coroutine until its holder releases it [async-blocking-call]
  }
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this lock blocks the thread
  m.unlock();
  if (m.try_lock())
    m.unlock();
  auto guard = co_await async_mutex.scoped_lock();
  (void)::read(fd, buffer, 3);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'read' blocks the thread of this coroutine unless its descriptor is non-blocking
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: {{.*}} (posix.yaml:{{[0-9]+}})
}

void no_coroutine(int fd, char *buffer) {
  std::lock_guard guard(m);
  (void)::read(fd, buffer, 3);
}
