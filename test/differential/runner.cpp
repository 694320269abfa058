// Explores every program of a batch and prints one line of JSON for each: what was reported, and how far it got.
//
//     runner [RUNS]     RUNS: how many orders of each program are tried (default 300)

#include "prelude.hpp"

#include <async/report.hpp>
#include <async/scheduler.hpp>
#include <async/semaphore.hpp>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <sys/wait.h>

namespace {

constexpr int most_inputs = 8; ///< of one run; all that are asked for later are false, so loops end
int inputs = 0;
std::set<int> lines; ///< that were reached in any run

} // namespace

bool input() {
  async::scheduler *const loop = async::scheduler::current();
  return loop && !loop->closing() && inputs++ < most_inputs && loop->drives().choose(2) == 1;
}

void differential::reached(int line) {
  if (const async::scheduler *const loop = async::scheduler::current(); !loop || !loop->closing())
    lines.insert(line);
}

#include "parts.hpp"

namespace {

using differential::program;
using differential::setting;
using differential::world_base;

constexpr std::size_t kept_reports = 40; ///< of one program
constexpr unsigned seconds_for_one = 120;

std::string quoted(const std::string &text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      made += '\\';
    if (static_cast<unsigned char>(c) < ' ')
      made += ' ';
    else
      made += c;
  }
  return made + '"';
}

/// What all explorations of one program have found.
class findings {
public:
  void add(const async::run_outcome &one) {
    add_noted(one.schedule);
    for (const async::report &made : one.reports)
      add(made, one.schedule);
    if (!one.error.empty())
      errors_.insert(one.error);
  }

  void add(const async::report &made, const std::string &schedule) {
    std::string same = std::string(name_of(made.kind)) + made.message + std::to_string(made.where.line());
    for (const async::report_note &note : made.notes)
      same += "," + std::to_string(note.where.line());
    if (reports_.size() < kept_reports)
      reports_.try_emplace(same, "{\"report\":" + to_json(made) + ",\"schedule\":" + quoted(schedule) + "}");
  }

  /// What the parts of the programs have noted in the run that has ended.
  void add_noted(const std::string &schedule) {
    for (const note &one : std::exchange(noted, {}))
      if (reports_.size() < kept_reports)
        reports_.try_emplace(one.kind + one.message + std::to_string(one.where.line()),
                             "{\"report\":{\"kind\":" + quoted(one.kind) + ",\"message\":" + quoted(one.message) +
                                 ",\"where\":{\"file\":" + quoted(one.where.file_name()) +
                                 ",\"line\":" + std::to_string(one.where.line()) +
                                 "},\"notes\":[],\"cycle\":[],\"tasks\":[]},\"schedule\":" + quoted(schedule) + "}");
  }

  void add(const async::exploration &found) {
    runs_ += found.runs;
    exhaustive_ = exhaustive_ && found.exhaustive;
  }

  /// Somebody threw what nobody caught.
  void add_error(std::string what) { errors_.insert(std::move(what)); }

  void print(const char *name) const {
    std::string line = "{\"program\":" + quoted(name) + ",\"runs\":" + std::to_string(runs_) +
                       ",\"exhaustive\":" + (exhaustive_ ? "true" : "false") + ",\"reports\":[";
    for (const auto &[same, made] : reports_)
      line += (line.back() == '[' ? "" : ",") + made;
    line += "],\"lines\":[";
    for (const int reached : lines)
      line += (line.back() == '[' ? "" : ",") + std::to_string(reached);
    line += "],\"errors\":[";
    for (const std::string &error : errors_)
      line += (line.back() == '[' ? "" : ",") + quoted(error);
    std::puts((line + "]}").c_str());
  }

private:
  std::map<std::string, std::string> reports_;
  std::set<std::string> errors_;
  std::size_t runs_ = 0;
  bool exhaustive_ = true;
};

