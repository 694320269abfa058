# shellcheck shell=bash
# What the tests need from npm. Sourced by tools/run-tests, after setup.sh.

# install_npm: what the tests need from npm, as test/npm/package-lock.json says it, in build/npm. Once for each state of
# that file.
install_npm() {
  local from=$root/test/npm into=$root/build/npm
  cmp -s "$from/package-lock.json" "$into/installed.json" && return
  say "Installing build/npm"
  rm -rf "$into"
  mkdir -p "$into"
  cp "$from/package.json" "$from/package-lock.json" "$into"
  npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund >"$into/npm.log" 2>&1 || {
    tail -n 15 "$into/npm.log" >&2
    die "npm could not install what test/npm/package-lock.json names (above is what it said): check the network and npm's registry, then run $me again."
  }
  chmod u+x "$into/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" # scripts of packages do not run
  cp "$from/package-lock.json" "$into/installed.json"
}
