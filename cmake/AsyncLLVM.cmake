# Finds one LLVM/Clang pair and wraps it as a single target, async::clang.
# Nothing else in the build looks for LLVM: a new release is supported here and in lib/compat, or nowhere.

set(ASYNC_LLVM_MIN 16)
set(ASYNC_LLVM_MAX 22)
set(ASYNC_TIDY_LLVM 22 CACHE STRING "major version of the LLVM to build against, looked for in /usr/lib/llvm-<major>")
option(ASYNC_TIDY_PROGRAMS "build the programs, not only the plugin (LLVM 19 and later)" ON)
option(ASYNC_TIDY_SANITIZE "build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

set(llvm_hint "/usr/lib/llvm-${ASYNC_TIDY_LLVM}/lib/cmake")
find_package(LLVM REQUIRED CONFIG HINTS "${llvm_hint}/llvm")
if(NOT LLVM_VERSION_MAJOR EQUAL ASYNC_TIDY_LLVM
   OR LLVM_VERSION_MAJOR LESS ASYNC_LLVM_MIN OR LLVM_VERSION_MAJOR GREATER ASYNC_LLVM_MAX)
  message(FATAL_ERROR
    "LLVM ${LLVM_VERSION} at ${LLVM_DIR} is not the LLVM ${ASYNC_TIDY_LLVM} asked for, or outside "
    "${ASYNC_LLVM_MIN}..${ASYNC_LLVM_MAX}: pass -DASYNC_TIDY_LLVM=<major> and -DLLVM_DIR=<llvm>/lib/cmake/llvm.")
endif()
find_package(Clang REQUIRED CONFIG HINTS "${LLVM_DIR}/../clang" NO_DEFAULT_PATH)

add_library(async_clang INTERFACE)
add_library(async::clang ALIAS async_clang)
target_include_directories(async_clang SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(async_clang INTERFACE ${llvm_definitions})
# Code that derives from Clang's classes must be built as Clang usually is, or a stock clang-tidy cannot load it.
target_compile_options(async_clang INTERFACE -fno-rtti -fno-exceptions)

set(ASYNC_LLVM_BIN "${LLVM_TOOLS_BINARY_DIR}")
set(ASYNC_CLANG_RESOURCE_DIR "${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR}")

if(ASYNC_TIDY_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  add_library(async_asan_options OBJECT "${CMAKE_CURRENT_LIST_DIR}/asan-options.cpp")
  link_libraries(async_asan_options)
endif()
add_compile_options(-Wall -Wextra)
# lld links the programs in a second where the system's linker takes ten. First the one that packages.txt brings, so that
# another which happens to be there is neither taken nor needed.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  find_program(ASYNC_LLD NAMES ld.lld-22 "ld.lld-${CMAKE_CXX_COMPILER_VERSION_MAJOR}" ld.lld HINTS "${ASYNC_LLVM_BIN}")
  if(ASYNC_LLD)
    add_link_options("--ld-path=${ASYNC_LLD}")
  endif()
endif()
