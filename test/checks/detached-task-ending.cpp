// RUN: %check_async async-detached-task %s
// RUN: %check_async async-detached-task %s --likely
//
// Coroutines whose promise ends the program when an exception leaves them.
#include "shapes.h"

void log(const char *);

struct bitmap {
  winrt::IAsyncAction set(int source);
};
winrt::IAsyncOperation<int> fetch(const std::string &uri);
winrt::IAsyncAction show();

// One await is guarded, and another is not.
winrt::fire_and_forget partly(bitmap image, std::string uri) {
  int source = 0;
  try {
    source = co_await fetch(uri);
  } catch (const winrt::hresult_error &) {
    log("failed");
    co_return;
  }
  co_await image.set(source);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'partly', and then its promise ends the program [async-detached-task]
  // CHECK-MESSAGES: :[[@LINE-7]]:14: note: a handler is around this 'co_await' of the same library
}
winrt::fire_and_forget wholly(bitmap image, std::string uri) {
  int source = 0;
  try {
    source = co_await fetch(uri);
  } catch (const winrt::hresult_error &) {
    log("failed");
    co_return;
  }
  try {
    co_await image.set(source);
  } catch (const winrt::hresult_error &) {
    log("not shown");
  }
}
winrt::fire_and_forget hops(std::string uri) {
  co_await winrt::resume_background(); // throws nothing
  try {
    co_await fetch(uri);
  } catch (...) {
  }
}
winrt::logged reports(std::string uri) {
  try {
    co_await fetch(uri);
  } catch (...) {
  }
  co_await show(); // its promise may do anything with the exception
}

// None is guarded: whether it fails is not known.
winrt::fire_and_forget shows() {
  co_await show();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'shows', and then its promise ends the program
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:3: note: this is likely rather than sure, because it assumes that what is awaited, whose body is not visible here, can fail or be cancelled
}
// What the caller gives is the caller's business.
winrt::fire_and_forget starts(winrt::IAsyncAction work) { co_await work; }

// A home-made one that rethrows out of a function which is noexcept.
home::job<int> reads(int n) {
  if (n < 0)
    throw std::invalid_argument("n");
  co_return n;
}
home::job<int> counts(int n) { co_return n; }
home::job<> opaque();

home::runner runs() {
  co_await counts(1);
  co_await reads(-1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'runs', and then its promise ends the program
  // CHECK-MESSAGES: :[[@LINE-10]]:5: note: an exception may come from here
}
home::runner rethrows() {
  try {
    co_await reads(-1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' leaves 'rethrows'
  } catch (...) {
    log("failed");
    throw;
  }
}
home::runner only_counts() { co_await counts(2); }
home::forgiving keeps() { co_await reads(-1); }
home::job<> is_awaited() { co_await reads(-1); } // the awaiting coroutine gets it

void start() {
  auto run = [](int n) -> home::runner {
    try {
      co_await reads(n);
    } catch (const std::exception &) {
      log("failed");
    }
    co_await opaque();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' leaves this lambda
  };
  run(1);
}

// A template, reported once.
template <class T> home::runner both(T n) {
  co_await reads(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'both'
}
void start_both() {
  both(1);
  both(2L);
}

// What is awaited cannot throw, as the body of its await_resume tells.
struct bell {
  struct waiter {
    bell *of;
    std::coroutine_handle<> handle;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      handle = h;
      of->waiting = this;
    }
    void await_resume() {}
  };
  struct checked : waiter {
    void await_suspend(std::coroutine_handle<> h) {
      if (of->waiting)
        throw std::logic_error("one at a time");
      waiter::await_suspend(h);
    }
  };
  waiter *waiting = nullptr;
  waiter rings() { return {this}; }
  checked rings_for_one() { return {{this}}; }
};
home::runner answers(bell &b) {
  co_await b.rings();
  log("rings");
}
home::runner answers_alone(bell &b) {
  co_await b.rings_for_one();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: exception of this 'co_await' leaves 'answers_alone'
  log("rings");
}

// It throws itself.
home::runner serves(bell &b, int &request) {
  for (;;) {
    co_await b.rings();
    if (request < 0)
      throw std::invalid_argument("request");
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: exception leaves 'serves', and then its promise ends the program [async-detached-task]
      // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:7: note: this is likely rather than sure, because it assumes that what the coroutine throws here is not meant to end the program
  }
}
home::runner serves_on(bell &b, int &request) {
  for (;;) {
    co_await b.rings();
    try {
      if (request < 0)
        throw std::invalid_argument("request");
    } catch (const std::exception &failure) {
      log(failure.what());
    }
  }
}
home::runner refuses(bell &b, int request) {
  if (request < 0)
    throw std::invalid_argument("request"); // in the call itself
  co_await b.rings();
}
home::runner goes_on_with_it(bell &b) {
  co_await b.rings();
  try {
    log("rings");
  } catch (const std::exception &failure) {
    log(failure.what());
    throw; // meant to end the program
  }
}
home::forgiving keeps_its_own(bell &b) {
  co_await b.rings();
  throw std::invalid_argument("request");
}
