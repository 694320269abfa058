#include "driver/worker-pool.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace asynctidy::driver {
namespace {

using Clock = std::chrono::steady_clock;

volatile sig_atomic_t Interrupted = 0;

/// During its lifetime, terminating signals are only recorded, so that the workers can be ended first.
class NotingInterrupts {
public:
  NotingInterrupts() {
    struct sigaction Noting = {};
    Noting.sa_handler = [](int Signal) { Interrupted = Signal; };
    for (size_t I = 0; I < std::size(Signals); ++I) {
      sigaction(Signals[I], nullptr, &Before[I]);
      if (Before[I].sa_handler != SIG_IGN) // keep nohup's setting
        sigaction(Signals[I], &Noting, nullptr);
    }
  }
  ~NotingInterrupts() {
    for (size_t I = 0; I < std::size(Signals); ++I)
      sigaction(Signals[I], &Before[I], nullptr);
  }

private:
  static constexpr int Signals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction Before[std::size(Signals)];
};

struct Running {
  Worker W;
  size_t Index;
  std::optional<Clock::time_point> Deadline;
  bool TimedOut = false;
};

/// Reads all available data. False at the end of the stream.
bool drain(int Descriptor, std::string &Into) {
  char Buffer[1 << 16];
  for (;;) {
    const ssize_t Got = read(Descriptor, Buffer, sizeof Buffer);
    if (Got > 0)
      Into.append(Buffer, Got);
    else if (Got == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK))
      return false;
    else if (errno != EINTR)
      return true;
  }
}

void closeIfDone(int &Descriptor, bool More) {
  if (!More) {
    close(Descriptor);
    Descriptor = -1;
  }
}

int waitFor(pid_t Process) {
  int Status = 0;
  while (waitpid(Process, &Status, 0) < 0 && errno == EINTR) {
  }
  return Status;
}

void settle(Outcome &O, int Status, bool TimedOut) {
  if (TimedOut) {
    O.How = Outcome::Kind::TimedOut;
  } else if (WIFEXITED(Status) && WEXITSTATUS(Status) == 0) {
    O.How = Outcome::Kind::Done;
  } else if (WIFEXITED(Status) && WEXITSTATUS(Status) == OutOfMemoryStatus) {
    O.How = Outcome::Kind::OutOfMemory;
  } else {
    O.How = Outcome::Kind::Crashed;
    O.Status = WIFSIGNALED(Status) ? WTERMSIG(Status) : -WEXITSTATUS(Status);
  }
}

/// Milliseconds until the first deadline; -1 without one.
int untilFirstDeadline(const std::vector<Running> &Active) {
  std::optional<Clock::time_point> First;
  for (const Running &R : Active)
    if (R.Deadline && !R.TimedOut && (!First || *R.Deadline < *First))
      First = R.Deadline;
  if (!First)
    return -1;
  const auto Left = std::chrono::ceil<std::chrono::milliseconds>(*First - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(Left, 0, 1 << 30));
}

[[noreturn]] void dieOf(int Signal, std::vector<Running> &Active) {
  for (Running &R : Active)
    kill(R.W.Process, SIGKILL);
  for (Running &R : Active)
    waitFor(R.W.Process);
  signal(Signal, SIG_DFL);
  raise(Signal);
  _exit(128 + Signal);
}

} // namespace

std::vector<Outcome> runInWorkers(size_t Count, unsigned Jobs, const Limits &L,
                                  const std::function<std::string(size_t)> &Body,
                                  const std::function<void(size_t, Outcome &)> &Finished) {
  std::vector<Outcome> Outcomes(Count);
  std::vector<Running> Active;
  const NotingInterrupts Noting;
  for (size_t Next = 0; Next < Count || !Active.empty();) {
    while (Next < Count && Active.size() < std::max(1u, Jobs) && !Interrupted) {
      Running R;
      R.Index = Next;
      if (const int Why = startWorker([&] { return Body(Next); }, L, R.W)) {
        if (!Active.empty())
          break; // too many processes: wait for one to end
        Outcomes[Next].Status = Why;
        Finished(Next, Outcomes[Next]);
        ++Next;
        continue;
      }
      if (L.TimeoutSeconds)
        R.Deadline = Clock::now() + std::chrono::seconds(L.TimeoutSeconds);
      Active.push_back(R);
      ++Next;
    }

    std::vector<pollfd> Descriptors;
    for (const Running &R : Active) {
      Descriptors.push_back({R.W.Output, POLLIN, 0}); // poll() ignores -1
      Descriptors.push_back({R.W.Errors, POLLIN, 0});
    }
    // poll() is not ended by a signal that arrives just before it, so wake up once a second.
    const int Left = untilFirstDeadline(Active);
    poll(Descriptors.data(), Descriptors.size(), Left < 0 ? 1000 : std::min(Left, 1000));
    if (Interrupted)
      dieOf(Interrupted, Active);

    const Clock::time_point Now = Clock::now();
    for (Running &R : Active) {
      Outcome &O = Outcomes[R.Index];
      if (R.W.Output >= 0)
        closeIfDone(R.W.Output, drain(R.W.Output, O.Output));
      if (R.W.Errors >= 0)
        closeIfDone(R.W.Errors, drain(R.W.Errors, O.Errors));
      if (R.Deadline && !R.TimedOut && Now >= *R.Deadline && (R.W.Output >= 0 || R.W.Errors >= 0)) {
        R.TimedOut = true;
        kill(R.W.Process, SIGKILL);
      }
    }
    llvm::erase_if(Active, [&](Running &R) {
      if (R.W.Output >= 0 || R.W.Errors >= 0)
        return false;
      settle(Outcomes[R.Index], waitFor(R.W.Process), R.TimedOut);
      Finished(R.Index, Outcomes[R.Index]);
      return true;
    });
  }
  return Outcomes;
}

} // namespace asynctidy::driver
