// RUN: %check_async async-blocking-call %s
// The synchronous functions of message queues and of other libraries, and beside each what is silent.

#include "task.h"

#include <string>

// ---- librdkafka

struct rd_kafka_t;
struct rd_kafka_queue_t;
extern "C" {
int rd_kafka_poll(rd_kafka_t *rk, int timeout_ms);
void *rd_kafka_consumer_poll(rd_kafka_t *rk, int timeout_ms);
int rd_kafka_flush(rd_kafka_t *rk, int timeout_ms);
int rd_kafka_produce(void *topic, int partition, int flags, void *payload, unsigned long size, const void *key,
                     unsigned long keySize, void *opaque);
void rd_kafka_queue_io_event_enable(rd_kafka_queue_t *queue, int fd, const void *payload, unsigned long size);
}

task<> kafka(rd_kafka_t *k, rd_kafka_queue_t *q, void *topic) {
  rd_kafka_consumer_poll(k, 100);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rd_kafka_consumer_poll' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'rd_kafka_consumer_poll' blocks until there is something to do or the time given is over (rdkafka.h)
  rd_kafka_produce(topic, 0, 0, nullptr, 0, nullptr, 0, nullptr);
  rd_kafka_queue_io_event_enable(q, 1, "", 1);
  rd_kafka_flush(k, 1000);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rd_kafka_flush' blocks the thread
  co_return;
}

// ---- RabbitMQ

struct amqp_connection_state_t;
extern "C" {
int amqp_socket_open(void *self, const char *host, int port);
int amqp_simple_wait_frame(amqp_connection_state_t *state, void *frame);
int amqp_simple_wait_frame_noblock(amqp_connection_state_t *state, void *frame, const void *timeout);
void *amqp_queue_declare(amqp_connection_state_t *state, int channel, int queue, int passive, int durable, int exclusive,
                         int auto_delete, int arguments);
int amqp_basic_publish(amqp_connection_state_t *state, int channel, int exchange, int key, int mandatory, int immediate,
                       void *properties, int body);
}
namespace AmqpClient {
class Channel {
public:
  static Channel *Create(const std::string &host);
  std::string DeclareQueue(const std::string &name);
};
} // namespace AmqpClient

task<> rabbit(amqp_connection_state_t *c) {
  amqp_socket_open(nullptr, "host", 5672);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'amqp_socket_open' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'amqp_socket_open' exchanges frames with the broker, and returns when it has answered (rabbitmq-c/amqp.h, framing.h)
  amqp_queue_declare(c, 1, 0, 0, 0, 0, 0, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'amqp_queue_declare' blocks the thread
  amqp_simple_wait_frame(c, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'amqp_simple_wait_frame' blocks the thread
  amqp_simple_wait_frame_noblock(c, nullptr, nullptr);
  amqp_basic_publish(c, 1, 0, 0, 0, 0, nullptr, 0);
  AmqpClient::Channel::Create("host")->DeclareQueue("q");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Create' blocks the thread
  co_return;
}

// ---- ZeroMQ

extern "C" {
int zmq_poll(void *items, int nitems, long timeout);
int zmq_proxy(void *frontend, void *backend, void *capture);
int zmq_recv(void *socket, void *buffer, unsigned long size, int flags);
}

task<> zeromq(void *socket) {
  zmq_poll(socket, 1, -1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'zmq_poll' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'zmq_poll' blocks until there is an event on the sockets or the time given is over (zmq_poll(3))
  zmq_proxy(socket, socket, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'zmq_proxy' blocks the thread
  zmq_recv(socket, nullptr, 0, 1);
  co_return;
}

// ---- spdlog: only what waits for the lines that were logged

namespace spdlog {
struct logger {
  template <typename... Args> void info(const char *format, Args &&...);
  void flush();
};
template <typename... Args> void info(const char *format, Args &&...);
} // namespace spdlog

task<> logs(spdlog::logger &log) {
  log.info("{}", 1);
  spdlog::info("{}", 2);
  log.flush();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flush' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'flush' flushes every sink; an asynchronous logger waits until its thread has done so (spdlog/logger-inl.h, async_logger-inl.h)
  co_return;
}

// ---- Key-value stores

namespace leveldb {
struct Status {};
class DB {
public:
  static Status Open(const std::string &name, DB **db);
};
} // namespace leveldb

task<> level() {
  leveldb::DB *db;
  leveldb::DB::Open("file", &db);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Open' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'Open' works on the files of the database in the calling thread, and returns when that is done (leveldb/db.h)
  co_return;
}
