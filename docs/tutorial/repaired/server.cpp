#include "server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <stdexcept>
#include <utility>

namespace jobs {

using boost::asio::awaitable;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;

server::server(boost::asio::io_context &context, options settings)
    : context_(context), settings_(std::move(settings)),
      acceptor_(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), settings_.port)),
      signals_(context, SIGINT, SIGTERM), queue_(context.get_executor(), settings_.queue_capacity),
      journal_(context.get_executor()), runner_(context) {}

awaitable<void> server::run() {
  if (co_await journal_.open(settings_.journal))
    throw std::runtime_error("cannot open the journal " + settings_.journal);
  handle_signals();
  for (std::size_t i = 0; i < settings_.workers; ++i)
    boost::asio::co_spawn(context_, work(), complain("worker"));
  co_await accept();
}

awaitable<void> server::accept() {
  while (!closing_) {
    boost::system::error_code closed;
    tcp::socket socket = co_await acceptor_.async_accept(boost::asio::redirect_error(use_awaitable, closed));
    if (closed)
      break;
    auto client = std::make_shared<session>(std::move(socket), *this);
    sessions_.push_back(client);
    boost::asio::co_spawn(context_, session::serve(client), complain("session"));
  }
}

awaitable<void> server::work() {
  while (std::optional<job> next = co_await queue_.pop()) {
    result lines = co_await runner_.run(*next);
    co_await next->owner->deliver(next->id, std::move(lines));
  }
}

awaitable<void> server::record(job_id id, std::string kind) {
  auto recorded = journal_.record(id, std::move(kind));
  if (settings_.wait_for_journal)
    co_await std::move(recorded);
  else
    boost::asio::co_spawn(context_, std::move(recorded), complain("journal"));
}

awaitable<void> server::shut_down() {
  if (std::exchange(closing_, true))
    co_return;
  acceptor_.close();
  signals_.cancel();
  co_await tell_clients();
  queue_.close();
}

awaitable<void> server::tell_clients() {
  for (const std::weak_ptr<session> &weak : sessions_) {
    if (auto client = weak.lock()) {
      co_await client->announce_closing();
      client->stop_reading();
    }
  }
}

void server::handle_signals() {
  signals_.async_wait([this](boost::system::error_code cancelled, int) {
    if (!cancelled)
      boost::asio::co_spawn(context_, shut_down(), complain("shutting down"));
  });
}

} // namespace jobs
