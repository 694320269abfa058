#include "async/detail/probe.hpp"
#include "async/detail/registry.hpp"
#include "async/detail/watcher.hpp"
#include "async/scheduler.hpp"
#include "async/watchdog.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace async {

namespace detail {

namespace {

/// Text written to a descriptor by a thread that may have been interrupted anywhere: no memory, no locks.
class signal_safe_text {
public:
  explicit signal_safe_text(int to) noexcept : to_(to) {}
  signal_safe_text(const signal_safe_text &) = delete;
  signal_safe_text &operator=(const signal_safe_text &) = delete;
  ~signal_safe_text() { flush(); }

  signal_safe_text &operator<<(std::string_view text) noexcept {
    for (const char c : text) {
      if (size_ == buffer_.size())
        flush();
      buffer_[size_++] = c;
    }
    return *this;
  }

  signal_safe_text &operator<<(std::uint64_t number) noexcept {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
  }

  signal_safe_text &operator<<(const std::source_location &where) noexcept {
    return *this << where.file_name() << ":" << std::uint64_t(where.line()) << ":" << std::uint64_t(where.column());
  }

private:
  void flush() noexcept {
    std::size_t done = 0;
    while (done < size_) {
      const ssize_t written = ::write(to_, buffer_.data() + done, size_ - done);
      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        break; // no reader is left to be told
      done += static_cast<std::size_t>(written);
    }
    size_ = 0;
  }

  int to_;
  std::array<char, 512> buffer_;
  std::size_t size_ = 0;
};

void write_task(signal_safe_text &text, const task_record &task) {
  text << "task '" << task.name << "' is " << name_of(task.at);
  if (const wait *waiting = task.waiting; waiting && task.at == task_record::state::waiting) {
    text << " for ";
    if (const wait_queue *in = waiting->waits_in()) {
      text << in->kind();
      if (!in->name().empty())
        text << " '" << in->name() << "'";
    } else {
      text << task.lost_resource;
    }
  }
  if (!task.parent.empty())
    text << ", spawned by task '" << task.parent << "'";
  text << "\n";
  for (const frame *inner = task.leaf; inner; inner = inner->caller)
    text << "  in " << inner->created.function_name() << "\n     " << inner->latest_place() << "\n";
}

struct dump_order {
  scheduler *loop;
  std::uint64_t number; ///< of the loop, counted from 1
  int to;
};

void dump(void *context, const void *) {
  const auto &order = *static_cast<const dump_order *>(context);
  signal_safe_text text(order.to);
  text << "tasks of loop " << order.number << ":\n";
  for (const task_record &task : order.loop->tasks())
    write_task(text, task);
}

} // namespace

void dump_all_loops(int to) {
  dump_order order{nullptr, 0, to};
  registry::for_each([&](scheduler &loop) {
    order.loop = &loop;
    ++order.number;
    if (!probe(loop.pulse().thread(), dump, &order, std::chrono::seconds(5)))
      signal_safe_text(to) << "loop " << order.number << " does not answer: its thread takes no signals\n";
  });
  if (order.number == 0)
    signal_safe_text(to) << "no loop runs\n";
}

} // namespace detail

namespace {

std::atomic<detail::watcher *> dumps = nullptr; ///< the handler must not make it
std::atomic<int> dump_to = STDERR_FILENO;

void on_dump_signal(int) {
  const int saved = errno;
  dumps.load(std::memory_order_acquire)->request_dump(dump_to.load(std::memory_order_relaxed));
  errno = saved;
}

} // namespace

void dump_on_signal(int number, int to) {
  dump_to.store(to, std::memory_order_relaxed);
  dumps.store(&detail::watcher::instance(), std::memory_order_release);
  struct sigaction action{};
  action.sa_handler = on_dump_signal;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  if (::sigaction(number, &action, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "sigaction");
}

} // namespace async
