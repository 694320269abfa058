#include "async/detail/probe.hpp"

#include "async/detail/bell.hpp"
#include "async/detail/native_stack.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <optional>
#include <system_error>
#include <ucontext.h>

namespace async::detail {

namespace {

struct request {
  pthread_t thread;
  void (*look)(void *, const void *);
  void *context;
};

/// What the handler shares with the threads that ask. Never destroyed: a signal may come at any time.
struct exchange {
  std::mutex asking;
  std::atomic<request *> asked = nullptr;
  bell answered;
  struct sigaction before{};
};

std::atomic<exchange *> prepared = nullptr;

const void *interrupted_by(const void *context) {
  const auto &registers = static_cast<const ucontext_t *>(context)->uc_mcontext;
#if defined(__x86_64__)
  return reinterpret_cast<const void *>(registers.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return reinterpret_cast<const void *>(registers.pc);
#else
  static_cast<void>(registers);
  return nullptr;
#endif
}

void pass_on(const exchange &shared, int signal, siginfo_t *info, void *context) {
  if (shared.before.sa_flags & SA_SIGINFO)
    shared.before.sa_sigaction(signal, info, context);
  else if (shared.before.sa_handler != SIG_DFL && shared.before.sa_handler != SIG_IGN)
    shared.before.sa_handler(signal);
}

void on_signal(int signal, siginfo_t *info, void *context) {
  const int saved = errno;
  exchange &shared = *prepared.load(std::memory_order_acquire);
  request *asked = shared.asked.load(std::memory_order_acquire);
  if (info->si_code != SI_TKILL)
    pass_on(shared, signal, info, context);
  else if (asked && pthread_equal(asked->thread, pthread_self()) &&
           shared.asked.compare_exchange_strong(asked, nullptr)) {
    asked->look(asked->context, interrupted_by(context));
    shared.answered.ring();
  }
  errno = saved;
}

exchange &prepare() {
  static exchange &shared = []() -> exchange & {
    native_stack::prepare();
    auto *made = new exchange;
    prepared.store(made, std::memory_order_release);
    struct sigaction action{};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    if (::sigaction(SIGURG, &action, &made->before) != 0)
      throw std::system_error(errno, std::generic_category(), "sigaction");
    return *made;
  }();
  return shared;
}

} // namespace

bool probe(pthread_t thread, void (*look)(void *, const void *), void *context, duration patience) {
  exchange &shared = prepare();
  const std::lock_guard one_at_a_time(shared.asking);
  request asked{thread, look, context};
  shared.asked.store(&asked, std::memory_order_release);
  if (::pthread_kill(thread, SIGURG) == 0 && shared.answered.wait(patience))
    return true;
  request *expected = &asked;
  if (shared.asked.compare_exchange_strong(expected, nullptr))
    return false;
  return shared.answered.wait(std::nullopt); // it has begun just now
}

} // namespace async::detail
