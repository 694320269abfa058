// A file system in which some files have other content than on disk.
#include "driver/other-content.h"
#include "temporary-folder.h"

#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace asynctidy;
using driver::OtherContent;

namespace {

struct Folder : unit::TemporaryFolder {
  std::string write(llvm::StringRef Name, llvm::StringRef Text) const {
    std::error_code Why;
    llvm::raw_fd_ostream(file(Name), Why) << Text;
    return file(Name);
  }
};

std::string contentOf(OtherContent &Files, const std::string &Path) {
  const auto Buffer = Files.getBufferForFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "none: " + Buffer.getError().message();
}

const std::string None = "none: No such file or directory";

TEST(OtherContent, IsSeenThroughLinks) {
  Folder On;
  const std::string File = On.write("a.h", "disk");
  ASSERT_FALSE(llvm::sys::fs::create_link(File, On.file("link.h")));
  llvm::sys::fs::create_directory(On.file("d"));
  OtherContent Files(llvm::vfs::createPhysicalFileSystem());
  EXPECT_EQ(contentOf(Files, File), "disk");
  Files.set(File, "staged content");
  for (const std::string &Path : {File, On.file("link.h"), On.file("d/../a.h")}) {
    EXPECT_EQ(contentOf(Files, Path), "staged content") << Path;
    EXPECT_EQ(Files.status(Path)->getSize(), 14u) << Path;
  }
  EXPECT_EQ(Files.status(File)->getUniqueID(), Files.status(On.file("link.h"))->getUniqueID());
}

TEST(OtherContent, NeedsNoFileOnDisk) {
  Folder On;
  llvm::sys::fs::create_directory(On.file("d"));
  ASSERT_FALSE(llvm::sys::fs::create_link(On.file("d"), On.file("link")));
  OtherContent Files(llvm::vfs::createPhysicalFileSystem());
  Files.set(On.file("d/new/a.h"), "staged");
  for (const std::string &Path : {On.file("d/new/a.h"), On.file("link/new/a.h"), On.file("d/new/../new/a.h")}) {
    EXPECT_EQ(contentOf(Files, Path), "staged") << Path;
    EXPECT_TRUE(Files.exists(Path)) << Path;
  }
  EXPECT_TRUE(Files.status(On.file("d/new"))->isDirectory()) << "clang asks for the directory of a file";
  EXPECT_EQ(contentOf(Files, On.file("a.h")), None);
  EXPECT_EQ(contentOf(Files, On.file("d/new/b.h")), None);
  Files.setCurrentWorkingDirectory(On.file("d"));
  EXPECT_EQ(contentOf(Files, "new/a.h"), "staged");
}

TEST(OtherContent, HidesFiles) {
  Folder On;
  const std::string File = On.write("a.h", "disk");
  OtherContent Files(llvm::vfs::createPhysicalFileSystem());
  Files.hide(File);
  Files.hide(On.file("not there"));
  EXPECT_FALSE(Files.exists(File));
  EXPECT_EQ(contentOf(Files, File), None);
  EXPECT_EQ(contentOf(Files, On.write("b.h", "other")), "other");
}

} // namespace
