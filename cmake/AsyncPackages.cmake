# What `cmake --install` installs, and the Debian packages that `cpack` makes of it: one run a tree, one package a component.
#
#   program   async-tidy, with its pages, its manual page and what shells complete
#   plugin    AsyncTidyPlugin-<major>.so, for the clang-tidy of that LLVM
#   clangd    async-clangd, where the tree builds it
#   runtime   the reference runtime, for find_package(AsyncTidy COMPONENTS runtime); its rules stand in lib/runtime

# Every tree has a plugin of its own. The packages of programs carry no major in their names, so one tree makes them.
set(default OFF)
if(ASYNC_TIDY_LLVM EQUAL ASYNC_LLVM_MAX)
  set(default ON)
endif()
option(ASYNC_TIDY_INSTALL_PROGRAMS "install the programs, and not only the plugin" ${default})
set(ASYNC_TIDY_PACKAGE_RELEASE 1 CACHE STRING "the revision of the Debian packages")
# Debian wants an address. Mail to this one goes nowhere: publish packages with your own.
set(ASYNC_TIDY_MAINTAINER "The async-tidy authors <packages@async-tidy.invalid>" CACHE STRING
  "the maintainer of the Debian packages, with an address")

set(async_made "${PROJECT_BINARY_DIR}/share")
find_program(ASYNC_GZIP gzip REQUIRED)
add_custom_target(installed-texts ALL)

# async_compressed(<name> <command>...): makes share/<name> of the build, the command's output compressed as Debian asks.
function(async_compressed name)
  cmake_parse_arguments(PARSE_ARGV 1 made "" "" "COMMAND;DEPENDS")
  add_custom_command(
    OUTPUT "${async_made}/${name}.gz"
    COMMAND ${made_COMMAND} > "${async_made}/${name}"
    COMMAND "${ASYNC_GZIP}" -9nf "${async_made}/${name}"
    DEPENDS ${made_DEPENDS} COMMENT "Making ${name}" VERBATIM)
  string(MAKE_C_IDENTIFIER "installed-${name}" target)
  add_custom_target("${target}" DEPENDS "${async_made}/${name}.gz")
  add_dependencies(installed-texts "${target}")
endfunction()

file(MAKE_DIRECTORY "${async_made}")
configure_file("${PROJECT_SOURCE_DIR}/packaging/changelog.in" "${async_made}/changelog.debian-form" @ONLY)
async_compressed(changelog COMMAND "${CMAKE_COMMAND}" -E cat "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
  DEPENDS "${PROJECT_SOURCE_DIR}/CHANGELOG.md")
async_compressed(changelog.Debian COMMAND "${CMAKE_COMMAND}" -E cat "${async_made}/changelog.debian-form"
  DEPENDS "${async_made}/changelog.debian-form")

