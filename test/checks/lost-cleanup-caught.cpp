// RUN: %check_async async-lost-cleanup %s
//
// A file that throws pointers on purpose: a handler names them.
#include <exception>

void log(std::exception_ptr);
void work();

void passes_it_up(std::exception_ptr failure) { throw failure; }
void takes_it() {
  try {
    work();
  } catch (const std::exception_ptr &failure) {
    log(failure);
  }
}
