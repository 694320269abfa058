#include "async/to_thread.hpp"

#include "async/detail/worker_threads.hpp"
#include "async/report.hpp"

namespace async::detail {

void thread_call::start(std::shared_ptr<thread_call> call, scheduler &loop) {
  loop.workers().run(make_job([call = std::move(call), &drives = loop.drives()]() mutable {
    call->run();
    // The call goes with the job: all that belongs to the loop dies in the loop's thread.
    drives.post([call = std::move(call)] { call->end(); });
  }));
}

void thread_call::end() {
  if (waiters_.empty() && failure())
    emit({.kind = report_kind::exception_lost,
          .message = "a call on another thread failed after the task that had waited for it was cancelled",
          .where = where_});
  waiters_.wake_all();
}

} // namespace async::detail
