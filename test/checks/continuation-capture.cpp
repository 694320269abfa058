// RUN: %check_async async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
#include "lifetime.h"

using grove::on_readable;
using grove::promised;

void log(const std::string &);
void log(int);
std::string name();
promised read();

// What is captured dies first.
void by_reference(int fd) {
  int received = 0;
  on_readable(fd, [&received] { log(++received); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'received' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  // CHECK-MESSAGES: :[[@LINE-3]]:7: note: 'received' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
void by_default(int fd, std::string text) {
  on_readable(fd, [&] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'text' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-3]]:37: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
void pointer(int fd) {
  int received = 0;
  on_readable(fd, [p = &received] { log(++*p); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'received' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-3]]:7: note: 'received' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
void view(int fd) {
  std::string text = name();
  std::string_view view = text;
  on_readable(fd, [view] { log(std::string(view)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'text' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-4]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
promised returned() {
  std::string text = name();
  return read().then([&] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'text' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
}
void dropped() {
  std::string text = name();
  read().then([&text] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
void named_callback(int fd) {
  int received = 0;
  auto callback = [&received] { log(++received); };
  on_readable(fd, callback);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'received' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-4]]:7: note: 'received' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
struct connection : std::enable_shared_from_this<connection> {
  int fd = 0;
  int received = 0;
  void start() {
    on_readable(fd, [this] { log(++received); });
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'this' does not keep its object alive, so the object may be destroyed before the callable is called [async-continuation-capture]
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the callable is handed over here, and nothing waits for it before the object is destroyed
  }
  void start_held() {
    on_readable(fd, [this, self = shared_from_this()] { log(++received); });
    auto self(shared_from_this());
    on_readable(fd, [this, self] { log(++received); });
  }
};

struct feed {
  std::vector<std::function<void()>> callbacks;
  void on_news(std::function<void()> callback) { callbacks.push_back(std::move(callback)); }
  void look(std::function<void()> callback) { callback(); }
};
void erased(feed &news) {
  int received = 0;
  news.on_news([&received] { log(++received); });
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'received' that this callable refers to is destroyed before the callable is called
  // CHECK-MESSAGES: :[[@LINE-3]]:7: note: 'received' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the callable is handed over here, and nothing waits for it before the object is destroyed
}
void looked_at(feed &news) {
  int received = 0;
  news.look([&received] { log(++received); });
}

// It lives long enough, or somebody waits.
promised awaited() {
  std::string text = name();
  co_await read().then([&] { log(text); });
}
promised named_and_awaited() {
  std::string text = name();
  auto p = read().then([&] { log(text); });
  co_await p;
}
void copied(int fd) {
  std::string text = name();
  on_readable(fd, [text] { log(text); });
}
void shared(int fd) {
  auto text = std::make_shared<std::string>(name());
  on_readable(fd, [text] { log(*text); });
}
void of_caller(int fd, std::string &text) {
  on_readable(fd, [&text] { log(text); });
}
void of_static(int fd) {
  static int received;
  on_readable(fd, [&] { log(++received); });
}
void run_to_the_end(int fd) {
  int received = 0;
  on_readable(fd, [&] { log(++received); });
  grove::run();
}
struct reader {
  int fd = 0;
  int received = 0;
  void start() {
    on_readable(fd, [this] { log(++received); });
  }
};
void unknown(void (*each)(std::function<void()>)) {
  int received = 0;
  each([&] { log(++received); });
}

// A callable that is made of another keeps a copy of it, or refers to it.
template <class F> struct counted {
  template <class G> explicit counted(G &&g) : inner(std::forward<G>(g)) {}
  void operator()() { inner(); }
  F inner;
};
template <class F> counted<std::decay_t<F>> count(F &&f) { return counted<std::decay_t<F>>(std::forward<F>(f)); }
template <class F> struct with_base : private counted<F> {
  template <class G> explicit with_base(G &&g) : counted<F>(std::forward<G>(g)) {}
  void operator()() { counted<F>::operator()(); }
};
template <class F> struct referring {
  template <class G> explicit referring(G &&g) : inner(&g) {}
  void operator()() { (*inner)(); }
  F *inner;
};
template <class F> referring<std::decay_t<F>> refer(F &&f) { return referring<std::decay_t<F>>(std::forward<F>(f)); }
struct meter {
  int seen = 0;
  void watch(int fd) {
    on_readable(fd, count([this] { log(++seen); }));
    auto callback = [this] { log(++seen); };
    on_readable(fd, with_base<decltype(callback)>(callback));
  }
  void refers(int fd) {
    on_readable(fd, refer([this] { log(++seen); }));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: temporary that this callable refers to is destroyed before the callable is called
    // CHECK-MESSAGES: :[[@LINE-2]]:27: note: the temporary is destroyed at the end of this statement
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: the callable is handed over here, and nothing waits for it before the object is destroyed
  }
};
