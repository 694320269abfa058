// RUN: %check_async async-stale-write %s
//
// What another function writes meanwhile is the value that is written here: nothing is lost. Another value is.
#include "task.h"

task<> step();
enum class phase { open, closing, closed };

struct channel {
  task<> run() {
    if (!closing_) {
      co_await step();
      closing_ = true;
    }
    if (phase_ != phase::closed) {
      co_await step();
      phase_ = phase::closed;
    }
    if (tries_ != 0) {
      co_await step();
      tries_ = 0;
    }
  }
  task<> close() {
    closing_ = true;
    phase_ = phase::closed;
    tries_ = 0;
    co_await step();
  }

private:
  bool closing_ = false;
  phase phase_ = phase::open;
  int tries_ = 3;
};

struct reopened {
  task<> run() {
    if (!closing_) {
      co_await step();
      closing_ = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'closing_' is set after a suspension but was tested before it
    }
    if (phase_ != phase::closed) {
      co_await step();
      phase_ = phase::closed;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'phase_' is set after a suspension but was tested before it
    }
    if (tries_ != 0) {
      co_await step();
      tries_ = 0;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'tries_' is set after a suspension but was tested before it
    }
  }
  task<> close() {
    closing_ = true;
    phase_ = phase::closing;
    tries_ = 0;
    co_await step();
  }
  task<> open() {
    closing_ = false;
    co_await step();
    tries_ = 4;
  }

private:
  bool closing_ = false;
  phase phase_ = phase::open;
  int tries_ = 3;
};
