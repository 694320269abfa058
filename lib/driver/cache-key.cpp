#include "driver/cache-key.h"

#include "llvm/Support/MemoryBuffer.h"

#include <cstdlib>
#include <elf.h>
#include <link.h>

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// What Clang's driver and preprocessor read, for C++.
constexpr const char *Variables[] = {"CPATH",
                                     "C_INCLUDE_PATH",
                                     "CPLUS_INCLUDE_PATH",
                                     "OBJC_INCLUDE_PATH",
                                     "OBJCPLUS_INCLUDE_PATH",
                                     "INCLUDE",
                                     "EXTERNAL_INCLUDE",
                                     "COMPILER_PATH",
                                     "LIBRARY_PATH",
                                     "SDKROOT",
                                     "MACOSX_DEPLOYMENT_TARGET",
                                     "SOURCE_DATE_EPOCH",
                                     "CLANG_CONFIG_PATH",
                                     "CLANG_NO_DEFAULT_CONFIG",
                                     "HOME",
                                     "XDG_CONFIG_HOME"};

/// The identity that the linker gave a loaded program or library; empty when it gave none.
StringRef buildIdOf(const dl_phdr_info &Loaded) {
  for (unsigned I = 0; I < Loaded.dlpi_phnum; ++I) {
    const ElfW(Phdr) &Part = Loaded.dlpi_phdr[I];
    if (Part.p_type != PT_NOTE)
      continue;
    StringRef Rest(reinterpret_cast<const char *>(Loaded.dlpi_addr + Part.p_vaddr), Part.p_memsz);
    while (Rest.size() >= sizeof(ElfW(Nhdr))) {
      ElfW(Nhdr) Note;
      std::memcpy(&Note, Rest.data(), sizeof Note);
      const size_t NameSize = (size_t(Note.n_namesz) + 3) & ~size_t(3), Size = (size_t(Note.n_descsz) + 3) & ~size_t(3);
      Rest = Rest.drop_front(sizeof Note);
      if (NameSize + Size > Rest.size())
        break;
      if (Note.n_type == NT_GNU_BUILD_ID && Rest.take_front(Note.n_namesz) == StringRef("GNU", 4))
        return Rest.substr(NameSize, Note.n_descsz);
      Rest = Rest.drop_front(NameSize + Size);
    }
  }
  return "";
}

struct Identity {
  DigestOfParts Parts;
  bool IsKnown = true;
};

int addLoaded(dl_phdr_info *Loaded, size_t, void *Into) {
  auto &All = *static_cast<Identity *>(Into);
  const StringRef Name = Loaded->dlpi_name; // of the program itself: empty
  if (!Name.empty() && !Name.starts_with("/"))
    return 0; // what the kernel maps into every process
  if (const StringRef Id = buildIdOf(*Loaded); !Id.empty()) {
    All.Parts.add(Id);
    return 0;
  }
  const auto Code = llvm::MemoryBuffer::getFile(Name.empty() ? "/proc/self/exe" : Name, /*IsText=*/false,
                                                /*RequiresNullTerminator=*/false);
  if (Code)
    All.Parts.add((*Code)->getBuffer());
  else
    All.IsKnown = false;
  return 0;
}

} // namespace

std::optional<Digest> programDigest() {
  Identity All;
  dl_iterate_phdr(addLoaded, &All);
  return All.IsKnown ? std::optional(All.Parts.done()) : std::nullopt;
}

Digest runDigest(const Digest &Program, const Options &O, const std::vector<std::string> &SystemPaths,
                 StringRef ResourceDirectory) {
  DigestOfParts Parts;
  const auto AddOptional = [&](const std::optional<std::string> &Text) {
    Parts.add(uint64_t(Text.has_value())).add(Text.value_or(""));
  };
  Parts.add(StringRef(reinterpret_cast<const char *>(Program.data()), Program.size())).add(ASYNC_TIDY_VERSION);
  Parts.add(ResourceDirectory).addAll(SystemPaths);
  Parts.add(O.Checks).addAll(O.Enable).add(uint64_t(O.Confidence ? 1 + uint64_t(*O.Confidence) : 0));
  Parts.addAll(O.Models).add(uint64_t(O.DefaultSystemPaths));
  Parts.addAll(O.TreatAsTest).add(uint64_t(O.DefaultTestPaths));
  AddOptional(O.HeaderFilter);
  AddOptional(O.ExcludeHeaderFilter);
  AddOptional(O.WarningsAsErrors);
  AddOptional(O.Config);
  Parts.add(O.ConfigOrigin).addAll(O.ExtraArgs).addAll(O.ExtraArgsBefore).add(O.Index);
  for (const char *Name : Variables) {
    const char *Value = std::getenv(Name);
    AddOptional(Value ? std::optional<std::string>(Value) : std::nullopt);
  }
  return Parts.done();
}

Digest keyOf(const Digest &Run, const Job &J, const Request &Wanted) {
  DigestOfParts Parts;
  Parts.add(StringRef(reinterpret_cast<const char *>(Run.data()), Run.size()));
  Parts.add(J.File).add(J.Command.Directory).add(J.Command.Filename).addAll(J.Command.CommandLine);
  Parts.add(uint64_t(Wanted.Findings)).add(uint64_t(Wanted.UserFiles));
  Parts.add(uint64_t(!Wanted.Facts.Output.empty())).add(Wanted.Facts.Root);
  return Parts.done();
}

} // namespace asynctidy::driver
