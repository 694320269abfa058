#include "driver/worker.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace asynctidy::driver {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASYNC_HAS_ASAN 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define ASYNC_HAS_ASAN 1
#endif

[[noreturn]] void outOfMemory() { _exit(OutOfMemoryStatus); }

void limitMemory(unsigned MiB) {
#ifdef ASYNC_HAS_ASAN
  (void)MiB; // the sanitizer reserves terabytes of address space
#else
  if (MiB == 0)
    return;
  rlimit Limit;
  getrlimit(RLIMIT_AS, &Limit);
  const rlim_t Wanted = rlim_t(MiB) << 20;
  Limit.rlim_cur = Limit.rlim_max == RLIM_INFINITY ? Wanted : std::min(Wanted, Limit.rlim_max);
  setrlimit(RLIMIT_AS, &Limit);
#endif
}

/// Clang's recursion is as deep as the nesting of the code.
void allowDeepStack() {
  rlimit Limit;
  getrlimit(RLIMIT_STACK, &Limit);
  const rlim_t Wanted = rlim_t(64) << 20;
  if (Limit.rlim_cur != RLIM_INFINITY && Limit.rlim_cur < Wanted) {
    Limit.rlim_cur = Limit.rlim_max == RLIM_INFINITY ? Wanted : std::min(Wanted, Limit.rlim_max);
    setrlimit(RLIMIT_STACK, &Limit);
  }
}

void writeAll(int Descriptor, llvm::StringRef Text) {
  while (!Text.empty()) {
    const ssize_t Written = ::write(Descriptor, Text.data(), Text.size());
    if (Written < 0) {
      if (errno == EINTR)
        continue;
      _exit(1);
    }
    Text = Text.drop_front(Written);
  }
}

[[noreturn]] void live(const std::function<std::string()> &Body, const Limits &L, int Output, int Errors,
                       pid_t Parent) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != Parent)
    _exit(1); // the parent died before the line above
  for (int Signal : {SIGINT, SIGTERM, SIGHUP})
    signal(Signal, SIG_DFL);
  dup2(Errors, STDERR_FILENO);
  const int Null = open("/dev/null", O_RDWR);
  dup2(Null, STDIN_FILENO);
  dup2(Null, STDOUT_FILENO);
  allowDeepStack();
  limitMemory(L.MemoryMiB);
  std::set_new_handler(outOfMemory);
  llvm::install_bad_alloc_error_handler([](void *, const char *, bool) { outOfMemory(); });

  writeAll(Output, Body());
  llvm::errs().flush();
  _exit(0); // without running the parent's destructors and atexit handlers
}

bool makePipe(int (&Ends)[2]) {
  if (pipe(Ends) != 0)
    return false;
  for (int End : Ends)
    fcntl(End, F_SETFD, FD_CLOEXEC);
  fcntl(Ends[0], F_SETFL, O_NONBLOCK);
  return true;
}

} // namespace

int startWorker(const std::function<std::string()> &Body, const Limits &L, Worker &W) {
  int Output[2], Errors[2];
  if (!makePipe(Output))
    return errno;
  if (!makePipe(Errors)) {
    const int Why = errno;
    close(Output[0]);
    close(Output[1]);
    return Why;
  }
  llvm::outs().flush();
  const pid_t Parent = getpid();
  W.Process = fork();
  const int Why = errno;
  if (W.Process == 0) {
    close(Output[0]);
    close(Errors[0]);
    live(Body, L, Output[1], Errors[1], Parent);
  }
  close(Output[1]);
  close(Errors[1]);
  if (W.Process < 0) {
    close(Output[0]);
    close(Errors[0]);
    return Why;
  }
  W.Output = Output[0];
  W.Errors = Errors[0];
  return 0;
}

void commitCrash() {
  signal(SIGSEGV, SIG_DFL); // a sanitizer would turn the signal into an exit
  raise(SIGSEGV);
}

void commitHang() {
  for (;;)
    pause();
}

void commitMemoryBlowUp() {
#ifdef ASYNC_HAS_ASAN
  outOfMemory();
#else
  for (size_t Size = size_t(16) << 20;;)
    std::memset(::operator new(Size), 1, Size);
#endif
}

} // namespace asynctidy::driver
