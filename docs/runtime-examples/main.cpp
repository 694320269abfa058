// echo-server [PORT [WORKERS]]: sends back to every client on the loopback interface what it says.
//
// SIGINT or SIGTERM ends it as soon as the clients that it serves are done; a second one at once. SIGUSR1 shows its
// tasks.

#include "echo-server.hpp"

#include <async/event_loop.hpp>
#include <async/watchdog.hpp>
#include <async/when_any.hpp>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <sys/signalfd.h>

namespace {

sigset_t end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

/// Waits for a signal to end; the next one has its usual effect. \pre the signals are blocked in all threads
async::task<> asked_to_end() {
  const sigset_t signals = end_signals();
  {
    async::stream arriving(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signals");
    signalfd_siginfo signal;
    co_await arriving.read(std::as_writable_bytes(std::span(&signal, 1)));
  }
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

async::task<> program(echo::server_options options) {
  echo::server server(options);
  const async::endpoint at = server.local();
  std::printf("listening at %s, port %u\n", at.address.c_str(), unsigned(at.port));
  std::fflush(stdout);
  co_await async::when_any(asked_to_end(), server.serve());
  const echo::server_tally &done = server.tally();
  std::printf("%zu clients accepted: %zu served, %zu broke off, %zu given up; %ju bytes echoed\n", done.accepted,
              done.served, done.broken, done.given_up, std::uintmax_t(done.echoed));
}

} // namespace

int main(int argc, char **argv) {
  try {
    echo::server_options options;
    if (argc > 1)
      options.at.port = static_cast<std::uint16_t>(std::stoul(argv[1]));
    if (argc > 2)
      options.workers = std::stoul(argv[2]);
    const sigset_t signals = end_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    async::dump_on_signal(SIGUSR1);
    async::event_loop loop;
    loop.run(program(options));
  } catch (const std::exception &error) {
    std::fprintf(stderr, "echo-server: %s\n", error.what());
    return 1;
  }
}