# async_package(<component> <package> DEPENDS <package>... SECTION <section> SUMMARY <line> TEXT <paragraph>)
macro(async_package component package)
  cmake_parse_arguments(package "" "DEPENDS;RECOMMENDS;SECTION;SUMMARY;TEXT" "" ${ARGN})
  string(TOUPPER "${component}" key)
  list(APPEND CPACK_COMPONENTS_ALL "${component}")
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME "${package}")
  set(CPACK_DEBIAN_${key}_PACKAGE_DEPENDS "${package_DEPENDS}")
  set(CPACK_DEBIAN_${key}_PACKAGE_RECOMMENDS "${package_RECOMMENDS}")
  set(CPACK_DEBIAN_${key}_PACKAGE_SECTION "${package_SECTION}")
  set(CPACK_DEBIAN_${key}_DESCRIPTION "${package_SUMMARY}\n${package_TEXT}")
  install(FILES "${PROJECT_SOURCE_DIR}/packaging/copyright" "${async_made}/changelog.gz" "${async_made}/changelog.Debian.gz"
    DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/${package}" COMPONENT "${component}")
endmacro()

# LLVM keeps its interface within a release, and has one before it only in snapshots.
set(async_release "1:${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}~")

install(TARGETS AsyncTidyPlugin LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT plugin)
configure_file("${PROJECT_SOURCE_DIR}/packaging/plugin.lintian-overrides.in" "${async_made}/plugin.lintian-overrides" @ONLY)
install(FILES "${async_made}/plugin.lintian-overrides" DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/lintian/overrides"
  RENAME "async-tidy-plugin-${LLVM_VERSION_MAJOR}" COMPONENT plugin)
async_package(plugin "async-tidy-plugin-${LLVM_VERSION_MAJOR}"
  DEPENDS "clang-tidy-${LLVM_VERSION_MAJOR} (>= ${async_release})"
  SECTION devel
  SUMMARY "finds misuse of C++20 coroutines, in clang-tidy ${LLVM_VERSION_MAJOR}"
  TEXT "This plugin adds the checks async-* to clang-tidy ${LLVM_VERSION_MAJOR}, and to no other:
clang-tidy-${LLVM_VERSION_MAJOR} --load=AsyncTidyPlugin-${LLVM_VERSION_MAJOR}.so --checks='-*,async-*'.
The program async-tidy needs no plugin.")

if(ASYNC_TIDY_INSTALL_PROGRAMS AND TARGET async-tidy)
  async_compressed(async-tidy.1 COMMAND async-tidy man DEPENDS async-tidy)
  if(NOT LLVM_LIBRARY_DIR MATCHES "^/usr/lib") # where the loader would not look
    set_target_properties(async-tidy PROPERTIES INSTALL_RPATH "${LLVM_LIBRARY_DIR}")
  endif()
  install(TARGETS async-tidy RUNTIME COMPONENT program)
  install(FILES "${async_made}/async-tidy.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT program)
  set(completions "${PROJECT_SOURCE_DIR}/lib/driver/completion")
  set(share "${CMAKE_INSTALL_DATAROOTDIR}")
  install(FILES "${completions}/bash.sh" DESTINATION "${share}/bash-completion/completions" RENAME async-tidy
    COMPONENT program)
  install(FILES "${completions}/zsh.sh" DESTINATION "${share}/zsh/${ASYNC_ZSH_FOLDER}" RENAME _async-tidy COMPONENT program)
  install(FILES "${completions}/fish.fish" DESTINATION "${share}/fish/vendor_completions.d" RENAME async-tidy.fish
    COMPONENT program)
  install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${share}/doc/async-tidy" COMPONENT program)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${share}/doc/async-tidy" COMPONENT program
    PATTERN tutorial EXCLUDE PATTERN runtime-examples EXCLUDE)
  async_package(program async-tidy
    DEPENDS "libclang-common-${LLVM_VERSION_MAJOR}-dev (>= ${async_release})"
    RECOMMENDS "libstdc++-12-dev | libstdc++-dev | libc++-dev"
    SECTION devel
    SUMMARY "finds misuse of C++20 coroutines"
    TEXT "Tasks that are never awaited, locks held across a suspension, references
that dangle after one, blocking calls and lock cycles across files: async-tidy
analyses a whole project, from its compile_commands.json, on all cores.")
endif()

if(TARGET async-clangd AND ASYNC_TIDY_INSTALL_PROGRAMS)
  install(TARGETS async-clangd RUNTIME COMPONENT clangd)
  async_package(clangd async-clangd
    DEPENDS "libclang-common-${LLVM_VERSION_MAJOR}-dev (>= ${async_release})"
    RECOMMENDS async-tidy
    SECTION devel
    SUMMARY "clangd that finds misuse of C++20 coroutines"
    TEXT "async-clangd is clangd ${LLVM_VERSION_MAJOR} with the checks of async-tidy in it,
for editors that speak to a language server.")
endif()

if(ASYNC_TIDY_RUNTIME)
  async_package(runtime libasync-tidy-runtime-dev
    DEPENDS "libc6-dev"
    RECOMMENDS "libstdc++-12-dev | libstdc++-dev | libc++-dev"
    SECTION libdevel
    SUMMARY "coroutine runtime that watches itself"
    TEXT "A small C++20 coroutine runtime that reports deadlocks, lost tasks, swallowed
cancellations and blocked loops exactly, and runs a program under every order
of its tasks. In CMake: find_package(AsyncTidy COMPONENTS runtime).")
  install(FILES "${PROJECT_SOURCE_DIR}/docs/runtime.md"
    DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/libasync-tidy-runtime-dev" COMPONENT runtime)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PACKAGE_CONTACT "${ASYNC_TIDY_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_PACKAGE_RELEASE "${ASYNC_TIDY_PACKAGE_RELEASE}")
set(CPACK_DEBIAN_PACKAGE_SOURCE async-tidy)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # the libraries' packages, each with the version it must have at least
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
include(CPack)
