# shellcheck shell=bash disable=SC2034
# Sourced by tools/run-demo, tools/run-tests and scripts beside it: gets the machine ready and the project built.
# After it, $root is the project's directory.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
me=$(basename -- "$0")

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "$me" "$*" >&2
  exit 2
}

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

# install_missing PURPOSE...: installs the packages of packages.txt that are missing. Does not call apt when none is.
install_missing() {
  local wanted missing
  wanted=$(sed 's/#.*//' "$root/tools/dev/packages.txt" |
    awk -v purposes="$*" 'NF && index(" " purposes " ", " " $1 " ") { print $2, $3 }' |
    while read -r package command; do
      { [ -n "$command" ] && command -v "${command#command:}" >/dev/null; } || printf '%s\n' "$package"
    done)
  if ! command -v dpkg-query >/dev/null; then
    command -v clang++-22 >/dev/null && command -v cmake >/dev/null && command -v ninja >/dev/null && return
    die "this is not Debian: install LLVM and Clang 22 with their development files, CMake 3.25, Ninja, Boost and GoogleTest by hand, then run $me again."
  fi
  missing=$(comm -23 <(sort <<<"$wanted") \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | awk '$1 == "installed" { print $2 }' | sort -u))
  [ -z "$missing" ] && return
  missing=$(tr '\n' ' ' <<<"$missing")
  missing=${missing% }

  (. /etc/os-release && [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ]) 2>/dev/null ||
    die "missing are $missing, which $me installs on Debian 12 only: install them by hand, then run $me again."
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
    die "missing are $missing: run $me as root, or install sudo, or ask the machine's administrator to install them."
  say "Installing what is missing: $missing"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    die "apt-get could not install $missing (above is what it said): check the network and the package sources, then run $me again."
  fi
  rm -f "$log"
}

# configure NAME ARGUMENTS...: configures build/NAME once with these CMake arguments; later the build reconfigures when
# needed.
configure() {
  local name=$1
  shift
  [ -f "$root/build/$name/build.ninja" ] && return
  say "Configuring build/$name"
  mkdir -p "$root/build/$name"
  cmake "$@" >"$root/build/$name/configure.log" 2>&1 || {
    sed -n '/^CMake Error/,$p' "$root/build/$name/configure.log" >&2
    die "could not configure build/$name (above is what CMake said, and all of it is in build/$name/configure.log); after mending that, run $me again."
  }
}

configure_preset() { configure "$1" -S "$root" --preset "$1"; }

# configure_tutorial: a separate project, so that it is analysed like a user's. It tests its page with our program.
configure_tutorial() {
  configure tutorial -S "$root/docs/tutorial" -B "$root/build/tutorial" -G Ninja \
    -DCMAKE_CXX_COMPILER=clang++-22 -DASYNC_TIDY="$root/build/dev/bin/async-tidy"
}

# build_preset PRESET [TARGET]: configures if needed, and builds.
build_preset() {
  local preset=$1 target=${2:-all}
  configure_preset "$preset"
  say "Building build/$preset"
  cmake --build "$root/build/$preset" --target "$target" ||
    die "could not build build/$preset (above is what the compiler said)."
}
