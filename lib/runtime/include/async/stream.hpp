#pragma once

#include "async/detail/descriptor.hpp"

#include <cstddef>
#include <memory>
#include <source_location>
#include <span>
#include <string_view>

namespace async {

/// A stream of bytes over a socket, a pipe or a terminal, watched by the event_loop in which it is made.
///
/// Closes its descriptor on destruction. Reads are served in order, and so are writes; one read and one write may wait
/// at the same time. For a deadline use with_timeout(), which cancels. A cancelled read has taken nothing. A write that
/// is cancelled after it had to wait may have written a part.
class stream {
public:
  /// A closed stream.
  stream() noexcept = default;

  /// Takes ownership of \p number, an open file descriptor, even when it throws. \p name identifies it in reports.
  /// \throws std::system_error when it cannot be watched, usage_error outside of an event_loop
  explicit stream(int number, std::string_view name = {}, std::source_location where = std::source_location::current());

  /// What read() and read_some() return; gives the number of bytes.
  class [[nodiscard("nothing is read until this is awaited")]] read_operation : public detail::io_operation {
  public:
    std::size_t await_resume() {
      finish("read");
      return done_;
    }

  private:
    friend class stream;
    read_operation(detail::descriptor &from, std::span<std::byte> into, std::size_t least, std::source_location where);
    bool attempt() noexcept override;
    void undo() noexcept override;

    detail::descriptor &from_;
    std::span<std::byte> into_;
    std::size_t least_;
    std::size_t done_ = 0;
  };

  /// What write() returns.
  class [[nodiscard("nothing is written until this is awaited")]] write_operation : public detail::io_operation {
  public:
    void await_resume() { finish("write"); }

  private:
    friend class stream;
    write_operation(detail::descriptor &to, bool is_socket, std::span<const std::byte> from,
                    std::source_location where);
    bool attempt() noexcept override;

    int number_;
    bool is_socket_;
    std::span<const std::byte> from_;
  };

  /// Reads the available bytes, at least one, and waits if there is none. Returns 0 at the end of the stream.
  /// \throws std::system_error, usage_error when the stream is closed or belongs to another loop
  read_operation read_some(std::span<std::byte> into, std::source_location where = std::source_location::current());

  /// Fills \p into. Returns less than its size only at the end of the stream.
  read_operation read(std::span<std::byte> into, std::source_location where = std::source_location::current());

  /// Writes all of \p from, which must not change until then. \throws std::system_error (EPIPE when the other side has
  /// closed; no signal), usage_error when the stream is closed or belongs to another loop
  write_operation write(std::span<const std::byte> from, std::source_location where = std::source_location::current());
  write_operation write(std::string_view from, std::source_location where = std::source_location::current());

  /// Shuts down the writing side of a socket; reading continues. \throws std::system_error
  void close_writing(std::source_location where = std::source_location::current());

  /// Tasks that wait in this stream are reported as `never-completed`.
  void close() noexcept { open_.reset(); }

  bool is_open() const noexcept { return open_ != nullptr; }

  /// The descriptor. \throws usage_error when the stream is closed
  int number(std::source_location where = std::source_location::current()) const;

private:
  friend class connect_operation;

  detail::descriptor &required(const char *by_what, std::source_location where) const;
  /// The descriptor, for operations that wait. \throws usage_error also in another loop: only the loop that watches the
  /// descriptor wakes the tasks that wait for it.
  detail::descriptor &required_here(const char *by_what, std::source_location where) const;

  std::unique_ptr<detail::descriptor> open_;
  bool is_socket_ = false;
};

/// The two ends of a pipe.
struct pipe_ends {
  stream reader;
  stream writer;
};

/// Makes a pipe. \throws std::system_error, usage_error outside of an event_loop
pipe_ends make_pipe(std::string_view name = {}, std::source_location where = std::source_location::current());

} // namespace async
