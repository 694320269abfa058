#include "async/stop.hpp"

#include "async/scheduler.hpp"

namespace async {

std::stop_token current_stop_token(std::source_location where) {
  return scheduler::required_task("current_stop_token", where).stop_token();
}

} // namespace async
