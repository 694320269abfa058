# shellcheck shell=bash disable=SC2034
# Sourced by tools/run-demo and tools/run-tests: gets the machine ready and the project built.
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

# install_missing demo|tests: installs those packages of packages.txt that are not there. Asks apt nothing otherwise.
install_missing() {
  local for_whom=$1 wanted missing
  wanted=$(sed 's/#.*//' "$root/tools/dev/packages.txt" |
    awk -v whom="$for_whom" '$1 == "demo" || $1 == whom { print $2 }')
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
    die "missing are $missing: run $me as root, or install sudo, or let somebody install them."
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

# build_preset PRESET [TARGET]: configures once (later the build does it when needed) and builds.
build_preset() {
  local preset=$1 target=${2:-all}
  cd "$root" || exit
  if [ ! -f "build/$preset/build.ninja" ]; then
    say "Configuring build/$preset"
    mkdir -p "build/$preset"
    cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || {
      cat "build/$preset/configure.log" >&2
      die "could not configure build/$preset (above is what CMake said); after mending that, run $me again."
    }
  fi
  say "Building build/$preset"
  cmake --build "build/$preset" --target "$target" ||
    die "could not build build/$preset (above is what the compiler said)."
}

# configure_tutorial: a project of its own, so that it is analysed as a user's would be. It tests its page with our program.
configure_tutorial() {
  [ -f "$root/build/tutorial/build.ninja" ] && return
  say "Configuring build/tutorial"
  mkdir -p "$root/build/tutorial"
  cmake -S "$root/docs/tutorial" -B "$root/build/tutorial" -G Ninja \
    -DCMAKE_CXX_COMPILER=clang++-22 -DASYNC_TIDY="$root/build/dev/bin/async-tidy" \
    >"$root/build/tutorial/configure.log" 2>&1 || {
    cat "$root/build/tutorial/configure.log" >&2
    die "could not configure docs/tutorial (above is what CMake said); after mending that, run $me again."
  }
}
