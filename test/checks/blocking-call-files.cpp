// RUN: %check_async async-blocking-call %s
// Files, and what is not a file.

#include "task.h"

#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>
#include <unistd.h>

task<> send(std::uintmax_t);

task<> opens(std::ifstream &in, std::fstream &both) {
  in.open("name");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'open' opens a file, and returns when the file system has done so ([filebuf.members])
  both.open("name", std::ios::out);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' blocks the thread
  co_return;
}

task<> by_the_c_library(char *buffer) {
  std::FILE *file = std::fopen("name", "r");
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'fopen' blocks the thread
  std::fread(buffer, 1, 10, file);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fread' blocks the thread
  fgets(buffer, 10, file);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fgets' blocks the thread
  fsync(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fsync' blocks the thread
  co_return;
}

task<> whole_trees(const std::filesystem::path &p) {
  std::filesystem::copy(p, "to");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'copy' blocks the thread
  std::filesystem::copy_file(p, "to");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'copy_file' blocks the thread
  std::filesystem::remove_all(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'remove_all' blocks the thread
  co_return;
}

task<> asks_the_file_system(const std::filesystem::path &p) {
  if (!std::filesystem::exists(p))
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'exists' blocks the thread
    co_return;
  std::error_code failed;
  const bool is_file = std::filesystem::is_regular_file(p, failed);
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'is_regular_file' blocks the thread
  for (const auto &entry : std::filesystem::directory_iterator(p))
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the constructor of 'directory_iterator' blocks the thread
    (void)entry;
  co_await send(is_file ? std::filesystem::file_size(std::filesystem::canonical(p)) : 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'file_size' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:54: warning: 'canonical' blocks the thread
}

task<> by_descriptor(char *buffer) {
  const int file = open("name", O_RDONLY);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'open' blocks the thread
  read(file, buffer, 10);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks the thread
  co_return;
}

// ---- silent

task<> has_asked(std::filesystem::file_status known, const std::filesystem::directory_entry &entry,
                 std::filesystem::directory_iterator rest) {
  const bool is_file = std::filesystem::is_regular_file(known) && entry.is_regular_file();
  for (const auto &next : rest)
    (void)next;
  co_await send(is_file);
}

task<> of_either(char *buffer, bool other, int given) {
  int file = given;
  if (other)
    file = dup(given);
  read(file, buffer, 10);
  co_return;
}

task<> logs(std::ostream &log, const std::filesystem::path &p) {
  std::cout << "text" << std::endl;
  std::cerr << "text" << std::flush;
  std::printf("text\n");
  std::fprintf(stderr, "text\n");
  std::fflush(stdout);
  log << p.filename() << p.is_absolute();
  co_return;
}

task<std::string> in_memory(std::istringstream &in) {
  std::string line;
  std::getline(in, line);
  in.read(line.data(), 1);
  std::ifstream not_yet;
  std::ofstream neither;
  co_return line;
}

task<> descriptors(int d, char *buffer) {
  if (read(d, buffer, 10) > 0)
    write(d, buffer, 10);
  co_return;
}
