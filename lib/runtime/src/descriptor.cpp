#include "async/detail/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <fcntl.h>
#include <limits>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>

namespace async::detail {

namespace {

[[noreturn]] void fail(const char *what) { throw std::system_error(errno, std::generic_category(), what); }

} // namespace

poller::poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0)
    fail("epoll_create1");
  epoll_event rings{.events = EPOLLIN, .data = {.ptr = nullptr}};
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, bell_.descriptor(), &rings) != 0) {
    ::close(epoll_);
    fail("epoll_ctl");
  }
}

poller::~poller() { ::close(epoll_); }

void poller::add(descriptor &watched) {
  // Edges only: an operation waits after its call has found nothing, so the next edge is the one it needs.
  epoll_event any{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = &watched}};
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, watched.number(), &any) != 0)
    fail("epoll_ctl");
}

void poller::remove(const descriptor &watched) noexcept {
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, watched.number(), nullptr);
}

void poller::wait(std::optional<duration> patience) noexcept {
  using namespace std::chrono;
  int timeout = -1;
  if (patience) // rounded up: a timer must not find that it is early
    timeout = static_cast<int>(
        std::clamp<std::int64_t>(ceil<milliseconds>(*patience).count(), 0, std::numeric_limits<int>::max()));
  std::array<epoll_event, 64> happened;
  const int count = ::epoll_wait(epoll_, happened.data(), static_cast<int>(happened.size()), timeout);
  // Nothing that runs in this loop destroys a descriptor: waking a task does not run it.
  for (int at = 0; at < count; ++at) {
    const epoll_event &event = happened[static_cast<std::size_t>(at)];
    if (event.data.ptr)
      static_cast<descriptor *>(event.data.ptr)->became_ready(event.events);
    else
      bell_.silence();
  }
}

descriptor::descriptor(std::shared_ptr<poller> watcher, int number, std::string_view kind, std::string_view name)
    : watcher_(std::move(watcher)), number_(number), readers_(kind, released_by::outside, name),
      writers_(kind, released_by::outside, name) {
  try {
    const int flags = ::fcntl(number_, F_GETFL);
    if (flags < 0 || ::fcntl(number_, F_SETFL, flags | O_NONBLOCK) != 0)
      fail("fcntl");
    watcher_->add(*this);
  } catch (...) {
    ::close(number_);
    throw;
  }
}

descriptor::~descriptor() {
  watcher_->remove(*this);
  ::close(number_);
}

void descriptor::became_ready(std::uint32_t events) noexcept {
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    readers_.move_on();
  if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
    writers_.move_on();
}

void descriptor::line::move_on() noexcept {
  while (!empty()) {
    auto &first = static_cast<io_operation &>(front());
    if (!first.attempt())
      return;
    wake(first);
  }
}

void descriptor::line::gave_up(wait &left) noexcept {
  static_cast<io_operation &>(left).undo();
  move_on();
}

void descriptor::put_back(std::span<const std::byte> bytes) {
  unread_.insert(unread_.begin(), bytes.begin(), bytes.end());
}

std::size_t descriptor::take_back(std::span<std::byte> into) noexcept {
  const std::size_t size = std::min(into.size(), unread_.size());
  std::copy_n(unread_.begin(), size, into.begin());
  unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(size));
  return size;
}

bool io_operation::suspend(frame &caller) {
  if (!enter(caller))
    return false;
  if (waits_in()->empty() && attempt())
    return false;
  enqueue();
  return true;
}

bool io_operation::settle(bool succeeded) noexcept {
  error_ = succeeded ? 0 : errno;
  return error_ != EAGAIN && error_ != EWOULDBLOCK;
}

void io_operation::finish(const char *what) {
  leave();
  if (error_)
    throw std::system_error(error_, std::generic_category(), what);
}

} // namespace async::detail
