#include "async/detail/deadlock.hpp"

#include "async/wait_queue.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

namespace async::detail {

namespace {

/// Whether only the holders of what \p task waits for can end its wait.
bool depends_on_holders(const task_record &task) {
  task.dependence.looked_at();
  if (task.at != task_record::state::waiting || task.timeouts > 0 || !task.waiting->waits_in())
    return false;
  const wait_queue &queue = *task.waiting->waits_in();
  const released_by rule = queue.rule();
  if (rule != released_by::a_holder && rule != released_by::every_holder && rule != released_by::in_turn)
    return false;
  bool held_by_any = false; // a resource without holders is about to be handed on
  bool certain = true;
  queue.for_each_holder(*task.waiting, [&](task_record &, const hold *held) {
    held_by_any = true;
    certain = certain && (!held || held->certain());
  });
  return held_by_any && certain;
}

/// The tasks that a wait leads to, as far as only holders can end the waits, with what is known of each.
class reachable_waits {
public:
  explicit reachable_waits(task_record &from) {
    visit(from);
    for (std::size_t at = 0; at < tasks_.size(); ++at)
      tasks_[at]->waiting->waits_in()->for_each_holder(*tasks_[at]->waiting,
                                                       [&](task_record &holder, const hold *) { visit(holder); });
    while (spread_hope())
      ;
  }

  bool hopeless(const task_record &task) const {
    const auto found = hopeful_.find(&task);
    return found != hopeful_.end() && !found->second;
  }

  const std::vector<task_record *> &tasks() const { return tasks_; }

private:
  void visit(task_record &task) {
    if (depends_on_holders(task) && hopeful_.emplace(&task, false).second)
      tasks_.push_back(&task);
  }

  /// Returns whether a task was found to have hope.
  bool spread_hope() {
    bool changed = false;
    for (task_record *task : tasks_) {
      if (!hopeless(*task))
        continue;
      const wait_queue &queue = *task->waiting->waits_in();
      bool any = false;
      bool all = true;
      queue.for_each_holder(*task->waiting, [&](task_record &holder, const hold *) {
        const bool hope = !hopeless(holder);
        any = any || hope;
        all = all && hope;
      });
      if (queue.rule() == released_by::a_holder ? any : all)
        changed = hopeful_[task] = true;
    }
    return changed;
  }

  std::vector<task_record *> tasks_;
  std::unordered_map<const task_record *, bool> hopeful_;
};

/// Follows waits from \p task, at each step to the first holder that \p leads says may be next, until one comes again.
template <class Leads> std::vector<wait_edge> follow(task_record &task, Leads leads) {
  std::vector<task_record *> path;
  std::vector<wait_edge> edges;
  for (task_record *at = &task; at;) {
    const auto seen = std::find(path.begin(), path.end(), at);
    if (seen != path.end()) {
      edges.erase(edges.begin(), edges.begin() + (seen - path.begin()));
      return edges;
    }
    path.push_back(at);
    if (at->at != task_record::state::waiting || !at->waiting->waits_in())
      return {};
    const wait &waits = *at->waiting;
    task_record *next = nullptr;
    const hold *through = nullptr;
    waits.waits_in()->for_each_holder(waits, [&](task_record &holder, const hold *held) {
      if (next || !leads(holder))
        return;
      next = &holder;
      through = held;
    });
    if (next)
      edges.push_back({at->name, waits.resource(), waits.where(), next->name,
                       through ? std::optional(through->since()) : std::nullopt});
    at = next;
  }
  return {};
}

} // namespace

void check_last_edge(task_record &task) {
  if (!depends_on_holders(task))
    return;
  // Most waits are for a task that can run: then nothing needs to be collected.
  bool all_can_run = true;
  task.waiting->waits_in()->for_each_holder(*task.waiting, [&](task_record &holder, const hold *) {
    holder.dependence.looked_at();
    all_can_run = all_can_run && holder.at != task_record::state::waiting;
  });
  if (all_can_run)
    return;
  const reachable_waits reached(task);
  if (!reached.hopeless(task))
    return;
  bool explained = false;
  std::vector<task_snapshot> stuck;
  for (task_record *other : reached.tasks())
    if (reached.hopeless(*other)) {
      explained = explained || other->explained;
      other->explained = true;
      other->dependence.changed();
      stuck.push_back(other->snapshot());
    }
  if (explained)
    return; // it waits behind a deadlock that was reported when it arose
  std::vector<wait_edge> cycle = follow(task, [&](task_record &holder) { return reached.hopeless(holder); });
  emit({.kind = report_kind::deadlock,
        .message = cycle.size() == 1 ? task.description() + " waits for itself"
                                     : std::to_string(stuck.size()) + " tasks wait for each other",
        .task = task.name,
        .where = task.waiting->where(),
        .notes = notes_of(cycle),
        .stack = task.stack(),
        .cycle = cycle,
        .tasks = std::move(stuck)});
}

std::vector<wait_edge> find_cycle(task_record &task) {
  return follow(task, [](task_record &) { return true; });
}

std::vector<report_note> notes_of(const std::vector<wait_edge> &cycle) {
  std::vector<report_note> notes;
  for (const wait_edge &edge : cycle) {
    notes.push_back({"task '" + edge.waiter + "' waits for " + edge.resource, edge.waits_at});
    if (edge.held_since)
      notes.push_back({edge.resource + " is held by task '" + edge.holder + "'", *edge.held_since});
  }
  return notes;
}

} // namespace async::detail
