#include "link/lock-names.h"

#include "link-program.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using asynctidy::unit::pathOf;

namespace {

TEST(LockNames, LastTwoComponents) {
  EXPECT_EQ(shortName("mutex"), "mutex");
  EXPECT_EQ(shortName("Pool::mutex"), "Pool::mutex");
  EXPECT_EQ(shortName("app::net::Pool::mutex"), "Pool::mutex");
  EXPECT_EQ(shortName("app::registry"), "app::registry");
}

TEST(LockNames, WithoutWhatOnlyTellsEqualNamesApart) {
  EXPECT_EQ(shortName("src/pool.cpp|Pool::mutex"), "Pool::mutex");
  EXPECT_EQ(shortName("src/pool.cpp|mutex"), "mutex");
  EXPECT_EQ(shortName("c:@F@f#I#:3:21|m"), "m") << "a local of f";
}

TEST(LockNames, OfPaths) {
  Strings Names;
  const auto Name = [&](const char *Path) { return displayName(pathOf(Path, Names), Names); };
  EXPECT_EQ(Name("this.app::Server::pool_.app::Pool::mutex"), "'Pool::mutex'");
  EXPECT_EQ(Name("app::registry"), "'app::registry'");
  EXPECT_EQ(Name("this.Server::locks_.[]"), "an element of 'Server::locks_'");
  EXPECT_EQ(Name("this"), "this object");
  EXPECT_EQ(Name("#1"), "parameter 2");
  EXPECT_EQ(Name("~m"), "'m'");
  EXPECT_EQ(Name("?"), "this lock");
}

TEST(LockNames, Keys) {
  Strings Names;
  const auto Key = [&](const char *Path) { return Names[keyOf(pathOf(Path, Names))]; };
  EXPECT_EQ(Key("this.Server::pool_.Pool::m"), "Pool::m");
  EXPECT_EQ(Key("?.Pool::m"), "Pool::m");
  EXPECT_EQ(Key("registry"), "registry");
  EXPECT_EQ(Key("registry.Registry::m"), "Registry::m");
  EXPECT_EQ(Key("this.Server::locks_.[]"), "Server::locks_");
  EXPECT_EQ(Key("~pointer.[].Pool::m"), "Pool::m");
  EXPECT_EQ(Key("~pool.Pool::m"), "");
  EXPECT_EQ(Key("~m"), "");
  EXPECT_EQ(Key("#0"), "");
  EXPECT_EQ(Key("?"), "");
}

} // namespace
