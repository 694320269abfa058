#pragma once

#include "async/errors.hpp"
#include "async/stream.hpp"

#include <coroutine>
#include <cstdint>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace async {

/// Where a TCP connection begins or ends: a numeric IPv4 or IPv6 address and a port. Names are not looked up.
struct endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0; ///< 0 to listen at any port that is free
};

/// Accepts connections at one endpoint. Belongs to the event_loop in which it is made.
class tcp_listener {
public:
  /// \p waiting is the number of connections that the kernel queues until they are accepted. \throws std::system_error,
  /// usage_error outside of an event_loop or when the address is none
  explicit tcp_listener(const endpoint &at = {}, int waiting = 4096, std::string_view name = {},
                        std::source_location where = std::source_location::current());

  /// What accept() returns; gives the stream.
  class [[nodiscard("nothing is accepted until this is awaited")]] accept_operation : public detail::io_operation {
  public:
    /// Closes the connection when the task was destroyed before it got the stream.
    ~accept_operation();

    stream await_resume();

  private:
    friend class tcp_listener;
    accept_operation(detail::descriptor &from, std::source_location where) noexcept
        : io_operation(from.readers(), where), number_(from.number()) {}
    bool attempt() noexcept override;

    int number_;
    int accepted_ = -1;
  };

  /// Waits for a connection. \throws std::system_error, usage_error when the listener was moved from or belongs to
  /// another loop
  accept_operation accept(std::source_location where = std::source_location::current());

  /// The bound address and port. \throws usage_error when the listener was moved from
  endpoint local(std::source_location where = std::source_location::current()) const;

private:
  detail::descriptor &required(const char *by_what, std::source_location where) const;

  std::unique_ptr<detail::descriptor> open_;
};

/// What connect() returns; gives the stream.
class [[nodiscard("nothing is connected until this is awaited")]] connect_operation : public detail::io_operation {
public:
  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    if (!connecting_.is_open())
      throw usage_error("a connect was awaited a second time: its stream was given away", where());
    return io_operation::await_suspend(caller);
  }
  stream await_resume();

private:
  friend connect_operation connect(const endpoint &, std::string_view, std::source_location);
  connect_operation(stream connecting, const sockaddr_storage &to, std::source_location where);
  bool attempt() noexcept override;

  stream connecting_;
  sockaddr_storage to_;
};

/// Connects to \p to. \p name identifies the stream in reports. \throws usage_error outside of an event_loop or when
/// the address is none; when awaited, std::system_error
connect_operation connect(const endpoint &to, std::string_view name = {},
                          std::source_location where = std::source_location::current());

} // namespace async
