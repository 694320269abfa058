"""What the table of docs/libraries.md says of each library, besides what the models and the tests say themselves.

`structure` lists names whose meaning their declarations show: a promise type, the operations of a lock, a signature that returns
void. `unknown` lists those of which neither structure nor a model tells; "none" says that the library has none. What a model
knows is not repeated here: the table reads it from the model files.
"""

import dataclasses

# A column of the table: what it is called, and the words of models that speak of it.
COLUMNS = {
    "task": ("task, and when it begins", ("lazy-work", "eager-work", "one-shot")),
    "detaches": ("starts work and goes on", ("detaches", "spawns")),
    "locks": ("locks", ("lock", "guard", "acquires", "recursive-lock")),
    "keeps": ("keeps a callable", ("defers", "drops-callable", "ignores-callable-result")),
    "cancels": ("says that work was cancelled", ("cancelled", "maybe-cancelled", "cancelled-error", "shields")),
    "blocks": ("blocks the thread", ("blocks", "may-block", "waits-for-work", "runs-event-loop")),
    "hops": ("goes on in other threads", ("moves-to-blocking-thread", "offloads")),
}

@dataclasses.dataclass(frozen=True)
class Library:
    """`begins` says of each task whether its body begins at the call, `includes` where a checkout has its headers, and `flags`
    how they compile."""

    title: str
    spaces: str
    model: str = None
    test: str = None
    begins: dict = dataclasses.field(default_factory=dict)
    includes: tuple = ()
    flags: tuple = ()
    structure: dict = dataclasses.field(default_factory=dict)
    unknown: dict = dataclasses.field(default_factory=dict)

    @property
    def namespaces(self):
        return self.spaces.split()


