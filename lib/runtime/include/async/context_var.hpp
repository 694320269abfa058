#pragma once

#include "async/detail/task_record.hpp"
#include "async/scheduler.hpp"

#include <memory>
#include <source_location>
#include <utility>

namespace async {

namespace detail {

/// The value of a variable in the running task; null when it was never set.
std::shared_ptr<const void> find_variable(const void *variable) noexcept;

/// Sets it in \p task; null to unset it. Tasks that were spawned before keep their own value.
void set_variable(task_record &task, const void *variable, std::shared_ptr<const void> value);

} // namespace detail

/// A variable with a separate value for each task, as for a request's user or a trace. A spawned task starts with the
/// values of the task that spawned it; later changes in one are not visible in the other. All coroutines of a task
/// share its values.
///
/// Usually a global; must outlive the tasks that set it. Belongs to no thread.
template <class T> class context_var {
public:
  /// \p initial is the value in tasks that have set none.
  explicit context_var(T initial = T()) : initial_(std::move(initial)) {}
  context_var(const context_var &) = delete; // its address is its identity
  context_var &operator=(const context_var &) = delete;

  /// Restores the previous value on destruction, in the task that created this.
  class [[nodiscard("the value is set only while this lives")]] binding {
  public:
    binding(const binding &) = delete;
    binding &operator=(const binding &) = delete;
    ~binding() { detail::set_variable(*task_, &variable_, std::move(before_)); }

  private:
    friend class context_var;
    binding(const context_var &variable, detail::task_record &task, std::shared_ptr<const T> value)
        : variable_(variable), task_(&task), before_(detail::find_variable(&variable)) {
      detail::set_variable(task, &variable, std::move(value));
    }

    const context_var &variable_;
    detail::record_ref<detail::task_record> task_;
    std::shared_ptr<const void> before_;
  };

  /// The running task's value; the initial one outside of tasks.
  T get() const {
    const std::shared_ptr<const void> value = detail::find_variable(this);
    return value ? *static_cast<const T *>(value.get()) : initial_;
  }

  /// Sets the value for the rest of the running task. \throws usage_error outside of tasks
  void set(T value, std::source_location where = std::source_location::current()) {
    detail::set_variable(scheduler::required_task("context_var::set", where), this,
                         std::make_shared<const T>(std::move(value)));
  }

  /// Sets the value while the binding lives. \throws usage_error outside of tasks
  binding bind(T value, std::source_location where = std::source_location::current()) const {
    return binding(*this, scheduler::required_task("context_var::bind", where),
                   std::make_shared<const T>(std::move(value)));
  }

private:
  T initial_;
};

} // namespace async
