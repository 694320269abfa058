// QCoro's and Qt's names and signatures, without their bodies (qcoro/qcorotask.h, qcorolazytask.h, core/qcorotimer.h,
// core/qcoroiodevice.h, core/qcorosignal.h, core/qcorothread.h, network/qcoronetworkreply.h).
#pragma once
#pragma GCC system_header
#include <chrono>
#include <coroutine>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <utility>

using qint64 = long long;
class QString {
public:
  QString();
  QString(const char *text);
  QString(const QString &);
  ~QString();
  bool isEmpty() const;

private:
  void *d;
};
class QByteArray {
public:
  QByteArray();
  QByteArray(const QByteArray &);
  ~QByteArray();
  qint64 length() const;

private:
  void *d;
};
class QObject {
public:
  explicit QObject(QObject *parent = nullptr);
  virtual ~QObject();
  void deleteLater();
  template <typename Sender, typename Signal, typename Functor>
  static void connect(const Sender *sender, Signal signal, const QObject *context, Functor &&functor) {
    std::abort();
  }
};
template <typename T> class QPointer {
public:
  QPointer(T *object);
  ~QPointer();
  T *operator->() const;
  T *data() const;
  explicit operator bool() const;
};
class QMutex {
public:
  QMutex();
  ~QMutex();
  void lock();
  bool tryLock();
  bool try_lock();
  void unlock();
};
template <typename Mutex> class QMutexLocker {
public:
  explicit QMutexLocker(Mutex *mutex) : m(mutex) { m->lock(); }
  ~QMutexLocker() {
    if (m)
      m->unlock();
  }
  void unlock();
  void relock();

private:
  Mutex *m;
};
class QThread : public QObject {
public:
  static void sleep(unsigned long secs);
  static void msleep(unsigned long msecs);
  bool wait(unsigned long time);
};
class QTimer : public QObject {
public:
  void start();
  void stop();
  void timeout();
  template <typename Functor> static void singleShot(std::chrono::milliseconds interval, Functor &&functor) { std::abort(); }
};
class QIODevice : public QObject {
public:
  QByteArray readAll();
  QByteArray readLine(qint64 maxSize = 0);
  qint64 write(const QByteArray &data);
  virtual bool waitForReadyRead(int msecs);
  virtual bool waitForBytesWritten(int msecs);
  void readyRead();
};
class QAbstractSocket : public QIODevice {
public:
  void connectToHost(const QString &hostName, unsigned short port);
  bool waitForConnected(int msecs = 30000);
  bool waitForReadyRead(int msecs = 30000) override;
};
class QTcpSocket : public QAbstractSocket {};
class QNetworkReply : public QIODevice {
public:
  int error() const;
  void finished();
};
class QNetworkRequest {
public:
  explicit QNetworkRequest(const QString &url);
};
class QNetworkAccessManager : public QObject {
public:
  QNetworkReply *get(const QNetworkRequest &request);
};
class QProcess : public QIODevice {
public:
  void start(const QString &program);
  bool waitForFinished(int msecs = 30000);
};
template <typename T> class QFuture {
public:
  QFuture(const QFuture &);
  ~QFuture();
  T result() const;
  void waitForFinished();
  template <typename Function> QFuture<T> then(Function &&function) { std::abort(); }
};
namespace QtConcurrent {
template <typename Function> QFuture<int> run(Function &&function) { std::abort(); }
} // namespace QtConcurrent

