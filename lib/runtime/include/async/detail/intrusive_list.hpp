#pragma once

#include <cstddef>

namespace async::detail {

/// A link of a doubly linked ring; a link that is in no list is a ring of itself. \p Tag distinguishes the lists that
/// one object may be in at the same time.
template <class Tag> class link {
public:
  link() noexcept = default;
  link(const link &) = delete; // its neighbours point here
  link &operator=(const link &) = delete;
  ~link() { unlink(); }

  bool linked() const noexcept { return next_ != this; }

  void unlink() noexcept {
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = this;
  }

private:
  template <class, class> friend class intrusive_list;

  link *previous_ = this;
  link *next_ = this;
};

/// A FIFO list of objects that have their own link, which it does not own: insertion and removal allocate nothing, and
/// an object can be removed without its list.
template <class T, class Tag> class intrusive_list {
public:
  class iterator {
  public:
    explicit iterator(link<Tag> *at) noexcept : at_(at) {}
    T &operator*() const noexcept { return *static_cast<T *>(at_); }
    iterator &operator++() noexcept {
      at_ = at_->next_;
      return *this;
    }
    bool operator==(const iterator &) const noexcept = default;

  private:
    link<Tag> *at_;
  };

  iterator begin() const noexcept { return iterator(ring_.next_); }
  iterator end() const noexcept { return iterator(&ring_); }

  bool empty() const noexcept { return !ring_.linked(); }

  /// Linear time.
  std::size_t size() const noexcept {
    std::size_t count = 0;
    for (iterator at = begin(); at != end(); ++at)
      ++count;
    return count;
  }

  /// \pre not empty
  T &front() const noexcept { return *begin(); }

  /// \pre not empty
  T &back() const noexcept { return *iterator(ring_.previous_); }

  /// \pre \p index < size()
  T &at(std::size_t index) const noexcept {
    iterator found = begin();
    while (index-- > 0)
      ++found;
    return *found;
  }

  /// \pre \p added is in no list of this tag
  void push_back(T &added) noexcept {
    link<Tag> &node = added;
    node.previous_ = ring_.previous_;
    node.next_ = &ring_;
    ring_.previous_->next_ = &node;
    ring_.previous_ = &node;
  }

private:
  mutable link<Tag> ring_;
};

} // namespace async::detail
