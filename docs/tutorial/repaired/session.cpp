#include "session.h"

#include "server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cstdlib>
#include <utility>

namespace jobs {

using boost::asio::awaitable;
using boost::asio::use_awaitable;

namespace {

/// Cuts the first word off \p line.
std::string next_word(std::string &line) {
  const auto end = line.find(' ');
  std::string word = line.substr(0, end);
  line.erase(0, end == std::string::npos ? end : end + 1);
  return word;
}

} // namespace

session::session(boost::asio::ip::tcp::socket socket, server &owner)
    : socket_(std::move(socket)), server_(owner), writing_(socket_.get_executor()),
      answered_(socket_.get_executor(), boost::asio::steady_timer::time_point::max()) {}

awaitable<void> session::serve(std::shared_ptr<session> self) {
  std::string input;
  while (!self->leaving_) {
    boost::system::error_code ended;
    const std::size_t length = co_await boost::asio::async_read_until(
        self->socket_, boost::asio::dynamic_buffer(input), '\n', boost::asio::redirect_error(use_awaitable, ended));
    if (ended)
      break;
    std::string line = input.substr(0, length - 1);
    input.erase(0, length);
    co_await self->handle(std::move(line));
  }
  co_await self->drain();
  co_await self->reply("BYE");
}

awaitable<void> session::handle(std::string line) {
  const std::string command = next_word(line);
  if (command == "SUBMIT") {
    std::string kind = next_word(line);
    co_await submit(std::move(kind), std::move(line));
  } else if (command == "CALL") {
    boost::asio::co_spawn(socket_.get_executor(), call_back(shared_from_this(), std::atoi(line.c_str())),
                          complain("calling back"));
    co_await reply("CALLING");
  } else if (command == "QUIT") {
    leaving_ = true;
  } else if (command == "SHUTDOWN") {
    co_await server_.shut_down();
  } else {
    co_await reply("ERROR unknown command " + command);
  }
}

awaitable<void> session::submit(std::string kind, std::string argument) {
  const job_id id = server_.next_id();
  co_await server_.record(id, kind);

  job work;
  work.id = id;
  work.kind = std::move(kind);
  work.argument = std::move(argument);
  work.owner = shared_from_this();
  work.on_dropped = [self = shared_from_this(), id] {
    boost::asio::co_spawn(self->socket_.get_executor(), report_dropped(self, id), complain("reporting a dropped job"));
  };

  ++pending_;
  co_await reply("QUEUED " + std::to_string(id));
  server_.queue().push(std::move(work));
}

awaitable<void> session::deliver(job_id id, result lines) {
  auto guard = co_await writing_.scoped_lock();
  co_await write("RESULT " + std::to_string(id) + ' ' + std::to_string(lines.size()));
  for (std::string &line : lines)
    co_await write(std::move(line));
  finished_one();
}

awaitable<void> session::announce_closing() { return reply("CLOSING"); }

void session::stop_reading() {
  boost::system::error_code gone_already;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_receive, gone_already);
}

awaitable<void> session::report_dropped(std::shared_ptr<session> self, job_id id) {
  co_await self->reply("DROPPED " + std::to_string(id));
  self->finished_one();
}

awaitable<void> session::drain() {
  while (pending_ > 0) {
    boost::system::error_code woken;
    co_await answered_.async_wait(boost::asio::redirect_error(use_awaitable, woken));
  }
}

awaitable<void> session::call_back(std::shared_ptr<session> self, int port) {
  boost::asio::ip::tcp::socket other(self->socket_.get_executor());
  co_await other.async_connect({boost::asio::ip::address_v4::loopback(), static_cast<unsigned short>(port)},
                               use_awaitable);
  co_await boost::asio::async_write(other, boost::asio::buffer("HERE\n", 5), use_awaitable);
}

awaitable<void> session::reply(std::string line) {
  auto guard = co_await writing_.scoped_lock();
  co_await write(std::move(line));
}

awaitable<void> session::write(std::string line) {
  line += '\n';
  boost::system::error_code client_gone; // then there is nobody to tell
  co_await boost::asio::async_write(socket_, boost::asio::buffer(line),
                                    boost::asio::redirect_error(use_awaitable, client_gone));
}

void session::finished_one() {
  --pending_;
  answered_.cancel();
}

} // namespace jobs
