#include "async/tcp.hpp"

#include "async/errors.hpp"
#include "async/event_loop.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace async {

namespace {

[[noreturn]] void fail(const char *what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_storage address_of(const endpoint &named, std::source_location where) {
  sockaddr_storage address{};
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (::inet_pton(AF_INET, named.address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(named.port);
    std::memcpy(&address, &v4, sizeof v4);
  } else if (::inet_pton(AF_INET6, named.address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(named.port);
    std::memcpy(&address, &v6, sizeof v6);
  } else {
    throw usage_error("not a numeric IPv4 or IPv6 address: " + named.address, where);
  }
  return address;
}

endpoint endpoint_of(const sockaddr_storage &address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    return {::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text), ntohs(v6.sin6_port)};
  }
  sockaddr_in v4;
  std::memcpy(&v4, &address, sizeof v4);
  return {::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text), ntohs(v4.sin_port)};
}

socklen_t size_of(const sockaddr_storage &address) {
  return address.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

const sockaddr *generic(const sockaddr_storage &address) { return reinterpret_cast<const sockaddr *>(&address); }

int open_socket(const sockaddr_storage &address) {
  const int number = ::socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (number < 0)
    fail("socket");
  return number;
}

void set(int number, int level, int option) {
  const int on = 1;
  ::setsockopt(number, level, option, &on, sizeof on);
}

} // namespace

tcp_listener::tcp_listener(const endpoint &at, int waiting, std::string_view name, std::source_location where) {
  const sockaddr_storage address = address_of(at, where);
  const event_loop &loop = event_loop::required("tcp_listener", where);
  open_ =
      std::make_unique<detail::descriptor>(loop.descriptors(), open_socket(address), "connection to listener", name);
  set(open_->number(), SOL_SOCKET, SO_REUSEADDR);
  if (::bind(open_->number(), generic(address), size_of(address)) != 0)
    fail("bind");
  if (::listen(open_->number(), waiting) != 0)
    fail("listen");
}

detail::descriptor &tcp_listener::required(const char *by_what, std::source_location where) const {
  if (!open_)
    throw usage_error(std::string(by_what) + " of a listener that was moved from", where);
  return *open_;
}

tcp_listener::accept_operation tcp_listener::accept(std::source_location where) {
  detail::descriptor &listening = required("accept", where);
  event_loop::check_own(listening, "accept", where);
  return {listening, where};
}

endpoint tcp_listener::local(std::source_location where) const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(required("local", where).number(), reinterpret_cast<sockaddr *>(&address), &size) != 0)
    fail("getsockname");
  return endpoint_of(address);
}

bool tcp_listener::accept_operation::attempt() noexcept {
  do // a client may have gone away while it waited: then the next one counts
    accepted_ = ::accept4(number_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  while (accepted_ < 0 && (errno == EINTR || errno == ECONNABORTED));
  return settle(accepted_ >= 0);
}

stream tcp_listener::accept_operation::await_resume() {
  finish("accept");
  const int number = std::exchange(accepted_, -1);
  set(number, IPPROTO_TCP, TCP_NODELAY);
  return stream(number, {}, where());
}

tcp_listener::accept_operation::~accept_operation() {
  if (accepted_ >= 0)
    ::close(accepted_);
}

connect_operation::connect_operation(stream connecting, const sockaddr_storage &to, std::source_location where)
    : io_operation(connecting.required("connect", where).writers(), where), connecting_(std::move(connecting)),
      to_(to) {}

bool connect_operation::attempt() noexcept {
  // Asking again tells how the first call ended; that is the same whatever made the socket ready.
  if (::connect(connecting_.number(), generic(to_), size_of(to_)) == 0 || errno == EISCONN)
    return settle(true);
  if (errno == EINPROGRESS || errno == EALREADY || errno == EINTR)
    errno = EAGAIN;
  else if (errno == EAGAIN)
    errno = EADDRNOTAVAIL; // no local port is free
  return settle(false);
}

stream connect_operation::await_resume() {
  finish("connect");
  return std::move(connecting_);
}

connect_operation connect(const endpoint &to, std::string_view name, std::source_location where) {
  const sockaddr_storage address = address_of(to, where);
  event_loop::required("connect", where);
  const int number = open_socket(address);
  set(number, IPPROTO_TCP, TCP_NODELAY);
  return {stream(number, name, where), address, where};
}

} // namespace async
