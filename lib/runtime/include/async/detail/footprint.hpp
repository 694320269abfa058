#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace async::detail {

/// What one step of a task has looked at and changed, as far as other tasks can see it.
///
/// Two steps of different tasks that do not conflict give the same in either order. Whatever is not recorded as an
/// access to a shared_object must be recorded by touch_everything().
class footprint {
public:
  void add(std::uint64_t object, bool changed);
  void add_everything() noexcept { everything_ = true; }

  bool conflicts_with(const footprint &other) const noexcept;

private:
  struct access {
    std::uint64_t object;
    bool changed;
  };

  bool everything_ = false;
  std::vector<access> accesses_; ///< one for each object
};

/// Says whose step runs, and where its accesses go. One for each run, while it lives.
class step_recorder {
public:
  step_recorder() noexcept;
  step_recorder(const step_recorder &) = delete; // the thread points here
  step_recorder &operator=(const step_recorder &) = delete;
  ~step_recorder();

  /// From now on accesses go to \p step, and objects are made by task \p id; 0 outside of tasks.
  void begin(footprint &step, std::uint64_t id) noexcept {
    step_ = &step;
    task_ = id;
  }

private:
  friend class shared_object;
  friend void touch_everything() noexcept;

  std::uint64_t next_id() { return task_ << 32 | ++made_[task_]; }

  footprint before_first_; ///< of what the program does before its first step
  footprint *step_ = &before_first_;
  std::uint64_t task_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> made_; ///< how many objects, by each task
};

/// The recorder of this thread; null unless equivalent orders are left out.
inline constinit thread_local step_recorder *recording = nullptr;

/// What follows is no outcome of the run.
inline void end_recording() noexcept { recording = nullptr; }

/// Stands for a thing that steps of different tasks may share: a member of each of them.
///
/// Its number is the same in all runs that begin with the same steps, and also when steps that do not conflict have
/// changed places.
class shared_object {
public:
  shared_object() : id_(recording ? recording->next_id() : 0) {}
  shared_object(const shared_object &) = delete; // stands for one thing
  shared_object &operator=(const shared_object &) = delete;

  void looked_at() const noexcept {
    if (recording)
      recording->step_->add(id_, false);
  }
  void changed() const noexcept {
    if (recording)
      recording->step_->add(id_, true);
  }

private:
  std::uint64_t id_; ///< 0 for all that were made before the run
};

/// For what cannot be recorded: the step conflicts with all other steps.
inline void touch_everything() noexcept {
  if (recording)
    recording->step_->add_everything();
}

} // namespace async::detail
