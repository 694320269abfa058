#include "processes.h"

#include "llvm/Support/ErrorHandling.h"

#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace asynctidy::mutate {
namespace {

/// Forks; returns 0 in the child. Flushes first, so that buffered output is not written twice.
pid_t split(unsigned Seconds) {
  fflush(nullptr);
  pid_t Child = fork();
  if (Child < 0)
    llvm::report_fatal_error("async-mutate: cannot start a child process");
  if (Child == 0) {
    rlimit NoCore{0, 0};
    setrlimit(RLIMIT_CORE, &NoCore);
    alarm(Seconds); // SIGALRM has no handler, so it kills the child
  }
  return Child;
}

} // namespace

void inChildren(unsigned Count, unsigned Jobs, unsigned Seconds, llvm::function_ref<void(unsigned)> Work) {
  unsigned Running = 0;
  for (unsigned I = 0; I < Count; ++I) {
    for (; Running >= Jobs; --Running)
      wait(nullptr);
    if (split(Seconds) == 0) {
      Work(I);
      endChild();
    }
    ++Running;
  }
  for (; Running; --Running)
    wait(nullptr);
}

bool splitAndWait(unsigned Seconds) {
  pid_t Child = split(Seconds);
  if (Child == 0)
    return true;
  waitpid(Child, nullptr, 0);
  return false;
}

void endChild() {
  fflush(nullptr);
  _exit(0);
}

} // namespace asynctidy::mutate
