#include "facts/syntax/third-party.h"

#include "gtest/gtest.h"

using namespace asynctidy::facts;

namespace {

TEST(ThirdParty, ByName) {
  const char *Root = "/home/me/project";
  for (const char *Path :
       {"/home/me/project/third_party/lib/x.h", "/home/me/project/vendor/x.h", "/home/me/project/a/b/_deps/fmt-src/x.h",
        "/usr/include/boost/x.h", "/usr/local/include/x.h"})
    EXPECT_TRUE(isThirdParty(Path, Root)) << Path;
  for (const char *Path : {"/home/me/project/src/x.h", "/home/me/project/third_party_tools/x.h",
                           "/home/me/project/src/vendor.h", "/home/usr/include/x.h", "/home/me/project/external"})
    EXPECT_FALSE(isThirdParty(Path, Root)) << Path;
}

TEST(ThirdParty, NotTheDirectoryTheProjectLivesIn) {
  const char *Root = "/home/ann/external/project";
  EXPECT_FALSE(isThirdParty("/home/ann/external/project/src/x.h", Root));
  EXPECT_FALSE(isThirdParty("/home/ann/external/other/x.h", Root));
  EXPECT_TRUE(isThirdParty("/home/ann/external/project/external/x.h", Root)) << "one within the project";
  EXPECT_TRUE(isThirdParty("/home/ann/external/project/vendor/x.h", Root)) << "another name";
  EXPECT_TRUE(isThirdParty("/home/ann/external/external/project/external/x.h", "/home/ann/external/external/project"));
}

TEST(ThirdParty, NorAnInstallationDirectoryItLivesIn) {
  const char *Root = "/usr/local/src/project";
  EXPECT_FALSE(isThirdParty("/usr/local/src/project/x.h", Root));
  EXPECT_TRUE(isThirdParty("/usr/include/x.h", Root));
}

TEST(ThirdParty, SpecialCharactersInTheProjectsPathAreText) {
  const char *Root = "/w[1]/external/p*";
  EXPECT_TRUE(isThirdParty("/w[1]/external/p*/external/x.h", Root));
  EXPECT_FALSE(isThirdParty("/w[1]/external/p*/src/x.h", Root));
}

} // namespace
