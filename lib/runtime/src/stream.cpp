#include "async/stream.hpp"

#include "async/errors.hpp"
#include "async/event_loop.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace async {

namespace {

/// write() for what is not a socket, without the signal that comes when no reader is left.
ssize_t write_without_signal(int number, std::span<const std::byte> from) noexcept {
  sigset_t broken_pipe;
  sigset_t before;
  sigset_t pending;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  sigpending(&pending);
  const bool was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
  const ssize_t written = ::write(number, from.data(), from.size());
  const int error = errno;
  if (written < 0 && error == EPIPE && !was_pending) {
    const timespec at_once{};
    sigtimedwait(&broken_pipe, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

/// Repeats \p call while a signal has interrupted it.
template <class Call> ssize_t uninterrupted(Call call) noexcept {
  ssize_t result;
  do
    result = call();
  while (result < 0 && errno == EINTR);
  return result;
}

} // namespace

stream::stream(int number, std::string_view name, std::source_location where) {
  int type = 0;
  socklen_t size = sizeof type;
  is_socket_ = ::getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
  try {
    open_ = std::make_unique<detail::descriptor>(event_loop::required("a stream", where).descriptors(), number,
                                                 "stream", name);
  } catch (const usage_error &) {
    ::close(number);
    throw;
  }
}

detail::descriptor &stream::required(const char *by_what, std::source_location where) const {
  if (!open_)
    throw usage_error(std::string(by_what) + " of a stream that is closed", where);
  return *open_;
}

detail::descriptor &stream::required_here(const char *by_what, std::source_location where) const {
  detail::descriptor &open = required(by_what, where);
  event_loop::check_own(open, by_what, where);
  return open;
}

int stream::number(std::source_location where) const { return required("number", where).number(); }

stream::read_operation::read_operation(detail::descriptor &from, std::span<std::byte> into, std::size_t least,
                                       std::source_location where)
    : io_operation(from.readers(), where), from_(from), into_(into), least_(least) {}

bool stream::read_operation::attempt() noexcept {
  if (done_ < least_)
    done_ += from_.take_back(into_.subspan(done_));
  while (done_ < least_) {
    const std::span<std::byte> rest = into_.subspan(done_);
    const ssize_t got = uninterrupted([&] { return ::read(from_.number(), rest.data(), rest.size()); });
    if (got <= 0)
      return settle(got == 0);
    done_ += static_cast<std::size_t>(got);
  }
  return settle(true);
}

void stream::read_operation::undo() noexcept {
  from_.put_back(into_.first(done_));
  done_ = 0;
}

stream::write_operation::write_operation(detail::descriptor &to, bool is_socket, std::span<const std::byte> from,
                                         std::source_location where)
    : io_operation(to.writers(), where), number_(to.number()), is_socket_(is_socket), from_(from) {}

bool stream::write_operation::attempt() noexcept {
  while (!from_.empty()) {
    const ssize_t put = uninterrupted([&] {
      return is_socket_ ? ::send(number_, from_.data(), from_.size(), MSG_NOSIGNAL)
                        : write_without_signal(number_, from_);
    });
    if (put < 0)
      return settle(false);
    from_ = from_.subspan(static_cast<std::size_t>(put));
  }
  return settle(true);
}

stream::read_operation stream::read_some(std::span<std::byte> into, std::source_location where) {
  return {required_here("read", where), into, into.empty() ? 0u : 1u, where};
}

stream::read_operation stream::read(std::span<std::byte> into, std::source_location where) {
  return {required_here("read", where), into, into.size(), where};
}

stream::write_operation stream::write(std::span<const std::byte> from, std::source_location where) {
  return {required_here("write", where), is_socket_, from, where};
}

stream::write_operation stream::write(std::string_view from, std::source_location where) {
  return write(std::as_bytes(std::span(from)), where);
}

void stream::close_writing(std::source_location where) {
  if (::shutdown(required("close_writing", where).number(), SHUT_WR) != 0)
    throw std::system_error(errno, std::generic_category(), "shutdown");
}

pipe_ends make_pipe(std::string_view name, std::source_location where) {
  event_loop::required("make_pipe", where);
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe2");
  return {stream(ends[0], name, where), stream(ends[1], name, where)};
}

} // namespace async
