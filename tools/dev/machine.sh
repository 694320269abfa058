# shellcheck shell=bash disable=SC2154
# Sourced after setup.sh by the scripts beside it that make a minimal Debian 12 in a directory, from the package sources of this
# machine, and delete it at the end unless $keep is true. $machine is its root directory.
[ "$(id -u)" -eq 0 ] || die "run it as root: it makes a machine of its own, with mounts, and changes into it by chroot."
unshare --mount --pid --fork true 2>/dev/null ||
  die "mounting is not allowed here, as in many containers: run it on a machine, or in a privileged container."
install_missing fresh-machine

# package_sources: the files that name this machine's package sources.
package_sources() {
  find /etc/apt -maxdepth 1 -name sources.list -size +0
  find /etc/apt/sources.list.d -maxdepth 1 -name '*.list' -o -name '*.sources'
}

# apart COMMAND...: runs it where its mounts and its processes end with it. `wait`, so that signals are heeded at once.
child=
apart() {
  local code=0
  unshare --mount --pid --fork --kill-child --mount-proc "$@" <&0 &
  child=$!
  wait "$child" || code=$?
  child=
  return "$code"
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/$me.XXXXXX")
machine=$folder/root
end() {
  if [ -n "$child" ]; then
    kill -KILL "$child" 2>/dev/null || :
    wait "$child" 2>/dev/null || :
  fi
  if $keep; then
    say "The machine is still there: chroot $machine"
    return
  fi
  # Twice: a process that was just killed may have written a file in between.
  rm -rf --one-file-system -- "$folder" 2>/dev/null || { sleep 2; rm -rf --one-file-system -- "$folder"; }
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

make_machine() {
  local sources include=()
  mapfile -t sources < <(package_sources)
  [ ${#sources[@]} -gt 0 ] || die "there are no package sources in /etc/apt: a fresh machine cannot be made."
  if grep -q 'https://' "${sources[@]}"; then
    include=(--include=ca-certificates)
  fi
  say "Making a minimal Debian 12 in $machine"
  chmod 755 "$folder" # apt downloads as its own user
  # The network settings of apt, such as a proxy; not its installation settings.
  apt-config dump --format '%F "%v";%n' Acquire | grep -v '^Acquire::\(IndexTargets\|Changelogs\)' >"$folder/apt.conf"
  TMPDIR=$folder apart mmdebstrap --mode=root --variant=minbase "${include[@]}" --aptopt="$folder/apt.conf" bookworm "$machine" \
    "${sources[@]}" >"$folder/log" 2>&1 || {
    tail -n 15 "$folder/log" >&2
    die "mmdebstrap could not make the machine (above is what it said): check the network and the package sources."
  }
  # The keys of all sources: packages bring only Debian's own.
  local keys
  for keys in /etc/apt/trusted.gpg.d /etc/apt/keyrings /usr/share/keyrings; do
    if [ -d "$keys" ]; then
      mkdir -p "$machine$keys"
      cp -rn "$keys/." "$machine$keys"
    fi
  done
  cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
  mkdir "$machine/async-tidy"
}

# in_machine COMMAND...: runs it in /async-tidy, with the environment of a new login.
in_machine() {
  local environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}")
  local name
  for name in http_proxy https_proxy no_proxy; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
  done
  say "On the fresh machine: $*"
  # shellcheck disable=SC2016
  apart sh -c '
    machine=$1
    shift
    mount -t proc proc "$machine/proc" && mount -t tmpfs tmpfs "$machine/dev/shm" &&
      mount -t devpts -o newinstance,ptmxmode=0666 devpts "$machine/dev/pts" || exit
    chroot "$machine" env -i --chdir=/async-tidy "$@"
    exit $?' sh "$machine" "${environment[@]}" "$@"
}

# expect_success COMMAND...
expect_success() {
  local code=0 start=$SECONDS
  in_machine "$@" || code=$?
  [ "$code" -eq 0 ] || die "'$*' ended with $code on a fresh machine."
  say "'$*' succeeded on a fresh machine, in $(((SECONDS - start) / 60)) minutes."
}
