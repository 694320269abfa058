// Checks from outside what the job server promises to its clients, each promise on a server of its own over loopback.
//
//   check [PATIENCE]    PATIENCE: milliseconds to wait for what may never come; 5000 unless told
//
// The same source is linked with the server of buggy/ and with that of repaired/.
#include "server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace {

std::chrono::milliseconds patience(5000);

/// A server in a thread of its own, stopped at the end.
class running_server {
public:
  explicit running_server(jobs::options settings = {}) {
    if (settings.journal == jobs::options().journal)
      settings.journal = "/dev/null";
    server_.emplace(context_, settings);
    boost::asio::co_spawn(context_, server_->run(), [](std::exception_ptr failure) {
      if (failure)
        std::rethrow_exception(failure);
    });
    ended_ = std::async(std::launch::async, [this] { context_.run(); });
  }
  ~running_server() { context_.stop(); }

  unsigned short port() const { return server_->port(); }
  bool ends() { return ended_.wait_for(patience) == std::future_status::ready; }
  bool fails() {
    try {
      return ends() && (ended_.get(), false);
    } catch (const std::exception &) {
      return true;
    }
  }
  void stop() {
    context_.stop();
    ended_.wait();
  }

private:
  boost::asio::io_context context_{1};
  std::optional<jobs::server> server_;
  std::future<void> ended_; // last: its destructor waits for the thread
};

/// A client that gives up on a line after `patience`.
class client {
public:
  explicit client(unsigned short port) { socket_.connect({boost::asio::ip::address_v4::loopback(), port}); }
  void send(const std::string &lines) { boost::asio::write(socket_, boost::asio::buffer(lines)); }

  /// The next line, or "" when none comes.
  std::string line() {
    for (;;) {
      if (const auto end = input_.find('\n'); end != std::string::npos) {
        std::string line = input_.substr(0, end);
        input_.erase(0, end + 1);
        return line;
      }
      pollfd ready{socket_.native_handle(), POLLIN, 0};
      char chunk[4096];
      if (::poll(&ready, 1, static_cast<int>(patience.count())) != 1)
        return "";
      const ssize_t length = ::read(socket_.native_handle(), chunk, sizeof chunk);
      if (length <= 0)
        return "";
      input_.append(chunk, static_cast<std::size_t>(length));
    }
  }

  /// Reads on until a line begins with \p start.
  bool sees(const std::string &start) {
    for (std::string next = line(); !next.empty(); next = line())
      if (next.rfind(start, 0) == 0)
        return true;
    return false;
  }

private:
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_{context_};
  std::string input_;
};

bool results_arrive_whole() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT count 300\nSUBMIT count 300\n");
  for (int results = 0; results < 2;) {
    const std::string header = c.line();
    if (header.rfind("QUEUED ", 0) == 0)
      continue;
    if (header.rfind("RESULT ", 0) != 0)
      return false;
    for (int i = 1; i <= 300; ++i)
      if (c.line() != std::to_string(i))
        return false;
    ++results;
  }
  return true;
}

bool exclusive_jobs_run_alone() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT exclusive 50\nSUBMIT exclusive 50\n");
  return c.sees("ran alone") && c.sees("ran alone");
}

bool measuring_holds_no_client_up() {
  auto *server = new running_server; // one whose thread hangs cannot be ended: then it is left behind
  client c(server->port());
  c.send("SUBMIT measure 50\nSUBMIT upper hello\n");
  const bool answered = c.sees("HELLO") && c.sees("1 jobs");
  if (answered)
    delete server;
  return answered;
}

bool an_audit_ends() {
  auto *server = new running_server; // see above
  client c(server->port());
  c.send("SUBMIT audit now\n");
  const bool answered = c.sees("1 in all");
  if (answered)
    delete server;
  return answered;
}

bool the_job_due_first_is_answered_first() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT later 20\nSUBMIT later 2000\n");
  return c.sees("after 20");
}

bool accepted_jobs_are_in_the_journal() {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("jobs-" + std::to_string(getpid()) + ".journal");
  {
    jobs::options settings;
    settings.journal = path;
    running_server server(settings);
    client c(server.port());
    c.send("SUBMIT upper hello\n");
    if (!c.sees("HELLO"))
      return false;
    server.stop();
  }
  std::string recorded;
  std::getline(std::ifstream(path), recorded);
  std::filesystem::remove(path);
  return recorded == "1 upper";
}

bool no_journal_no_service() {
  jobs::options settings;
  settings.journal = "/nonexistent/jobs.journal";
  return running_server(settings).fails();
}

