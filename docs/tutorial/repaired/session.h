// One connected client.
#pragma once

#include "async-mutex.h"
#include "job.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>

namespace jobs {

class server;

class session : public std::enable_shared_from_this<session> {
public:
  session(boost::asio::ip::tcp::socket socket, server &owner);

  /// Talks to the client until it leaves. Takes the session along, so that it lives as long.
  static boost::asio::awaitable<void> serve(std::shared_ptr<session> self);

  /// Sends the lines of a result, none of anybody else's between them.
  boost::asio::awaitable<void> deliver(job_id id, result lines);

  /// Tells the client that the server is closing.
  boost::asio::awaitable<void> announce_closing();

  /// Makes serve() see the end of the client's input.
  void stop_reading();

private:
  boost::asio::awaitable<void> handle(std::string line);
  boost::asio::awaitable<void> submit(std::string kind, std::string argument);
  static boost::asio::awaitable<void> report_dropped(std::shared_ptr<session> self, job_id id);
  boost::asio::awaitable<void> drain();
  static boost::asio::awaitable<void> call_back(std::shared_ptr<session> self, int port);
  boost::asio::awaitable<void> reply(std::string line);
  boost::asio::awaitable<void> write(std::string line);
  void finished_one();

  boost::asio::ip::tcp::socket socket_;
  server &server_;
  async_mutex writing_;
  int pending_ = 0; ///< jobs accepted and not yet answered
  bool leaving_ = false;
  boost::asio::steady_timer answered_; ///< never expires: cancelling it wakes who waits
};

} // namespace jobs
