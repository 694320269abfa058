# shellcheck shell=bash
# What comes from npm. Sourced by scripts beside it and by tools/run-tests, after setup.sh.

# install_packages FROM INTO: what FROM/package-lock.json names, in the folder INTO.
install_packages() {
  local from=$1 into=$2
  rm -rf "$into"
  mkdir -p "$into"
  cp "$from/package.json" "$from/package-lock.json" "$into"
  npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund >"$into/npm.log" 2>&1 || {
    tail -n 15 "$into/npm.log" >&2
    die "npm could not install what ${from#"$root/"}/package-lock.json names (above is what it said): check the network and npm's registry, then run $me again."
  }
}

# install_npm: what the tests need, as test/npm/package-lock.json says it, in build/npm. Once for each state of that file.
install_npm() {
  local from=$root/test/npm into=$root/build/npm
  cmp -s "$from/package-lock.json" "$into/installed.json" && return
  say "Installing build/npm"
  install_packages "$from" "$into"
  chmod u+x "$into/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" # scripts of packages do not run
  cp "$from/package-lock.json" "$into/installed.json"
}
