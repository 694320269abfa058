// RUN: %check_async 'async-*' %s --suffix=,NAMED
// RUN: %check_async 'async-*' %s --suffix=,NAMED --likely
// RUN: %check_renamed %s
// REQUIRES: llvm-22, programs
//
// C++/WinRT: actions and operations are eager and counted references, promises stand in coroutine_traits; events, weak
// references, the thread pool, and fire_and_forget, which ends the program when an exception leaves it.
#ifdef REAL_LIBRARY
#include <winrt/Windows.Foundation.h>
#else
#include "stand-ins/winrt.h"
#endif
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace winrt::Windows::Foundation;
using winrt::fire_and_forget;
using winrt::hstring;

void log(const hstring &);
hstring name();
IAsyncAction save();
IAsyncOperation<int> load(int id);

// ---- Work that is lost
fire_and_forget discards() {
  save();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'save' is discarded, so its exceptions are lost [async-discarded-result]
  load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'load' is discarded, so its exceptions are lost [async-discarded-result]
  winrt::resume_background();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'resume_background' is discarded, so the code goes on without it [async-discarded-result]
  winrt::resume_after(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'resume_after' is discarded, so the code goes on without it [async-discarded-result]
  co_await save();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'discards', and then its promise ends the program [async-detached-task]
  co_await load(2);
  co_await winrt::resume_background();
}
IAsyncAction forgets() {
  auto page = load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'page' is never awaited, so its exceptions are lost [async-unawaited-task]
  co_await save();
}
IAsyncAction joined() {
  auto first = save();
  auto second = save();
  co_await winrt::when_all(first, second);
}
IAsyncOperation<int> passes_on() { return load(1); }
IAsyncAction kept(std::vector<IAsyncAction> &all) {
  all.push_back(save());
  co_return;
}
void queue(const winrt::DispatcherQueue &queue) {
  queue.TryEnqueue([] { return save(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'function<void ()>', so its exceptions are lost [async-task-in-void-callback]
  queue.TryEnqueue([] { log(L"done"); });
  queue.TryEnqueue([]() -> fire_and_forget { co_await save(); });
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:46: warning: exception of this 'co_await' leaves this lambda, and then its promise ends the program [async-detached-task]
}

// ---- Locks
class cache {
  winrt::slim_mutex m_pages;
  winrt::slim_mutex m_names;
  std::mutex m_thread;
  std::map<int, hstring> m_map;
  int m_total = 0;
  winrt::event<TypedEventHandler<int, int>> m_changed;

public:
  IAsyncAction slim_lock() {
    winrt::slim_lock_guard guard(m_pages);
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'm_pages' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await save();
  }
  IAsyncAction thread_lock() {
    std::unique_lock guard(m_thread);
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'm_thread' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    m_map.clear();
    co_await winrt::resume_background();
  }
  IAsyncAction slim_lock_released() {
    {
      winrt::slim_lock_guard guard(m_pages);
      m_map.clear();
    }
    co_await save();
  }
  IAsyncAction thread_lock_released() {
    std::unique_lock guard(m_thread);
    m_map.clear();
    guard.unlock();
    co_await save();
  }
  void pages_then_names() {
    winrt::slim_lock_guard pages(m_pages);
    winrt::slim_lock_guard names(m_names);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache::m_names' can be locked here while 'cache::m_pages' is held, and elsewhere in the opposite order, so two threads can deadlock [async-lock-order]
  }
  void names_then_pages() {
    winrt::slim_lock_guard names(m_names);
    winrt::slim_lock_guard pages(m_pages);
  }
  void size() {
    winrt::slim_lock_guard pages(m_pages);
    m_map.clear();
  }
  void size_again() {
    winrt::slim_lock_guard pages(m_pages);
    size();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'size' can lock 'cache::m_pages', which is still held here, and then this thread blocks indefinitely [async-self-deadlock]
  }
  void size_after() {
    {
      winrt::slim_lock_guard pages(m_pages);
    }
    size();
  }
  IAsyncAction adds_unguarded(int id) {
    m_total = m_total + co_await load(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_total' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  IAsyncAction adds(int id) {
    int page = co_await load(id);
    m_total = m_total + page;
  }
  IAsyncAction walks() {
    for (auto &[id, page] : m_map) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'm_map' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await load(id);
      log(page);
    }
  }
  IAsyncAction walks_a_copy() {
    auto copy = m_map;
    for (auto &[id, page] : copy) {
      co_await load(id);
      log(page);
    }
  }
  IAsyncAction finds(int id) {
    auto found = m_map.find(id);
    co_await save();
    if (found != m_map.end())
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'found' points into 'm_map' and is used after a suspension, so it dangles if what it refers to was removed meanwhile [async-stale-reference]
      log(found->second);
  }
  void drop(int id) { m_map.erase(id); }
  void raises_under_lock(int value) {
    winrt::slim_lock_guard pages(m_pages);
    m_changed(value, value); // MISSED: async-resume-under-lock: the check is not built yet
  }
  void raises(int value) {
    {
      winrt::slim_lock_guard pages(m_pages);
      m_total = value;
    }
    m_changed(value, value);
  }
};

// ---- What blocks
IAsyncAction blocks() {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  std::ifstream file("settings");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'basic_ifstream' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await winrt::resume_background();
  std::this_thread::sleep_for(1ms); // RENAMED: async-blocking-call
  std::ifstream other("settings"); // RENAMED: async-blocking-call
}
IAsyncAction waits() {
  save().get();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'get' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  log(std::to_wstring(load(1).get()));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:23: warning: 'get' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  save().wait_for(1s);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'wait_for' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  co_await save();
}
IAsyncAction waits_elsewhere() {
  co_await winrt::resume_background();
  save().get();
}
int main_thread() { return load(1).get(); }

// ---- Cancellation
IAsyncAction retries() {
  for (;;) {
    try {
      co_await winrt::resume_after(1s);
      co_await save();
    } catch (...) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log(L"again");
    }
  }
}
IAsyncAction retries_named() {
  for (;;) {
    try {
      co_await save();
    } catch (const winrt::hresult_error &failure) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log(failure.message());
    }
  }
}
IAsyncAction passes_cancellation_on() {
  for (;;) {
    try {
      co_await save();
    } catch (const winrt::hresult_canceled &) {
      throw;
    } catch (const winrt::hresult_error &failure) {
      log(failure.message());
    }
  }
}
IAsyncAction tests_the_token() {
  auto token = co_await winrt::get_cancellation_token();
  while (!token()) {
    try {
      co_await save();
    } catch (...) {
      log(L"again");
    }
  }
}
IAsyncAction ignores() {
  try {
    co_await save();
  } catch (...) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
}
fire_and_forget may_terminate() {
  co_await save();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'may_terminate', and then its promise ends the program [async-detached-task]
}
fire_and_forget handles() {
  try {
    co_await save();
  } catch (const winrt::hresult_error &failure) {
    log(failure.message());
  }
}

// ---- Lifetimes
IAsyncAction reads(const hstring &path) {
  co_await save();
  log(path);
}
IAsyncAction in_try(const hstring &path) {
  try {
    return reads(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (const winrt::hresult_error &failure) {
    log(failure.message());
    return save();
  }
}
IAsyncAction takes(hstring path) {
  co_await save();
  log(path);
}
IAsyncAction returns_local() {
  hstring path = name();
  return reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-escaping-local]
}
void starts() {
  (void)reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  hstring path = name();
  (void)reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  (void)takes(path);
}
IAsyncAction awaits_temporary() {
  co_await reads(name());
  hstring path = name();
  co_await reads(path);
}
IAsyncAction temporary_kept() {
  auto action = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  co_await action;
}
IAsyncAction one_after_the_other() {
  hstring path = name();
  auto first = reads(path);
  auto second = reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs, if an exception leaves the scope before the task is awaited [async-scope-order]
  co_await first; // when it throws, 'second' goes on without 'path'
  co_await second;
}
void lambda(int id) {
  [id]() -> fire_and_forget {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await save();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: exception of this 'co_await' leaves this lambda, and then its promise ends the program [async-detached-task]
    log(std::to_wstring(id));
  }();
}
void lambda_parameter(int id) {
  [](int id) -> fire_and_forget {
    co_await save();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: exception of this 'co_await' leaves this lambda, and then its promise ends the program [async-detached-task]
    log(std::to_wstring(id));
  }(id);
}
struct button : winrt::implements<button> {
  hstring m_text;
  winrt::event<TypedEventHandler<int, int>> m_clicked;
  IAsyncAction refresh() {
    co_await save();
    log(m_text);
  }
  IAsyncAction refresh_held() {
    auto strong = get_strong();
    co_await save();
    log(m_text);
  }
  IAsyncAction refresh_weak() {
    auto weak = get_weak();
    co_await save();
    if (auto strong = weak.get())
      log(strong->m_text);
  }
  void click() {
    (void)refresh();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:11: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
    (void)refresh_held();
    (void)refresh_weak();
  }
  void subscribes() {
    m_clicked.add([this](int, int) -> fire_and_forget {
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:19: warning: this closure may be destroyed by what keeps it while the coroutine still uses its captures [async-dangling-capture]
      co_await save();
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: exception of this 'co_await' leaves this lambda, and then its promise ends the program [async-detached-task]
      log(m_text);
    });
  }
  void subscribes_weak() {
    m_clicked.add([weak = get_weak()](int, int) { // the handler is a plain function
      if (auto strong = weak.get())
        strong->click();
    });
  }
};
