// A job server: job-server [PORT [JOURNAL]]
#include "server.h"

#include <boost/asio/co_spawn.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char **argv) {
  jobs::options settings;
  settings.port = argc > 1 ? static_cast<unsigned short>(std::atoi(argv[1])) : 7070;
  if (argc > 2)
    settings.journal = argv[2];
  try {
    boost::asio::io_context context(1);
    jobs::server server(context, settings);
    std::cout << "serving on 127.0.0.1:" << server.port() << std::endl;
    boost::asio::co_spawn(context, server.run(), [](std::exception_ptr failure) {
      if (failure)
        std::rethrow_exception(failure);
    });
    context.run();
  } catch (const std::exception &error) {
    std::cerr << "job-server: " << error.what() << '\n';
    return 1;
  }
}
