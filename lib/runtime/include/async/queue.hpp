#pragma once

#include "async/errors.hpp"
#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <deque>
#include <optional>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// A FIFO queue of items between tasks. Fair: both producers and consumers are served in order. Belongs to the thread
/// of its loop. A cancelled consumer loses no item, a cancelled producer adds none. Moving a T must not throw.
template <class T> class queue {
public:
  /// At most \p capacity items; 0 for any number. \p name identifies it in reports.
  explicit queue(std::size_t capacity = 0, std::string_view name = {})
      : capacity_(capacity), consumers_("item of queue", released_by::any_task, name),
        producers_("room in queue", released_by::any_task, name),
        joiners_("end of queue", released_by::any_task, name) {}

  /// What get() returns.
  class [[nodiscard("no item is taken until this is awaited")]] get_operation : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()) || (item_ = from_.try_get()) || from_.closed_)
        return false;
      enqueue();
      return true;
    }

    T await_resume() {
      leave();
      if (!item_)
        throw queue_closed("get from a closed queue");
      return *std::move(item_);
    }

  private:
    friend class queue;
    get_operation(queue &from, std::source_location where) noexcept : wait(from.consumers_, where), from_(from) {}

    queue &from_;
    std::optional<T> item_; ///< none after waking: the queue was closed
  };

  /// What put() returns.
  class [[nodiscard("nothing is put until this is awaited")]] put_operation : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!item_)
        throw usage_error("a put was awaited a second time: its item is in the queue already", where());
      if (!enter(caller.promise()) || into_.closed())
        return false;
      if (into_.has_room()) {
        into_.add(take());
        return false;
      }
      enqueue();
      return true;
    }

    void await_resume() {
      leave();
      if (item_)
        throw queue_closed("put into a closed queue");
    }

  private:
    friend class queue;
    put_operation(queue &into, T item, std::source_location where)
        : wait(into.producers_, where), into_(into), item_(std::move(item)) {}

    T take() {
      T taken = *std::move(item_);
      item_.reset();
      return taken;
    }

    queue &into_;
    std::optional<T> item_; ///< until it is in the queue
  };

  /// What join() returns.
  class [[nodiscard("nothing waits for the queue until this is awaited")]] join_operation : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()) || joined_.unfinished() == 0)
        return false;
      enqueue();
      return true;
    }
    void await_resume() { leave(); }

  private:
    friend class queue;
    join_operation(queue &joined, std::source_location where) noexcept
        : wait(joined.joiners_, where), joined_(joined) {}

    queue &joined_;
  };

  /// Waits for an item and takes it. \throws queue_closed when the queue is empty and closed
  get_operation get(std::source_location where = std::source_location::current()) noexcept { return {*this, where}; }

  /// Waits for room and puts \p item in. \throws queue_closed; the item is lost then
  put_operation put(T item, std::source_location where = std::source_location::current()) {
    return {*this, std::move(item), where};
  }

  /// The first item, if there is one.
  std::optional<T> try_get() {
    consumers_.changed();
    if (items_.empty())
      return std::nullopt;
    std::optional<T> taken(std::move(items_.front()));
    items_.pop_front();
    admit_producer();
    return taken;
  }

  /// Puts \p item in if there is room and the queue is open.
  bool try_put(T item) {
    if (closed() || !has_room())
      return false;
    add(std::move(item));
    return true;
  }

  /// Ends the queue: consumers get the remaining items and then queue_closed, waiting producers get queue_closed at
  /// once.
  void close() noexcept {
    consumers_.changed();
    closed_ = true;
    consumers_.wake_all();
    producers_.wake_all();
  }

  /// Marks the work for one taken item as done. \throws usage_error when there is no such item
  void task_done(std::source_location where = std::source_location::current()) {
    consumers_.changed();
    if (unfinished_ == 0)
      throw usage_error("task_done was called more often than items were put into the queue", where);
    if (--unfinished_ == 0)
      joiners_.wake_all();
  }

  /// Waits until task_done() was called for every item put in.
  join_operation join(std::source_location where = std::source_location::current()) noexcept { return {*this, where}; }

  std::size_t size() const noexcept {
    consumers_.looked_at();
    return items_.size();
  }
  bool empty() const noexcept { return size() == 0; }
  bool closed() const noexcept {
    consumers_.looked_at();
    return closed_;
  }

private:
  /// The number of items that were put in and are not done.
  std::size_t unfinished() const noexcept {
    consumers_.looked_at();
    return unfinished_;
  }

  bool has_room() const noexcept { return capacity_ == 0 || items_.size() < capacity_ || !consumers_.empty(); }

  /// \pre has_room()
  void add(T item) {
    consumers_.changed();
    ++unfinished_;
    if (consumers_.empty()) {
      items_.push_back(std::move(item));
      return;
    }
    auto &next = static_cast<get_operation &>(consumers_.front());
    next.item_.emplace(std::move(item));
    consumers_.wake(next);
  }

  /// The first waiting producer gets the place of the removed item, so that no other producer can overtake it.
  void admit_producer() {
    if (producers_.empty())
      return;
    auto &next = static_cast<put_operation &>(producers_.front());
    add(next.take());
    producers_.wake(next);
  }

  std::size_t capacity_;
  std::size_t unfinished_ = 0;
  bool closed_ = false;
  std::deque<T> items_;
  wait_queue consumers_; ///< also represents the items in exploration
  wait_queue producers_;
  wait_queue joiners_;
};

} // namespace async
