#pragma once

#include "async/detail/children.hpp"
#include "async/when_all.hpp"

#include <cstddef>
#include <optional>
#include <source_location>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace async {

/// The first of several tasks to end.
template <class T> struct winner {
  std::size_t index;
  value_of<T> value;
};

namespace detail {

template <class... Ts, std::size_t... Indices>
std::variant<value_of<Ts>...> take_decisive(const siblings &race, std::index_sequence<Indices...>,
                                            const std::tuple<record_ref<spawned<Ts>>...> &started,
                                            std::source_location where) {
  std::optional<std::variant<value_of<Ts>...>> value;
  const auto take_if_decisive = [&]<std::size_t Index>(std::integral_constant<std::size_t, Index>) {
    auto &one = *std::get<Index>(started);
    if (race.decisive() == &one)
      value.emplace(std::in_place_index<Index>, take_result(one, where));
  };
  (take_if_decisive(std::integral_constant<std::size_t, Indices>()), ...);
  return *std::move(value);
}

template <class... Ts> task<std::variant<value_of<Ts>...>> run_any(std::tuple<task<Ts>...> works) {
  const std::source_location where = place_of_caller();
  siblings race("when_any", enough::first, where);
  auto started = start_all(race, "when_any", works, where);
  co_await race.join(where);
  co_return take_decisive(race, std::index_sequence_for<Ts...>(), started, where);
}

template <class T> task<winner<T>> run_any(std::vector<task<T>> works, std::source_location where) {
  check_not_empty(works.empty(), "when_any", where);
  siblings race("when_any", enough::first, where);
  auto started = start_all(race, "when_any", works, where);
  co_await race.join(where);
  std::size_t index = 0;
  while (started[index].get() != race.decisive())
    ++index;
  co_return winner<T>{index, take_result(*started[index], where)};
}

} // namespace detail

/// Runs the tasks concurrently until the first has ended, then cancels the others. When these have ended too, returns
/// the value of the first (index() is its position) or throws its exception. Failures of the others are reported as
/// `exception-lost`, their values are dropped. Cancelling the awaiting task cancels all.
template <class First, class... Others>
task<std::variant<value_of<First>, value_of<Others>...>> when_any(task<First> first, task<Others>... others) {
  return detail::run_any(std::tuple<task<First>, task<Others>...>(std::move(first), std::move(others)...))
      .wrapping_tasks();
}

/// The same for any number of tasks of one type. \throws usage_error for none
template <class T>
task<winner<T>> when_any(std::vector<task<T>> works, std::source_location where = std::source_location::current()) {
  return detail::run_any(std::move(works), where).wrapping_tasks();
}

} // namespace async
