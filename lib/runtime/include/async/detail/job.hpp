#pragma once

#include <memory>
#include <utility>

namespace async::detail {

/// A callable that is passed to another thread and called once. Unlike a std::function it need not be copyable.
class job {
public:
  job() = default;
  job(const job &) = delete;
  job &operator=(const job &) = delete;
  virtual ~job() = default;

  virtual void run() noexcept = 0;
};

/// \p does must not throw.
template <class F> std::unique_ptr<job> make_job(F does) {
  class made final : public job {
  public:
    explicit made(F does) : does_(std::move(does)) {}
    void run() noexcept override { does_(); }

  private:
    F does_;
  };
  return std::make_unique<made>(std::move(does));
}

} // namespace async::detail