bool results_come_before_bye() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT sleep 50\nQUIT\n");
  for (std::string line = c.line(); !line.empty() && line != "BYE"; line = c.line())
    if (line == "slept")
      return c.sees("BYE");
  return false;
}

bool dropped_jobs_are_reported() {
  jobs::options settings;
  settings.queue_capacity = 2;
  running_server server(settings);
  client c(server.port());
  for (int i = 0; i < 5; ++i)
    c.send("SUBMIT sleep 10000\n");
  return c.sees("DROPPED ");
}

bool clients_hear_of_a_shutdown() {
  running_server server;
  client idle(server.port());
  idle.send("SUBMIT upper hello\n");
  if (!idle.sees("HELLO"))
    return false;
  client(server.port()).send("SHUTDOWN\n");
  return idle.sees("CLOSING") && idle.sees("BYE") && server.ends();
}

bool sigterm_ends_the_server() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT upper hello\n"); // the answer shows that it runs
  if (!c.sees("HELLO"))
    return false;
  std::raise(SIGTERM);
  return server.ends();
}

/// \p holds, asked in a process of its own: one that crashes breaks the promise and nothing else.
bool in_another_process(bool (*holds)()) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(holds() ? 0 : 1);
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool jobs_can_be_repeated() {
  return in_another_process([] {
    running_server server;
    client c(server.port());
    c.send("SUBMIT repeat 3\n");
    return c.sees("3 times");
  });
}

bool no_answer_is_told_from_an_empty_one() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT ask 1\n"); // no program listens there
  return c.sees("no answer");
}

bool failed_calls_are_complained_of() {
  std::ostringstream complaints;
  std::streambuf *const before = std::cerr.rdbuf(complaints.rdbuf());
  {
    running_server server;
    client c(server.port());
    c.send("CALL 1\nSUBMIT sleep 50\n"); // the call has failed when the job is done
    c.sees("slept");
    server.stop();
  }
  std::cerr.rdbuf(before);
  return complaints.str().find("calling back") != std::string::npos;
}

bool knocking_ends() {
  return in_another_process([] {
    running_server server;
    client c(server.port());
    c.send("SUBMIT knock 1\n");
    const bool answered = c.sees("nobody there");
    if (!answered)
      ::_exit(1); // its thread is busy indefinitely
    return answered;
  });
}

bool a_client_that_earns_hears_of_it() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT earn 3\n");
  return c.sees("3 earned");
}

bool saving_and_spending_both_end() {
  running_server server;
  client c(server.port());
  c.send("SUBMIT save 1\nSUBMIT spend 1\n");
  for (int seen = 0; seen < 2;) {
    const std::string line = c.line();
    if (line.empty())
      return false;
    seen += line == "saved 1" || line == "spent 1";
  }
  return true;
}

} // namespace

int main(int argc, char **argv) {
  if (argc > 1)
    patience = std::chrono::milliseconds(std::atoi(argv[1]));
  const struct {
    const char *promise;
    bool (*holds)();
  } promises[] = {
      {"a result arrives in one piece", results_arrive_whole},
      {"exclusive jobs run alone", exclusive_jobs_run_alone},
      {"measuring holds no client up", measuring_holds_no_client_up},
      {"an audit ends", an_audit_ends},
      {"the job due first is answered first", the_job_due_first_is_answered_first},
      {"every accepted job is in the journal", accepted_jobs_are_in_the_journal},
      {"without its journal the server does not serve", no_journal_no_service},
      {"results come before BYE", results_come_before_bye},
      {"a client that loses a job is told", dropped_jobs_are_reported},
      {"clients hear of a shutdown, and it ends", clients_hear_of_a_shutdown},
      {"SIGTERM ends the server", sigterm_ends_the_server},
      {"a job can be repeated", jobs_can_be_repeated},
      {"no answer is told from an empty one", no_answer_is_told_from_an_empty_one},
      {"a call back that fails is complained of", failed_calls_are_complained_of},
      {"knocking ends", knocking_ends},
      {"a client that earns hears of it", a_client_that_earns_hears_of_it},
      {"saving and spending both end", saving_and_spending_both_end},
  };
  int kept = 0;
  for (const auto &[promise, holds] : promises) {
    const bool kept_this = holds();
    std::printf("%-8s%s\n", kept_this ? "kept" : "BROKEN", promise);
    std::fflush(stdout);
    kept += kept_this;
  }
  std::printf("%d of %zu promises kept\n", kept, std::size(promises));
  return kept == static_cast<int>(std::size(promises)) ? 0 : 1;
}
