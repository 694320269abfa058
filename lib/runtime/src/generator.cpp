#include "async/generator.hpp"

#include "async/errors.hpp"
#include "async/report.hpp"

namespace async::detail {

std::exception_ptr refuse_overlap(std::source_location where) {
  return std::make_exception_ptr(
      usage_error("a generator was asked for an item while another task waited for one", where));
}

void report_next_never_awaited(std::source_location where) noexcept {
  if (std::uncaught_exceptions() > 0)
    return;
  emit({.kind = report_kind::never_awaited,
        .message = "a generator was asked for an item that was never awaited, so it did not run",
        .where = where});
}

} // namespace async::detail
