// RUN: %check_async async-blocking-call %s
// Files, and what is not a file.

#include "task.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unistd.h>

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

// ---- silent

task<> logs(std::ostream &log, const std::filesystem::path &p) {
  std::cout << "text" << std::endl;
  std::cerr << "text" << std::flush;
  std::printf("text\n");
  std::fprintf(stderr, "text\n");
  std::fflush(stdout);
  log << std::filesystem::exists(p) << p.filename();
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
