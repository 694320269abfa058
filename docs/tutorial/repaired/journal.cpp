#include "journal.h"

namespace jobs {

using boost::asio::awaitable;

awaitable<boost::system::error_code> journal::open(std::string path) {
  auto lock = co_await mutex_.scoped_lock();
  file_.open(path, std::ios::app); // NOLINT(async-blocking-call): a local file, once, before anybody is served
  if (!file_)
    co_return make_error_code(boost::system::errc::io_error);
  co_return boost::system::error_code();
}

awaitable<void> journal::record(job_id id, std::string kind) {
  auto lock = co_await mutex_.scoped_lock();
  file_ << id << ' ' << kind << std::endl;
}

} // namespace jobs