LIBRARIES = [
    Library("Boost.Asio", "boost::asio boost::system", "asio", "boost-asio", {"boost::asio::awaitable": "lazy"}, ("boost",),
            structure={"task": ["boost::asio::awaitable"], "locks": "none",
                       "keeps": ["boost::asio::co_spawn, of the function it is given"]},
            unknown={"detaches": ["boost::asio::experimental::coro"]}),
    Library("Asio", "asio", "asio", "asio", {"asio::awaitable": "lazy"}, ("asio/include",),
            structure={"task": ["asio::awaitable"], "locks": "none"}),
    Library("Seastar", "seastar", "seastar", "seastar", {"seastar::future": "eager"}, ("seastar/include",),
            ("-DSEASTAR_API_LEVEL=9", "-DSEASTAR_SSTRING", "-DSEASTAR_SCHEDULING_GROUPS_COUNT=16"),
            structure={"task": ["seastar::future"], "locks": ["seastar::shared_mutex"]},
            unknown={"detaches": ["a future that is cast to void"]}),
    Library("folly::coro", "folly", "folly", "folly", {"folly::coro::Task": "lazy", "folly::coro::TaskWithExecutor": "lazy"},
            ("folly",), structure={"task": ["folly::coro::Task", "folly::coro::AsyncGenerator"], "locks": ["folly::coro::Mutex::co_scoped_lock"]},
            unknown={"locks": ["folly::coro::Mutex::co_lock"]}),
    Library("C++/WinRT", "winrt", "winrt", "winrt",
            {"winrt::Windows::Foundation::IAsyncAction": "eager", "winrt::Windows::Foundation::IAsyncOperation": "eager"}, ("cppwinrt",),
            structure={"task": ["winrt::Windows::Foundation::IAsyncAction", "winrt::Windows::Foundation::IAsyncOperation"],
                       "detaches": ["winrt::fire_and_forget"], "locks": ["winrt::slim_mutex", "winrt::slim_lock_guard"]},
            unknown={"keeps": ["winrt::event::add", "winrt::Windows::Foundation::TypedEventHandler"]}),
    Library("QCoro", "QCoro", "qcoro", "qcoro", {"QCoro::Task": "eager", "QCoro::LazyTask": "lazy"}, ("qcoro",),
            structure={"task": ["QCoro::Task", "QCoro::LazyTask"], "locks": ["QMutex", "QMutexLocker"], "cancels": "none"},
            unknown={"detaches": ["a QCoro::Task that is cast to void"], "keeps": ["a slot that is a coroutine"]}),
    Library("kj", "kj", "kj", "kj", {"kj::Promise": "eager"}, ("capnproto/c++/src",), ("-std=c++23",),
            structure={"cancels": "none"},
            unknown={"task": ["the promise type of kj::Promise"],
                     "locks": ["kj::MutexGuarded, whose operations only its guard has"]}),
    Library("Boost.Cobalt", "boost::cobalt", "cobalt",
            begins={"boost::cobalt::task": "lazy", "boost::cobalt::promise": "eager"},
            structure={"task": ["boost::cobalt::task", "boost::cobalt::promise"], "detaches": ["boost::cobalt::detached"],
                       "locks": "none"},
            unknown={"detaches": ["boost::cobalt::promise::detach"], "hops": ["boost::cobalt::thread"]}),
    Library("cppcoro", "cppcoro", "cppcoro", begins={"cppcoro::task": "lazy", "cppcoro::shared_task": "lazy"},
            structure={"task": ["cppcoro::task", "cppcoro::shared_task"],
                       "locks": ["cppcoro::async_mutex", "cppcoro::async_mutex_lock"]}, unknown={"keeps": ["cppcoro::fmap"]}),
    Library("libcoro", "coro", "libcoro", begins={"coro::task": "lazy"},
            structure={"task": ["coro::task"], "locks": ["coro::mutex", "coro::scoped_lock"]},
            unknown={"locks": ["coro::semaphore", "coro::shared_mutex"], "cancels": ["coro::ring_buffer and others: a result says it"]}),
    Library("stdexec", "stdexec exec", "stdexec", begins={"exec::task": "lazy"},
            structure={"task": ["exec::task", "every sender, by sender_concept"], "locks": "none", "cancels": ["set_stopped: no exception"]},
            unknown={"keeps": ["stdexec::then"], "hops": ["stdexec::starts_on", "stdexec::continues_on"]}),
    Library("libunifex", "unifex", "libunifex", begins={"unifex::task": "lazy"},
            structure={"task": ["unifex::task"], "cancels": ["set_done: no exception"]},
            unknown={"locks": ["unifex::async_mutex"], "keeps": ["unifex::then"]}),
    Library("async_simple", "async_simple", "async_simple", begins={"async_simple::coro::Lazy": "lazy"},
            structure={"task": ["async_simple::coro::Lazy"], "locks": ["async_simple::coro::SpinLock"]},
            unknown={"locks": ["async_simple::coro::Mutex::coScopedLock", "async_simple::coro::SharedMutex"]}),
    Library("concurrencpp", "concurrencpp", "concurrencpp",
            begins={"concurrencpp::result": "eager", "concurrencpp::lazy_result": "lazy"},
            structure={"task": ["concurrencpp::result", "concurrencpp::lazy_result"], "detaches": ["concurrencpp::null_result"]},
            unknown={"locks": ["concurrencpp::async_lock"], "cancels": ["concurrencpp::errors::broken_task"],
                     "blocks": ["concurrencpp::result::get, of one that is not ready"]}),
    Library("drogon", "drogon", "drogon", begins={"drogon::Task": "lazy"},
            structure={"task": ["drogon::Task"], "detaches": ["drogon::AsyncTask"]},
            unknown={"locks": ["drogon::Mutex"], "keeps": ["drogon::async_func"],
                     "blocks": ["drogon::orm::Mapper, whose synchronous functions are overloads"],
                     "hops": ["drogon::switchThreadCoro", "drogon::queueInLoopCoro"]}),
    Library("TooManyCooks", "tmc", "toomanycooks", begins={"tmc::task": "lazy"},
            structure={"task": ["tmc::task"], "cancels": "none"},
            unknown={"detaches": ["tmc::spawn"], "locks": ["tmc::mutex", "tmc::semaphore", "tmc::rw_lock"]}),
    Library("YACLib", "yaclib", "yaclib", begins={"yaclib::Task": "lazy", "yaclib::Future": "eager"},
            unknown={"task": ["yaclib::Future"], "detaches": ["yaclib::FutureBase::Detach"],
                     "locks": ["yaclib::Mutex", "yaclib::SharedMutex"], "cancels": ["yaclib::StopTag"],
                     "blocks": ["yaclib::FutureBase::Get, of one that is not ready"]}),
]
