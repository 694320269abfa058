// Linked into every program of the asan preset.

/// LLVM's allocators poison what they have not handed out, but only in code that was compiled with the sanitizer.
/// Debian's LLVM was not: it would be blamed for using what our half of the same header has poisoned.
extern "C" const char *__asan_default_options() { return "allow_user_poisoning=0:detect_leaks=0"; }
