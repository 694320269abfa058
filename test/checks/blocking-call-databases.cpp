// RUN: %check_async async-blocking-call %s
// The synchronous functions of database clients, and beside each the asynchronous form, which is silent.

#include "task.h"

#include <string>

task<> writable(int descriptor);
task<> readable(int descriptor);

// ---- libpq

struct PGconn;
struct PGresult;
extern "C" {
PGconn *PQconnectdb(const char *conninfo);
PGresult *PQexec(PGconn *conn, const char *query);
PGresult *PQexecParams(PGconn *conn, const char *command, int nParams, const unsigned *paramTypes,
                       const char *const *paramValues, const int *paramLengths, const int *paramFormats, int resultFormat);
PGresult *PQprepare(PGconn *conn, const char *name, const char *query, int nParams, const unsigned *paramTypes);
int PQsendQuery(PGconn *conn, const char *query);
int PQconsumeInput(PGconn *conn);
int PQflush(PGconn *conn);
int PQisBusy(PGconn *conn);
int PQsocket(const PGconn *conn);
PGresult *PQgetResult(PGconn *conn);
}

task<PGresult *> postgres() {
  PGconn *c = PQconnectdb("dbname=test");
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'PQconnectdb' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:15: note: 'PQconnectdb' returns when the connection is made or has failed (libpq documentation, Database connection control functions)
  PQprepare(c, "one", "select 1", 0, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'PQprepare' blocks the thread
  PQexecParams(c, "select $1", 0, nullptr, nullptr, nullptr, nullptr, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'PQexecParams' blocks the thread
  co_return PQexec(c, "select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'PQexec' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: 'PQexec' sends a command to the server and waits for the result (libpq documentation, Command execution functions)
}

task<PGresult *> postgres_asynchronously(PGconn *c) {
  PQsendQuery(c, "select 1");
  while (PQflush(c) > 0)
    co_await writable(PQsocket(c));
  while (PQisBusy(c)) {
    co_await readable(PQsocket(c));
    PQconsumeInput(c);
  }
  co_return PQgetResult(c);
}

// ---- libpqxx

namespace pqxx {
struct result {};
class connection {
public:
  explicit connection(const char *options);
};
class transaction_base {
public:
  result exec(std::string_view query);
  template <typename T> T query_value(std::string_view query);
  void commit();
};
class dbtransaction : public transaction_base {};
template <int Isolation = 0> class transaction final : public dbtransaction {
public:
  explicit transaction(connection &);
};
using work = transaction<>;
class pipeline;
} // namespace pqxx

task<int> postgres_by_cpp() {
  pqxx::connection c("dbname=test");
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the constructor of 'connection' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:20: note: the constructor of 'connection' returns when the connection to the server is made, and throws if it fails (pqxx/connection.hxx)
  pqxx::work w(c);
  w.exec("delete from old");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'exec' blocks the thread
  w.commit();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'commit' blocks the thread
  co_return w.query_value<int>("select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'query_value' blocks the thread
}

// ---- SQLite

struct sqlite3;
struct sqlite3_stmt;
extern "C" {
int sqlite3_open_v2(const char *filename, sqlite3 **db, int flags, const char *vfs);
int sqlite3_exec(sqlite3 *, const char *sql, int (*callback)(void *, int, char **, char **), void *, char **errmsg);
int sqlite3_prepare_v2(sqlite3 *db, const char *sql, int size, sqlite3_stmt **statement, const char **tail);
int sqlite3_bind_int(sqlite3_stmt *, int, int);
int sqlite3_step(sqlite3_stmt *);
int sqlite3_column_int(sqlite3_stmt *, int);
}

int count(sqlite3_stmt *s) {
  sqlite3_bind_int(s, 1, 2);
  return sqlite3_step(s) ? sqlite3_column_int(s, 0) : 0;
}

task<int> sqlite() {
  sqlite3 *db;
  sqlite3_open_v2("file", &db, 1, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sqlite3_open_v2' blocks the thread
  sqlite3_exec(db, "delete from old", nullptr, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sqlite3_exec' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'sqlite3_exec' evaluates the statements, and reads and writes the file of the database meanwhile (SQLite C interface, sqlite3_exec(), sqlite3_get_table())
  sqlite3_stmt *s;
  sqlite3_prepare_v2(db, "select count(*) from t where x = ?", -1, &s, nullptr);
  co_return count(s);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'count' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-14]]:10: note: 'count' calls 'sqlite3_step' here
}

// ---- MySQL, MariaDB

struct MYSQL;
struct MYSQL_RES;
extern "C" {
MYSQL *mysql_real_connect(MYSQL *mysql, const char *host, const char *user, const char *passwd, const char *db,
                          unsigned port, const char *unix_socket, unsigned long clientflag);
int mysql_query(MYSQL *mysql, const char *q);
MYSQL_RES *mysql_store_result(MYSQL *mysql);
char **mysql_fetch_row(MYSQL_RES *result);
int mysql_real_query_nonblocking(MYSQL *mysql, const char *query, unsigned long length);
int mysql_query_start(int *ret, MYSQL *mysql, const char *q);
int mysql_query_cont(int *ret, MYSQL *mysql, int status);
}

task<MYSQL_RES *> mysql(MYSQL *m) {
  mysql_real_connect(m, "host", "user", "", "db", 0, nullptr, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mysql_real_connect' blocks the thread
  mysql_query(m, "select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mysql_query' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'mysql_query' blocks until the server has answered (MySQL C API, C API asynchronous interface)
  MYSQL_RES *r = mysql_store_result(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'mysql_store_result' blocks the thread
  while (mysql_fetch_row(r))
    co_await readable(1);
  co_return r;
}

task<> mysql_asynchronously(MYSQL *m) {
  while (mysql_real_query_nonblocking(m, "select 1", 8) == 1)
    co_await readable(1);
  int error = 0;
  for (int s = mysql_query_start(&error, m, "select 1"); s; s = mysql_query_cont(&error, m, s))
    co_await readable(1);
}

namespace boost::mysql {
struct results {};
template <class Stream> class connection {
public:
  template <class Request> void execute(const Request &request, results &result);
  template <class Request> task<> async_execute(const Request &request, results &result);
};
class any_connection {
public:
  void connect(const char *params);
  task<> async_connect(const char *params);
};
} // namespace boost::mysql

task<> boost_mysql(boost::mysql::connection<int> &c, boost::mysql::any_connection &any) {
  boost::mysql::results r;
  any.connect("host");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks the thread
  c.execute("select 1", r);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'execute' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'execute' blocks until the server has answered (Boost.MySQL, overview of operations)
  co_await any.async_connect("host");
  co_await c.async_execute("select 1", r);
}

// ---- Redis

struct redisContext;
struct redisAsyncContext;
extern "C" {
redisContext *redisConnect(const char *ip, int port);
redisContext *redisConnectNonBlock(const char *ip, int port);
void *redisCommand(redisContext *c, const char *format, ...);
redisAsyncContext *redisAsyncConnect(const char *ip, int port);
int redisAsyncCommand(redisAsyncContext *ac, void (*fn)(redisAsyncContext *, void *, void *), void *privdata,
                      const char *format, ...);
}

task<void *> redis() {
  redisContext *c = redisConnect("127.0.0.1", 6379);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'redisConnect' blocks the thread
  co_return redisCommand(c, "GET %s", "key");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'redisCommand' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: 'redisCommand' sends the command, and in a blocking context returns when the reply has come (hiredis README, Synchronous API; hiredis.h)
}

task<> redis_asynchronously() {
  redisConnectNonBlock("127.0.0.1", 6379);
  redisAsyncContext *c = redisAsyncConnect("127.0.0.1", 6379);
  redisAsyncCommand(c, nullptr, nullptr, "GET %s", "key");
  co_return;
}

namespace sw::redis {
class Redis {
public:
  explicit Redis(const char *uri);
  std::string get(std::string_view key);
  template <typename Input> long long del(Input first, Input last);
};
class AsyncRedis {
public:
  task<std::string> get(std::string_view key);
};
} // namespace sw::redis

task<std::string> redis_by_cpp(sw::redis::Redis &r, sw::redis::AsyncRedis &a) {
  int keys[] = {1};
  r.del(keys, keys + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'del' blocks the thread
  co_await a.get("key");
  co_return r.get("key");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'get' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: 'get' sends the command and waits for the reply (redis-plus-plus README, Redis and RedisCluster)
}

// ---- MongoDB

namespace mongocxx {
namespace v_noabi {
struct cursor {
  struct iterator {
    iterator &operator++();
    bool operator!=(const iterator &) const;
    int operator*() const;
  };
  iterator begin();
  iterator end();
};
struct collection {
  void insert_one(int document);
  cursor find(int filter);
};
} // namespace v_noabi
using v_noabi::collection;
} // namespace mongocxx

task<int> mongo(mongocxx::collection c) {
  c.insert_one(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'insert_one' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'insert_one' sends commands to the server and returns when it has answered (mongocxx/collection.hpp, database.hpp, cursor.hpp)
  auto asks_nothing_yet = c.find(2);
  for (int document : asks_nothing_yet)
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'begin' blocks the thread
    co_return document;
  co_return 0;
}
