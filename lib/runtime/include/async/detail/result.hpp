#pragma once

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace async::detail {

struct nothing {};

/// The stored form of a result: an empty struct for void, a pointer for a reference, else the value.
template <class T>
using stored = std::conditional_t<std::is_void_v<T>, nothing,
                                  std::conditional_t<std::is_reference_v<T>, std::remove_reference_t<T> *, T>>;

/// The result of a coroutine, until it is taken.
template <class T> class result {
public:
  template <class U> void set_value(U &&value) {
    if constexpr (std::is_reference_v<T>)
      kept_.template emplace<1>(std::addressof(value));
    else
      kept_.template emplace<1>(std::forward<U>(value));
  }

  void set_exception(std::exception_ptr thrown) noexcept { kept_.template emplace<2>(std::move(thrown)); }

  /// The exception, or null. Does not take it.
  std::exception_ptr exception() const noexcept {
    const auto *thrown = std::get_if<2>(&kept_);
    return thrown ? *thrown : nullptr;
  }

  /// Returns the value, or throws the exception without keeping a copy: a cancellation lives as long as its last copy.
  /// \pre there is a result, and it has not been taken
  T take() {
    if (auto *thrown = std::get_if<2>(&kept_))
      std::rethrow_exception(std::exchange(*thrown, nullptr));
    if constexpr (std::is_reference_v<T>)
      return static_cast<T>(*std::get<1>(kept_));
    else if constexpr (!std::is_void_v<T>)
      return std::move(std::get<1>(kept_));
  }

private:
  std::variant<std::monostate, stored<T>, std::exception_ptr> kept_;
};

/// The part of a promise that receives the result.
template <class T> struct result_promise {
  template <class U = T> void return_value(U &&value) { outcome.set_value(std::forward<U>(value)); }
  void unhandled_exception() noexcept { outcome.set_exception(std::current_exception()); }
  T take() { return outcome.take(); }

  result<T> outcome;
};

template <> struct result_promise<void> {
  void return_void() noexcept {}
  void unhandled_exception() noexcept { outcome.set_exception(std::current_exception()); }
  void take() {
    if (std::exception_ptr thrown = outcome.exception()) {
      outcome.set_exception(nullptr);
      std::rethrow_exception(std::move(thrown));
    }
  }

  result<void> outcome;
};

} // namespace async::detail
