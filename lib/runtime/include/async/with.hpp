#pragma once

#include "async/detail/result.hpp"
#include "async/scheduler.hpp"
#include "async/shield.hpp"
#include "async/task.hpp"

#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>

namespace async {

namespace detail {

/// Reports that closing failed after the body had failed. The body's exception is thrown.
void report_close_failed(const std::exception_ptr &thrown, std::source_location where);

template <class T, class Resource, class Body>
task<T> run_with(Resource resource, Body body, std::source_location where) {
  result<T> outcome;
  std::exception_ptr failure;
  try {
    if constexpr (std::is_void_v<T>)
      co_await body(resource);
    else
      outcome.set_value(co_await body(resource));
  } catch (...) {
    failure = std::current_exception();
  }
  std::exception_ptr close_failure;
  try {
    const shield_guard until_closed(*scheduler::current()->running());
    static_cast<void>(co_await resource.close());
  } catch (...) {
    close_failure = std::current_exception();
  }
  if (failure && close_failure)
    report_close_failed(close_failure, where);
  if (failure)
    std::rethrow_exception(std::move(failure));
  if (close_failure)
    std::rethrow_exception(std::move(close_failure));
  if constexpr (!std::is_void_v<T>)
    co_return outcome.take();
}

template <class T, class Resource, class Body>
task<T> open_and_run_with(task<Resource> opening, Body body, std::source_location where) {
  co_return co_await run_with<T, Resource, Body>(co_await std::move(opening), std::move(body), where);
}

template <class Body, class Resource>
using value_of_body = typename std::invoke_result_t<Body &, std::remove_reference_t<Resource> &>::value_type;

} // namespace detail

/// `co_await with(resource, body)` returns the result of the task `body(resource)`, and awaits `resource.close()` after
/// it on every path: value, exception and cancellation. Closing is shielded: a cancellation is delivered after it; put
/// a timeout into close() if it may take long. When body and close() both fail, the body's exception is thrown, and the
/// other one reported as `exception-lost`.
///
/// A resource that is an rvalue is moved in and kept until it is closed; an lvalue must live as long.
template <class Resource, class Body>
  requires requires(Resource &resource) { resource.close(); }
auto with(Resource &&resource, Body body, std::source_location where = std::source_location::current()) {
  using value = detail::value_of_body<Body, Resource>;
  return detail::run_with<value, Resource, Body>(std::forward<Resource>(resource), std::move(body), where)
      .made_at(where);
}

/// The same for a resource that a task returns.
template <class Resource, class Body>
auto with(task<Resource> opening, Body body, std::source_location where = std::source_location::current()) {
  using value = detail::value_of_body<Body, Resource>;
  return detail::open_and_run_with<value, Resource, Body>(std::move(opening), std::move(body), where)
      .made_at(where)
      .wrapping_tasks();
}

} // namespace async