namespace QCoro {
template <typename T = void> class Task;
template <typename T = void> class LazyTask;
namespace detail {
template <typename T> struct awaiter_type;
class TaskFinalSuspend {
public:
  bool await_ready() const noexcept;
  template <typename Promise> void await_suspend(std::coroutine_handle<Promise> finishedCoroutine) noexcept { std::abort(); }
  constexpr void await_resume() const noexcept {}
};
class TaskPromiseBase {
public:
  std::suspend_never initial_suspend() const noexcept { return {}; }
  TaskFinalSuspend final_suspend() const noexcept { return {}; }
  template <typename T, typename Awaiter = typename awaiter_type<std::remove_cvref_t<T>>::type> auto await_transform(T &&value) {
    return Awaiter{std::forward<T>(value)};
  }
  template <typename T>
    requires requires(T &&t) { std::forward<T>(t).operator co_await(); } || requires(T &&t) { t.await_ready(); }
  auto &&await_transform(T &&awaitable) {
    return std::forward<T>(awaitable);
  }
};
template <typename T> class TaskPromise : public TaskPromiseBase {
public:
  Task<T> get_return_object() noexcept;
  void unhandled_exception();
  void return_value(T &&value) noexcept;
  void return_value(const T &value) noexcept;
};
template <> class TaskPromise<void> : public TaskPromiseBase {
public:
  Task<void> get_return_object() noexcept;
  void unhandled_exception();
  void return_void() noexcept;
};
template <typename T> class LazyTaskPromise : public TaskPromise<T> {
public:
  LazyTask<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() const noexcept { return {}; }
};
template <typename T> struct TaskAwaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> awaitingCoroutine) noexcept;
  T await_resume();
};
template <typename T, template <typename> class TaskImpl, typename PromiseType> class TaskBase {
public:
  explicit TaskBase() noexcept = default;
  TaskBase(const TaskBase &) = delete;
  TaskBase(TaskBase &&other) noexcept;
  TaskBase &operator=(TaskBase &&other) noexcept;
  virtual ~TaskBase();
  bool isReady() const;
  TaskAwaiter<T> operator co_await() const noexcept { return {}; }
  template <typename ThenCallback> TaskImpl<void> then(ThenCallback &&callback) { std::abort(); }
  template <typename ThenCallback, typename ErrorCallback>
  TaskImpl<void> then(ThenCallback &&callback, ErrorCallback &&errorCallback) {
    std::abort();
  }

protected:
  std::coroutine_handle<PromiseType> mCoroutine = {};
};
template <typename T> struct FutureAwaiter {
  explicit FutureAwaiter(const QFuture<T> &);
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <typename T> struct awaiter_type<QFuture<T>> {
  using type = FutureAwaiter<T>;
};
struct ReplyAwaiter {
  explicit ReplyAwaiter(QNetworkReply *);
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  QNetworkReply *await_resume();
};
template <> struct awaiter_type<QNetworkReply *> {
  using type = ReplyAwaiter;
};
class QCoroTimer {
public:
  Task<void> waitForTimeout() const;
};
class QCoroIODevice {
public:
  Task<QByteArray> readAll(std::chrono::milliseconds timeout = std::chrono::milliseconds{-1});
  Task<QByteArray> readLine(qint64 maxSize = 0);
  Task<qint64> write(const QByteArray &buffer);
  Task<bool> waitForReadyRead(std::chrono::milliseconds timeout);
};
class QCoroAbstractSocket : public QCoroIODevice {
public:
  Task<bool> waitForConnected(std::chrono::milliseconds timeout);
};
class QCoroProcess : public QCoroIODevice {
public:
  Task<bool> waitForFinished(std::chrono::milliseconds timeout);
};
class QCoroNetworkReply : public QCoroIODevice {
public:
  Task<QNetworkReply *> waitForFinished();
};
} // namespace detail
template <typename T> class Task final : public detail::TaskBase<T, Task, detail::TaskPromise<T>> {
public:
  using promise_type = detail::TaskPromise<T>;
  using value_type = T;
  using detail::TaskBase<T, Task, detail::TaskPromise<T>>::TaskBase;
};
template <typename T> class LazyTask final : public detail::TaskBase<T, LazyTask, detail::LazyTaskPromise<T>> {
public:
  using promise_type = detail::LazyTaskPromise<T>;
  using value_type = T;
  using detail::TaskBase<T, LazyTask, detail::LazyTaskPromise<T>>::TaskBase;
};
template <typename T> T waitFor(Task<T> &&task) { std::abort(); }
template <typename T> T waitFor(Task<T> &task) { std::abort(); }
template <typename T, typename QObjectSubclass, typename Callback>
void connect(Task<T> &&task, QObjectSubclass *context, Callback func) {
  std::abort();
}
template <typename Rep, typename Period> Task<> sleepFor(const std::chrono::duration<Rep, Period> &timeout) { std::abort(); }
struct ThreadContext {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
ThreadContext moveToThread(QThread *thread);
} // namespace QCoro
QCoro::detail::QCoroTimer qCoro(QTimer *timer) noexcept;
QCoro::detail::QCoroTimer qCoro(QTimer &timer) noexcept;
QCoro::detail::QCoroAbstractSocket qCoro(QAbstractSocket &s) noexcept;
QCoro::detail::QCoroAbstractSocket qCoro(QAbstractSocket *s) noexcept;
QCoro::detail::QCoroProcess qCoro(QProcess &p) noexcept;
QCoro::detail::QCoroNetworkReply qCoro(QNetworkReply *s) noexcept;
template <typename T, typename FuncPtr> QCoro::Task<int> qCoro(T *obj, FuncPtr &&ptr) { std::abort(); }
