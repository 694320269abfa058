// RUN: %check_async async-stale-reference %s --suffix=,WITHOUT
// RUN: %check_async async-stale-reference %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/mending.yaml}}"
// `keeps-references` and `keeps-iterators` of an operation of a container, whose other operations do harm.
#include "task.h"

task<> step();
void use(int);

struct chunks {
  struct iterator {
    int &operator*() const;
    iterator &operator++();
    bool operator==(const iterator &) const;
  };
  iterator begin() const;
  iterator end() const;
  int &operator[](int);
  const int &operator[](int) const;
  void push_back(int);
  void append(int);
  void insert(int, int);
  void reset_counters();
};

struct grows {
  chunks all_;
  task<> refers() {
    int &one = all_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'all_' and is used after a suspension
  }
  task<> points() {
    int *one = &all_[0];
    co_await step();
    use(*one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' points into 'all_' and is used after a suspension
  }
  // Iterators are something else.
  task<> walks() {
    auto it = all_.begin();
    co_await step();
    use(*it);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'it' points into 'all_' and is used after a suspension
  }
  void adds() { all_.push_back(1); }
};
struct grows_at_its_end {
  chunks all_;
  task<> refers() {
    int &one = all_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'all_' and is used after a suspension
  }
  task<> walks() {
    auto it = all_.begin();
    co_await step();
    use(*it);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'it' points into 'all_' and is used after a suspension
  }
  void adds() { all_.append(1); }
};
struct grows_anywhere {
  chunks all_;
  task<> refers() {
    int &one = all_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'one' refers into 'all_' and is used after a suspension
  }
  void adds() {
    all_.push_back(1);
    all_.insert(0, 1);
  }
};
// The name says that something is removed.
struct resets {
  chunks all_;
  task<> refers() {
    int &one = all_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'all_' and is used after a suspension
  }
  void forgets() { all_.reset_counters(); }
};

// In a template, also where its own argument decides which instance it is.
template <class T> struct parts {
  T *begin();
  T *end();
  T &operator[](int);
  const T &operator[](int) const;
  void push_back(T);
  void insert(T);
};
template <class T> struct generic {
  parts<T> kept_, moved_;
  task<> refers() {
    T &one = kept_[0];
    T &other = moved_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'kept_' and is used after a suspension
    use(other);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'other' refers into 'moved_' and is used after a suspension
  }
  void adds(T x) {
    kept_.push_back(x);
    moved_.insert(x);
  }
};
template struct generic<int>;
