#include "report/output-file.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace asynctidy::report {
namespace {

llvm::Error cannotWrite(StringRef Path, llvm::Error Why) {
  return llvm::createStringError(std::errc::io_error, "cannot write '%s': %s", Path.str().c_str(),
                                 llvm::toString(std::move(Why)).c_str());
}

llvm::Error finish(llvm::raw_fd_ostream &Out) {
  Out.flush();
  const std::error_code Why = Out.error();
  Out.clear_error(); // else its destructor aborts
  return Why ? llvm::errorCodeToError(Why) : llvm::Error::success();
}

llvm::Error writeDirectly(StringRef Path, llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  std::error_code Why;
  llvm::raw_fd_ostream Out(Path, Why);
  if (Why)
    return llvm::errorCodeToError(Why);
  Write(Out);
  return finish(Out);
}

} // namespace

llvm::Error replaceFile(StringRef Path, llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  llvm::SmallString<256> Target(Path);
  if (llvm::SmallString<256> Real; !fs::real_path(Path, Real))
    Target = Real;
  const llvm::ErrorOr<fs::perms> Existing = fs::getPermissions(Target);
  llvm::Expected<fs::TempFile> Aside = fs::TempFile::create(Target + ".%%%%%%%%.tmp");
  if (!Aside)
    return Aside.takeError();
  llvm::Error Failed = llvm::Error::success();
  {
    llvm::raw_fd_ostream Out(Aside->FD, /*shouldClose=*/false);
    Write(Out);
    Failed = finish(Out);
  }
  if (!Failed)
    if (const std::error_code Why =
            fs::setPermissions(Aside->FD, Existing ? *Existing : fs::perms(0666 & ~fs::getUmask())))
      Failed = llvm::errorCodeToError(Why);
  if (!Failed)
    return Aside->keep(Target);
  llvm::consumeError(Aside->discard());
  return Failed;
}

bool isStandardOutput(StringRef Path) { return Path == "-" || Path == "/dev/stdout"; }

llvm::Error writeFile(StringRef Path, llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  if (isStandardOutput(Path)) {
    Write(llvm::outs());
    return llvm::Error::success();
  }
  fs::file_status Status;
  const bool IsDevice =
      !fs::status(Path, Status) && fs::exists(Status) && !fs::is_regular_file(Status) && !fs::is_directory(Status);
  llvm::Error Failed = IsDevice ? writeDirectly(Path, Write) : replaceFile(Path, Write);
  return Failed ? cannotWrite(Path, std::move(Failed)) : llvm::Error::success();
}

} // namespace asynctidy::report
