#pragma once

#include "async/detail/children.hpp"
#include "async/detail/result.hpp"
#include "async/spawn.hpp"
#include "async/task.hpp"

#include <cstddef>
#include <exception>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace async {

/// How one of several tasks ended: with a value or with an exception.
template <class T> class settled {
public:
  bool succeeded() const noexcept { return !outcome_.exception(); }

  /// The exception; null when there is a value.
  std::exception_ptr error() const noexcept { return outcome_.exception(); }

  /// Moves the value out, or throws the exception. Call once.
  value_of<T> take() { return outcome_.take(); }

  /// For when_all_settled(): from a task that has ended.
  settled(detail::spawned<T> &ended, std::source_location where) {
    try {
      outcome_.set_value(detail::take_result(ended, where));
    } catch (...) {
      outcome_.set_exception(std::current_exception());
    }
  }

private:
  detail::result<value_of<T>> outcome_;
};

namespace detail {

/// Starts each of \p works.
template <class... Ts>
std::tuple<record_ref<spawned<Ts>>...> start_all(siblings &group, const char *by_what, std::tuple<task<Ts>...> &works,
                                                 std::source_location where) {
  return std::apply(
      [&](task<Ts> &...work) {
        (check_valid(work.valid(), by_what, where), ...);
        return std::tuple<record_ref<spawned<Ts>>...>{group.start(std::move(work))...};
      },
      works);
}

template <class T>
std::vector<record_ref<spawned<T>>> start_all(siblings &group, const char *by_what, std::vector<task<T>> &works,
                                              std::source_location where) {
  for (const task<T> &work : works)
    check_valid(work.valid(), by_what, where);
  std::vector<record_ref<spawned<T>>> started;
  for (task<T> &work : works)
    started.push_back(group.start(std::move(work)));
  return started;
}

template <class... Ts> task<std::tuple<value_of<Ts>...>> run_all(std::tuple<task<Ts>...> works) {
  const std::source_location where = place_of_caller();
  siblings group("when_all", enough::failure, where);
  auto started = start_all(group, "when_all", works, where);
  co_await group.join(where);
  if (group.decisive())
    group.throw_failure();
  co_return std::apply(
      [&](const record_ref<spawned<Ts>> &...one) { return std::tuple<value_of<Ts>...>{take_result(*one, where)...}; },
      started);
}

template <class T> task<std::vector<value_of<T>>> run_all(std::vector<task<T>> works, std::source_location where) {
  siblings group("when_all", enough::failure, where);
  auto started = start_all(group, "when_all", works, where);
  co_await group.join(where);
  if (group.decisive())
    group.throw_failure();
  std::vector<value_of<T>> values;
  for (const record_ref<spawned<T>> &one : started)
    values.push_back(take_result(*one, where));
  co_return values;
}

template <class... Ts> task<std::tuple<settled<Ts>...>> run_all_settled(std::tuple<task<Ts>...> works) {
  const std::source_location where = place_of_caller();
  siblings group("when_all_settled", enough::all, where);
  auto started = start_all(group, "when_all_settled", works, where);
  co_await group.join(where);
  co_return std::apply(
      [&](const record_ref<spawned<Ts>> &...one) { return std::tuple<settled<Ts>...>{settled<Ts>(*one, where)...}; },
      started);
}

template <class T>
task<std::vector<settled<T>>> run_all_settled(std::vector<task<T>> works, std::source_location where) {
  siblings group("when_all_settled", enough::all, where);
  auto started = start_all(group, "when_all_settled", works, where);
  co_await group.join(where);
  std::vector<settled<T>> outcomes;
  for (const record_ref<spawned<T>> &one : started)
    outcomes.emplace_back(*one, where);
  co_return outcomes;
}

} // namespace detail

/// Runs \p works concurrently, each as a separate task, and returns all their values. When one fails, the others are
/// cancelled; when they have ended, the exception is thrown. Other failures are reported as `exception-lost`: to get
/// all of them, use a task_group or when_all_settled(). Cancelling the awaiting task cancels all.
template <class... Ts> task<std::tuple<value_of<Ts>...>> when_all(task<Ts>... works) {
  return detail::run_all(std::tuple<task<Ts>...>(std::move(works)...)).wrapping_tasks();
}

/// The same for any number of tasks of one type; values in the order of \p works.
template <class T>
task<std::vector<value_of<T>>> when_all(std::vector<task<T>> works,
                                        std::source_location where = std::source_location::current()) {
  return detail::run_all(std::move(works), where).wrapping_tasks();
}

/// Runs \p works concurrently, each as a separate task, and returns how each of them ended. Cancelling the awaiting
/// task cancels all; failures after that are reported as `exception-lost`.
template <class... Ts> task<std::tuple<settled<Ts>...>> when_all_settled(task<Ts>... works) {
  return detail::run_all_settled(std::tuple<task<Ts>...>(std::move(works)...)).wrapping_tasks();
}

/// The same for any number of tasks of one type; in the order of \p works.
template <class T>
task<std::vector<settled<T>>> when_all_settled(std::vector<task<T>> works,
                                               std::source_location where = std::source_location::current()) {
  return detail::run_all_settled(std::move(works), where).wrapping_tasks();
}

} // namespace async
