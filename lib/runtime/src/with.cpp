#include "async/with.hpp"

#include "async/report.hpp"

namespace async::detail {

void report_close_failed(const std::exception_ptr &thrown, std::source_location where) {
  emit({.kind = report_kind::exception_lost,
        .message = "closing a resource failed after the work with it had failed too: " + sentence_of(thrown),
        .where = where});
}

} // namespace async::detail
