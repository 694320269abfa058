// RUN: %check_async 'async-*' %s --suffix=,NAMED
// RUN: %check_async 'async-*' %s --suffix=,NAMED --likely
// RUN: %check_renamed %s
// REQUIRES: llvm-22, programs
//
// QCoro: a Task is eager and goes on without its handle, a LazyTask is not; futures and replies can be awaited in its coroutines.
#ifdef REAL_LIBRARY
#include <QCoroAbstractSocket>
#include <QCoroFuture>
#include <QCoroLazyTask>
#include <QCoroNetworkReply>
#include <QCoroProcess>
#include <QCoroSignal>
#include <QCoroTask>
#include <QCoroThread>
#include <QCoroTimer>
#include <QMutex>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QProcess>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>
#include <QtConcurrentRun>
#else
#include "stand-ins/qcoro.h"
#endif
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

void log(const QString &);
QString name();
QCoro::Task<> save();
QCoro::Task<int> load(int id);
QCoro::LazyTask<int> later(int id);

// ---- Work that is lost
QCoro::Task<> discards(QTcpSocket &socket, QTimer &timer) {
  save();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'save' is discarded, so its exceptions are lost [async-discarded-result]
  later(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'later' is discarded, so it never runs [async-discarded-result]
  (void)later(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'later' is discarded, so it never runs [async-discarded-result]
  QCoro::sleepFor(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'sleepFor' is discarded, so its exceptions are lost [async-discarded-result]
  qCoro(timer).waitForTimeout();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'waitForTimeout' is discarded, so its exceptions are lost [async-discarded-result]
  qCoro(socket).readAll();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'readAll' is discarded, so its exceptions are lost [async-discarded-result]
  (void)save();
  co_await save();
  co_await later(2);
  co_await QCoro::sleepFor(1ms);
  co_await qCoro(timer).waitForTimeout();
  QByteArray data = co_await qCoro(socket).readAll();
}
QCoro::Task<> forgets() {
  auto page = load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'page' is never awaited, so its exceptions are lost [async-unawaited-task]
  co_await save();
}
QCoro::Task<> forgets_lazy() {
  auto page = later(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'page' is never awaited, so it never runs [async-unawaited-task]
  co_await save();
}
QCoro::Task<> joined() {
  auto first = save();
  auto second = save();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: task 'second' has begun and is not awaited when an exception leaves the scope, so nothing waits for it on that path [async-unawaited-task]
  co_await first;
  co_await second;
}
QCoro::Task<int> passes_on() { return load(1); }
void continuation() {
  load(1).then([](int) { log("loaded"); }); // RENAMED: async-discarded-result
  QCoro::connect(load(2), new QObject, [](int) { log("loaded"); });
  std::function<void()> callback = [] { return later(3); };
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs [async-task-in-void-callback]
  QTimer::singleShot(1ms, [] { return later(3); }); // MISSED: async-task-in-void-callback: slots may return an eager Task, and no word tells it from a lazy one
  QTimer::singleShot(1ms, [] { log("now"); });
}
QCoro::Task<> result_of_write(QTcpSocket &socket) {
  co_await qCoro(socket).write(QByteArray());
  if (!co_await qCoro(socket).waitForConnected(1s))
    co_return;
}

// ---- Locks and shared state
class cache : public QObject {
  QMutex m_pages;
  QMutex m_names;
  std::map<int, QString> m_map;
  int m_total = 0;

public:
  QCoro::Task<> mutex_held() {
    QMutexLocker guard(&m_pages);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'm_pages' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await save();
  }
  QCoro::Task<> mutex_by_hand() {
    m_pages.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_pages' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await save();
    m_pages.unlock();
  }
  QCoro::Task<> mutex_released() {
    {
      QMutexLocker guard(&m_pages);
      m_map.clear();
    }
    co_await save();
  }
  QCoro::Task<> mutex_unlocked() {
    QMutexLocker guard(&m_pages);
    m_map.clear();
    guard.unlock();
    co_await save();
  }
  void pages_then_names() {
    QMutexLocker pages(&m_pages);
    QMutexLocker names(&m_names);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache::m_names' can be locked here while 'cache::m_pages' is held, and elsewhere in the opposite order, so two threads can deadlock [async-lock-order]
  }
  void names_then_pages() {
    QMutexLocker names(&m_names);
    QMutexLocker pages(&m_pages);
  }
  void clear() {
    QMutexLocker pages(&m_pages);
    m_map.clear();
  }
  void clear_again() {
    QMutexLocker pages(&m_pages);
    clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'clear' can lock 'cache::m_pages', which is still held here, and then this thread blocks indefinitely [async-self-deadlock]
  }
  QCoro::Task<> adds_unguarded(int id) {
    m_total = m_total + co_await load(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_total' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  QCoro::Task<> adds(int id) {
    int page = co_await load(id);
    m_total = m_total + page;
  }
  QCoro::Task<> walks() {
    for (auto &[id, page] : m_map) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'm_map' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await load(id);
      log(page);
    }
  }
  QCoro::Task<> walks_a_copy() {
    auto copy = m_map;
    for (auto &[id, page] : copy) {
      co_await load(id);
      log(page);
    }
  }
  QCoro::Task<> finds(int id) {
    auto found = m_map.find(id);
    co_await save();
    if (found != m_map.end())
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'found' points into 'm_map' and is used after a suspension, so it dangles if what it refers to was removed meanwhile [async-stale-reference]
      log(found->second);
  }
  QCoro::Task<> finds_after(int id) {
    co_await save();
    auto found = m_map.find(id);
    if (found != m_map.end())
      log(found->second);
  }
  void drop(int id) { m_map.erase(id); }
};

// ---- What blocks
QCoro::Task<> blocks(QTcpSocket &socket, QProcess &process, QThread &thread) {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  QThread::msleep(10);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'msleep' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  socket.waitForConnected();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'waitForConnected' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  socket.waitForReadyRead(1000);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'waitForReadyRead' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  process.waitForFinished();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'waitForFinished' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  thread.wait(1000);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'wait' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  socket.waitForReadyRead(0); // only asks
  co_await qCoro(socket).waitForConnected(1s);
  co_await qCoro(socket).waitForReadyRead(1s);
  co_await qCoro(process).waitForFinished(1s);
}
QCoro::Task<> waits() {
  QCoro::waitFor(save());
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'waitFor' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  auto computed = QtConcurrent::run([] { std::this_thread::sleep_for(1ms); return 1; });
  computed.waitForFinished();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'waitForFinished' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  log(std::to_string(co_await QtConcurrent::run([] { return 1; })).c_str());
}
QCoro::Task<> blocks_elsewhere(QThread *worker) {
  co_await QCoro::moveToThread(worker);
  QThread::msleep(10);
}
int outside() { return QCoro::waitFor(load(1)); }

// ---- Errors
QCoro::Task<> ignores() {
  try {
    co_await save();
  } catch (...) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
}
QCoro::Task<> logs() {
  try {
    co_await save();
  } catch (const std::exception &failure) {
    log(failure.what());
  }
}

// ---- Lifetimes
QCoro::Task<> reads(const QString &path) {
  co_await save();
  log(path);
}
QCoro::Task<> in_try(const QString &path) {
  try {
    return reads(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (const std::exception &) {
    log("never");
    return save();
  }
}
QCoro::Task<> takes(QString path) {
  co_await save();
  log(path);
}
QCoro::Task<> returns_local() {
  QString path = name();
  return reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-escaping-local]
}
void starts() {
  (void)reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  QString path = name();
  (void)reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  (void)takes(path);
}
QCoro::Task<> awaits_temporary() {
  co_await reads(name());
  QString path = name();
  co_await reads(path);
}
QCoro::Task<> temporary_kept() {
  auto task = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  co_await task;
}
QCoro::Task<> one_after_the_other() {
  QString path = name();
  auto first = reads(path);
  auto second = reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs, if an exception leaves the scope before the task is awaited [async-scope-order]
  co_await first; // when it throws, 'second' goes on without 'path'
  co_await second;
}
void lambda(int id) {
  (void)[id]() -> QCoro::Task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await save();
    log(std::to_string(id).c_str());
  }();
}
void lambda_parameter(int id) {
  (void)[](int id) -> QCoro::Task<> {
    co_await save();
    log(std::to_string(id).c_str());
  }(id);
}
QCoro::Task<> lambda_awaited(int id) {
  co_await [id]() -> QCoro::Task<> {
    co_await save();
    log(std::to_string(id).c_str());
  }();
}
void then_refers() {
  QString text = name();
  load(1).then([&text](int) { log(text); }); // RENAMED: async-discarded-result
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:16: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  load(1).then([text](int) { log(text); }); // RENAMED: async-discarded-result
}
void connect_refers(QTimer *timer, QObject *context) {
  QString text = name();
  QObject::connect(timer, &QTimer::timeout, context, [&text] { log(text); });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:54: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  QObject::connect(timer, &QTimer::timeout, context, [text] { log(text); });
}
class window : public QObject {
  QString m_title;
  QNetworkAccessManager m_network;

public:
  QCoro::Task<> refresh() {
    QNetworkReply *reply = co_await m_network.get(QNetworkRequest(m_title));
    reply->deleteLater();
    log(m_title);
  }
  QCoro::Task<> refresh_guarded() {
    QPointer<window> self(this);
    co_await save();
    if (self)
      log(m_title);
  }
};
void closes() {
  window shown;
  (void)shown.refresh();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'shown' on which 'refresh' is called is destroyed while the coroutine still runs [async-dangling-this]
}
QCoro::Task<> waits_for_window() {
  window shown;
  co_await shown.refresh();
}
