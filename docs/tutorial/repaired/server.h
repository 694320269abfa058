// Accepts clients, owns the queue, the journal and the workers.
#pragma once

#include "job-queue.h"
#include "journal.h"
#include "session.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>

#include <exception>
#include <iostream>
#include <list>
#include <memory>
#include <string>

namespace jobs {

struct options {
  unsigned short port = 0; ///< 0: any free one
  std::string journal = "jobs.journal";
  bool wait_for_journal = false; ///< answer only after the job is in the journal
  std::size_t workers = 2;
  std::size_t queue_capacity = 100;
};

/// The end of spawned work that nobody waits for: says what failed.
inline auto complain(const char *what) {
  return [what](std::exception_ptr failure) {
    try {
      if (failure)
        std::rethrow_exception(failure);
    } catch (const std::exception &error) {
      std::cerr << what << ": " << error.what() << '\n';
    }
  };
}

class server {
public:
  server(boost::asio::io_context &context, options settings);

  unsigned short port() const { return acceptor_.local_endpoint().port(); }

  /// Serves until shut_down(), SIGINT or SIGTERM. Jobs that were accepted are finished first.
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> shut_down();

  boost::asio::awaitable<void> record(job_id id, std::string kind);
  job_id next_id() { return ++last_id_; }
  job_queue &queue() { return queue_; }

private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> work();
  boost::asio::awaitable<void> tell_clients();
  void handle_signals();

  boost::asio::io_context &context_;
  options settings_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::signal_set signals_;
  job_queue queue_;
  journal journal_;
  runner runner_;
  std::list<std::weak_ptr<session>> sessions_;
  job_id last_id_ = 0;
  bool closing_ = false;
};

} // namespace jobs