/// Runs \p root to its end, and what it has left behind.
async::task<> to_the_end(async::task<> root, world_base &in, findings &found) {
  try {
    co_await std::move(root);
  } catch (const async::cancelled &) {
    throw;
  } catch (const trouble &error) {
    error.look();
    found.add_error(error.what());
  } catch (const std::exception &error) {
    found.add_error(error.what());
  } catch (...) {
    found.add_error("what is no exception");
  }
  try {
    co_await async::sleep_for(1h); // until nothing else can run
    co_await in.drain();
    co_await async::sleep_for(1h);
  } catch (const std::exception &error) {
    found.add_error(error.what());
  }
}

async::task<> both(async::task<> first, async::task<> second, world_base &in) {
  auto one = async::spawn(std::move(first), "one");
  auto two = async::spawn(std::move(second), "two");
  co_await one.ended();
  co_await two.ended();
  one.detach();
  two.detach();
  co_await async::sleep_for(1h); // until nothing else can run
  co_await in.drain();
}

/// Cancels \p root after some of its sleeps and steps.
async::task<> cancelled_some_time(async::task<> root) {
  auto worker = async::spawn(std::move(root), "worker");
  for (int i = 0; i < 3 && input(); ++i)
    co_await async::sleep_for(1ms);
  for (int i = 0; i < 3 && input(); ++i)
    co_await async::yield();
  inputs = 0;
  worker.cancel();
  co_await worker.ended();
  worker.detach();
}

/// Every order, or when there are too many the first, and as many at random.
template <class Program> void explore_orders(const Program &made, const async::bounds &within, findings &found) {
  const async::exploration all = async::explore(made, within);
  found.add(all);
  if (!all.exhaustive)
    async::random_walk(made, 1, within);
}

void explore(const program &of, findings &found, std::size_t runs) {
  std::shared_ptr<world_base> world;
  async::bounds within{.runs = runs, .steps = 400, .stop_at_failure = false};
  within.after_each_run = [&](const async::run_outcome &one) { found.add(one); };
  auto fresh = [&]() -> world_base & {
    differential::end_activities();
    noted.clear();
    world = of.make();
    inputs = 0;
    return *world;
  };
  auto pairs = [&](auto explore_pair) {
    for (std::size_t i = 0; i < of.roots.size(); ++i)
      for (std::size_t j = i; j < of.roots.size(); ++j)
        explore_pair(of.roots[i], of.roots[j]);
  };
  switch (of.runs) {
  case setting::alone:
    explore_orders(async::program([&] {
                     world_base &in = fresh();
                     return to_the_end(of.roots[0](in), in, found);
                   }),
                   within, found);
    break;
  case setting::cancelled:
    explore_orders(async::program([&] { return cancelled_some_time(of.roots[0](fresh())); }), within, found);
    break;
  case setting::pairs:
    pairs([&](auto first, auto second) {
      explore_orders(async::program([&, first, second] {
                       world_base &in = fresh();
                       return both(first(in), second(in), in);
                     }),
                     within, found);
    });
    break;
  case setting::loops:
    pairs([&](auto first, auto second) {
      explore_orders(async::loops([&, first, second]() -> std::vector<async::loop_program> {
                       world_base &in = fresh();
                       return {{"one", [&in, first] { return first(in); }},
                               {"two", [&in, second] { return second(in); }}};
                     }),
                     within, found);
    });
    break;
  }
}

/// In a process of its own: a program that crashes or hangs costs only itself.
void explore_apart(const program &of, std::size_t runs) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(seconds_for_one);
    findings found;
    async::set_report_handler([&](const async::report &made) { found.add(made, "after the end"); });
    explore(of, found, runs);
    found.print(of.name);
    std::fflush(stdout);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    std::printf("{\"program\":%s,\"died\":%d}\n", quoted(of.name).c_str(), WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

} // namespace

int main(int count, char **arguments) {
  const std::size_t runs = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 300;
  for (const program &one : differential::programs)
    explore_apart(one, runs);
}
