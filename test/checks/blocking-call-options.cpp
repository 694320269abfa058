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
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this lock blocks the thread of this coroutine while another holder has it [async-blocking-call]
  }
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this lock blocks the thread
  m.unlock();
  if (m.try_lock())
    m.unlock();
  auto guard = co_await async_mutex.scoped_lock();
  (void)::read(fd, buffer, 3);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'read' blocks the thread of this coroutine unless its descriptor or object is non-blocking
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: 'read' waits for data, unless the descriptor is nonblocking (read(2), readv(2), pread(2))
}

void no_coroutine(int fd, char *buffer) {
  std::lock_guard guard(m);
  (void)::read(fd, buffer, 3);
}
