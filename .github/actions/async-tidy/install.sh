#!/usr/bin/env bash
# Installs async-tidy's package, if one is named. Part of the action; its inputs come in ASYNC_*.
set -euo pipefail
die() {
  printf 'async-tidy: %s\n' "$*" >&2
  exit 2
}

if [ -z "$ASYNC_PACKAGE" ]; then
  command -v async-tidy >/dev/null || die "is not installed: name its Debian package with the input 'package'."
  exit
fi

folder=$(mktemp -d "$RUNNER_TEMP/async-tidy.XXXXXX")
case $ASYNC_PACKAGE in
https://*)
  curl --fail --silent --show-error --location --proto '=https' --output "$folder/async-tidy.deb" -- "$ASYNC_PACKAGE" ||
    die "the package could not be downloaded (above is what curl said)."
  ;;
*://*) die "the package is downloaded with https only." ;;
*) cp -- "$ASYNC_PACKAGE" "$folder/async-tidy.deb" || die "the input 'package' names no file that can be read." ;;
esac
if [ -n "$ASYNC_PACKAGE_SHA256" ]; then
  printf '%s  %s\n' "$ASYNC_PACKAGE_SHA256" "$folder/async-tidy.deb" | sha256sum --check --status --strict ||
    die "the package is not the one that 'package-sha256' means."
fi

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
chmod 755 "$folder" # apt reads it as another user
"${as_root[@]}" apt-get update || die "apt-get could not read the package sources (above is what it said)."
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$folder/async-tidy.deb" ||
  die "the package could not be installed (above is what apt-get said)."
