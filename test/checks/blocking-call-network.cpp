// RUN: %check_async async-blocking-call %s
// The synchronous functions of network libraries, and beside each the asynchronous form, which is silent.

#include "task.h"

#include <string>

// ---- sockets

struct addrinfo;
struct hostent;
extern "C" {
int getaddrinfo(const char *node, const char *service, const addrinfo *hints, addrinfo **res);
hostent *gethostbyname(const char *name);
long recv(int socket, void *buffer, unsigned long length, int flags);
int connect(int socket, const void *address, unsigned length);
}

task<> sockets(int descriptor) {
  addrinfo *all;
  getaddrinfo("host", "http", nullptr, &all);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'getaddrinfo' asks name servers and waits for their answers (getaddrinfo(3))
  gethostbyname("host");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'gethostbyname' blocks the thread
  char c;
  recv(descriptor, &c, 1, 0); // the descriptor may be non-blocking
  connect(descriptor, nullptr, 0);
  co_return;
}

// ---- Boost.Asio and Beast

namespace boost::asio {
struct endpoint {};
struct any_io_executor {};
template <class P, class E = any_io_executor> class basic_socket {
public:
  void connect(const endpoint &e);
  void non_blocking(bool mode);
  task<> async_wait(int what);
  task<> async_connect(const endpoint &e);
};
template <class P, class E = any_io_executor> class basic_stream_socket : public basic_socket<P, E> {
public:
  template <class B> unsigned long read_some(const B &buffers);
};
template <class P, class E = any_io_executor> class basic_datagram_socket : public basic_socket<P, E> {};
template <class P, class E = any_io_executor> class basic_socket_acceptor {
public:
  basic_stream_socket<P, E> accept();
  task<basic_stream_socket<P, E>> async_accept();
};
template <class C, class T = int, class E = any_io_executor> class basic_waitable_timer {
public:
  explicit basic_waitable_timer(int duration);
  void wait();
  task<> async_wait();
};
template <class S, class B> unsigned long read(S &s, const B &buffers);
template <class S, class B> unsigned long write(S &s, const B &buffers);
template <class S, class B> task<unsigned long> async_read(S &s, const B &buffers);
template <class S, class B> task<unsigned long> async_write(S &s, const B &buffers);
template <class P, class E> endpoint connect(basic_socket<P, E> &s, const endpoint *endpoints);
namespace ip {
template <class P, class E = any_io_executor> class basic_resolver {
public:
  const endpoint *resolve(std::string_view host, std::string_view service);
  task<const endpoint *> async_resolve(std::string_view host, std::string_view service);
};
struct udp {
  using socket = basic_datagram_socket<udp>;
};
struct tcp {
  using socket = basic_stream_socket<tcp>;
  using acceptor = basic_socket_acceptor<tcp>;
  using resolver = basic_resolver<tcp>;
};
} // namespace ip
using steady_timer = basic_waitable_timer<int>;
} // namespace boost::asio

using boost::asio::ip::tcp;

task<> datagrams(boost::asio::ip::udp::socket &s, boost::asio::endpoint e) {
  s.connect(e); // only sets where its datagrams go
  co_return;
}

