// Replaces calls of the C library that block a thread, in programs that link this file (target
// AsyncTidy::runtime_blocking_calls). In a task under virtual time such a call returns at once as if it had lasted: it
// lets virtual time pass and is reported as `loop-blocked`. Everywhere else it is the C library's.

#include "async/driver.hpp"
#include "async/report.hpp"
#include "async/scheduler.hpp"

#include <cerrno>
#include <chrono>
#include <ctime>
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <string>
#include <unistd.h>

namespace {

using async::duration;

/// The virtual time under which a task runs on this thread; null when there is none.
async::virtual_time_driver *virtual_time() {
  async::scheduler *const loop = async::scheduler::current();
  return loop && loop->running() ? dynamic_cast<async::virtual_time_driver *>(&loop->drives()) : nullptr;
}

/// The function of the C library that ours, \p name, stands before.
template <class Function> Function *next(const char *name) {
  return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

/// In the largest unit of which it is a whole number.
std::string in_words(duration length) {
  using namespace std::chrono_literals;
  struct unit {
    duration size;
    const char *name;
  };
  for (const unit &each : {unit{1s, " s"}, unit{1ms, " ms"}, unit{1us, " us"}})
    if (length % each.size == duration::zero())
      return std::to_string(length / each.size) + each.name;
  return std::to_string(length.count()) + " ns";
}

void report(const char *call, const std::string &how_long) {
  const async::detail::task_record &task = *async::scheduler::current()->running();
  async::emit({.kind = async::report_kind::loop_blocked,
               .message = task.description() + " called " + call + ", which blocks the thread of its loop " + how_long,
               .where = task.leaf->latest_place()});
}

/// The call \p call would have blocked for \p length.
void pass(async::virtual_time_driver &time, const char *call, duration length) {
  if (length <= duration::zero())
    return;
  time.advance(length);
  report(call, "for " + in_words(length));
}

duration length_of(const timespec &time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

bool is_valid(const timespec &time) { return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < 1'000'000'000; }

timespec as_timespec(duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {static_cast<time_t>(seconds.count()), static_cast<long>((time - seconds).count())};
}

bool shows_virtual_time(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME;
}

/// A wait that no thread ends before \p until, for under virtual time no thread is as fast as that.
int time_out(async::virtual_time_driver &time, const char *call, pthread_mutex_t *mutex, const timespec &until) {
  if (!is_valid(until))
    return EINVAL;
  pthread_mutex_unlock(mutex); // other threads may have it meanwhile
  pass(time, call, length_of(until) - time.now().time_since_epoch());
  pthread_mutex_lock(mutex);
  return ETIMEDOUT;
}

} // namespace

extern "C" {

/// Under virtual time the clocks show it, counted from their epoch: otherwise a thread that waits until a time would
/// wait again.
int clock_gettime(clockid_t clock, timespec *now) noexcept {
  if (shows_virtual_time(clock))
    if (const async::virtual_time_driver *time = virtual_time()) {
      *now = as_timespec(time->now().time_since_epoch());
      return 0;
    }
  static auto *const real = next<decltype(::clock_gettime)>("clock_gettime");
  return real(clock, now);
}

int nanosleep(const timespec *length, timespec *left) {
  if (async::virtual_time_driver *time = virtual_time(); time && is_valid(*length)) {
    pass(*time, "nanosleep", length_of(*length));
    return 0;
  }
  static auto *const real = next<decltype(::nanosleep)>("nanosleep");
  return real(length, left);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec *length, timespec *left) {
  if (async::virtual_time_driver *time = virtual_time(); time && is_valid(*length) && shows_virtual_time(clock)) {
    const bool until = flags & TIMER_ABSTIME;
    pass(*time, "clock_nanosleep", length_of(*length) - (until ? time->now().time_since_epoch() : duration::zero()));
    return 0;
  }
  static auto *const real = next<decltype(::clock_nanosleep)>("clock_nanosleep");
  return real(clock, flags, length, left);
}

int usleep(useconds_t length) {
  if (async::virtual_time_driver *time = virtual_time()) {
    pass(*time, "usleep", std::chrono::microseconds(length));
    return 0;
  }
  static auto *const real = next<decltype(::usleep)>("usleep");
  return real(length);
}

unsigned sleep(unsigned length) {
  if (async::virtual_time_driver *time = virtual_time()) {
    pass(*time, "sleep", std::chrono::seconds(length));
    return 0;
  }
  static auto *const real = next<decltype(::sleep)>("sleep");
  return real(length);
}

/// Under virtual time only what is ready at once comes before the timeout. Without a timeout it is reported, and waits.
int poll(pollfd *watched, nfds_t count, int timeout) {
  static auto *const real = next<decltype(::poll)>("poll");
  async::virtual_time_driver *const time = virtual_time();
  if (!time || timeout == 0)
    return real(watched, count, timeout);
  const int ready = real(watched, count, 0);
  if (ready != 0)
    return ready;
  if (timeout > 0) {
    pass(*time, "poll", std::chrono::milliseconds(timeout));
    return 0;
  }
  report("poll", "without a limit");
  return real(watched, count, timeout);
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const timespec *until) {
  if (async::virtual_time_driver *time = virtual_time())
    return time_out(*time, "pthread_cond_timedwait", mutex, *until);
  static auto *const real = next<decltype(::pthread_cond_timedwait)>("pthread_cond_timedwait");
  return real(condition, mutex, until);
}

int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock, const timespec *until) {
  if (async::virtual_time_driver *time = virtual_time())
    return time_out(*time, "pthread_cond_clockwait", mutex, *until);
  static auto *const real = next<decltype(::pthread_cond_clockwait)>("pthread_cond_clockwait");
  return real(condition, mutex, clock, until);
}

} // extern "C"
