#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace async::detail {

/// The shared state that one step of a task has read and changed.
///
/// Two steps of different tasks that do not conflict commute. An access that is not recorded by a shared_object must be
/// recorded by touch_everything().
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

/// Records the accesses of the running step. One for each run.
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

  footprint before_first_; ///< the accesses before the first step
  footprint *step_ = &before_first_;
  std::uint64_t task_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> made_; ///< how many objects, by each task
};

/// The recorder of this thread; null unless equivalent orders are left out.
inline constinit thread_local step_recorder *recording = nullptr;

/// Called at the end of a run: accesses after it do not count.
inline void end_recording() noexcept { recording = nullptr; }

/// Represents an object that steps of different tasks may share; a member of each such object.
///
/// Its number is the same in all runs that begin with the same steps, also when steps that do not conflict are
/// reordered.
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
  std::uint64_t id_; ///< 0 for all objects made before the run
};

/// For accesses that cannot be recorded: the step conflicts with all other steps.
inline void touch_everything() noexcept {
  if (recording)
    recording->step_->add_everything();
}

} // namespace async::detail