task<> asio(tcp::socket &s, tcp::acceptor &a, tcp::resolver &r, const char *buffer) {
  auto *endpoints = r.resolve("host", "http");
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'resolve' blocks the thread
  s.connect(*endpoints);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks the thread
  boost::asio::connect(s, endpoints);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks the thread
  tcp::socket accepted = a.accept();
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'accept' blocks the thread
  boost::asio::write(accepted, buffer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'write' blocks the thread
  boost::asio::read(s, buffer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'read' blocks until the buffers are full or an error has occurred (Asio reference, read)
  boost::asio::steady_timer(5).wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  co_return;
}

task<> asio_asynchronously(tcp::socket &s, tcp::acceptor &a, tcp::resolver &r, const char *buffer) {
  co_await s.async_connect(*co_await r.async_resolve("host", "http"));
  tcp::socket accepted = co_await a.async_accept();
  co_await boost::asio::async_write(accepted, buffer);
  co_await boost::asio::async_read(s, buffer);
  boost::asio::steady_timer timer(5);
  co_await timer.async_wait();
}

task<> by_readiness(tcp::socket &s, char *buffer) {
  s.non_blocking(true);
  co_await s.async_wait(1);
  s.read_some(buffer);
}

// ---- libcurl

extern "C" {
int curl_easy_perform(void *curl);
int curl_multi_poll(void *multi, void *extra, unsigned size, int timeout_ms, int *numfds);
int curl_multi_socket_action(void *multi, int socket, int events, int *running);
}

task<> curl(void *handle, void *multi) {
  int n;
  curl_easy_perform(handle);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'curl_easy_perform' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'curl_easy_perform' performs the entire transfer and returns when it has ended (curl_easy_perform(3))
  curl_multi_poll(multi, nullptr, 0, 1000, &n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'curl_multi_poll' blocks the thread
  curl_multi_socket_action(multi, 1, 0, &n);
  co_return;
}

// ---- cpr, cpp-httplib

namespace cpr {
struct Response {};
struct AsyncResponse {};
template <typename... Ts> Response Get(Ts &&...ts);
template <typename... Ts> AsyncResponse GetAsync(Ts... ts);
template <typename Then, typename... Ts> auto GetCallback(Then then, Ts... ts) { return 1; }
class Session {
public:
  Response Post();
};
} // namespace cpr
namespace httplib {
class Client {
public:
  explicit Client(const std::string &host);
  int Get(const std::string &path);
};
} // namespace httplib

task<> http(cpr::Session &s, httplib::Client &c) {
  cpr::Get("http://host");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Get' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'Get' sends a request and returns when the answer has come (cpr documentation, Asynchronous requests)
  s.Post();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Post' blocks the thread
  c.Get("/");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Get' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'Get' sends a request over a blocking socket and waits for the answer (cpp-httplib README)
  (void)cpr::GetAsync("http://host");
  cpr::GetCallback([](cpr::Response) {}, "http://host");
  co_return;
}

// ---- gRPC: a stub as protoc generates it

namespace grpc {
struct Status {};
struct ClientContext {};
namespace internal {
template <class Request, class Response> Status BlockingUnaryCall(ClientContext *context, const Request &request, Response *response);
}
template <class R> class ClientReader final {
public:
  bool Read(R *message);
  Status Finish();
};
class CompletionQueue {
public:
  bool Next(void **tag, bool *ok);
};
template <class R> class ClientAsyncResponseReader {
public:
  void Finish(R *message, Status *status, void *tag);
};
} // namespace grpc

struct Greeter {
  struct StubInterface {
    virtual ~StubInterface() = default;
    virtual grpc::Status SayHello(grpc::ClientContext *context, const int &request, int *response) = 0;
  };
  struct Stub final : StubInterface {
    grpc::Status SayHello(grpc::ClientContext *context, const int &request, int *response) override {
      return grpc::internal::BlockingUnaryCall<int, int>(context, request, response);
    }
    grpc::ClientAsyncResponseReader<int> *AsyncSayHello(grpc::ClientContext *context, const int &request, grpc::CompletionQueue *cq);
  };
};

task<> rpc(Greeter::Stub &stub, grpc::ClientReader<int> &reader, grpc::CompletionQueue &queue) {
  grpc::ClientContext context;
  int reply;
  stub.SayHello(&context, 1, &reply);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'SayHello' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-11]]:14: note: 'SayHello' calls 'BlockingUnaryCall' here
  // CHECK-MESSAGES: :[[@LINE-12]]:14: note: 'BlockingUnaryCall' sends the request and waits for the answer (grpcpp/impl/client_unary_call.h)
  while (reader.Read(&reply)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'Read' blocks the thread
  }
  reader.Finish();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Finish' blocks the thread
  void *tag;
  bool ok;
  queue.Next(&tag, &ok);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Next' blocks the thread
  grpc::Status status;
  stub.AsyncSayHello(&context, 1, &queue)->Finish(&reply, &status, nullptr);
  co_return;
}
