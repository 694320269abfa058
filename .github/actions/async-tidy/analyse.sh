#!/usr/bin/env bash
# Analyses, annotates, writes the job's summary, and says what the other steps need. Part of the action; its inputs and
# what it takes from the event come in ASYNC_*.
set -euo pipefail
die() {
  printf 'async-tidy: %s\n' "$*" >&2
  exit 2
}

# In a container the checkout belongs to another user, and git would refuse to read it.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$GITHUB_WORKSPACE"

# have COMMIT: whether it is in this clone.
have() { git rev-parse --verify --quiet --end-of-options "$1^{commit}" >/dev/null; }

# find_base: sets $base, and fetches it into a shallow clone.
find_base() {
  base=${ASYNC_BASE:-${ASYNC_BASE_OF_PULL_REQUEST:-$ASYNC_BASE_OF_QUEUE}}
  [ -n "$base" ] || die "there is no pull request to tell what has changed: name a commit with the input 'base', or set 'files: all'."
  if ! have "$base" && [[ $base =~ ^[0-9a-f]{40,64}$ ]]; then
    git fetch --quiet --no-tags --depth=1 origin "$base" || true
  fi
  have "$base" || die "the clone does not have the commit that changes are counted from, and could not fetch it: set 'fetch-depth: 0' at actions/checkout."
}

# may_upload: whether the token of this run may write to code scanning, and the repository has that.
may_upload() {
  case $ASYNC_UPLOAD in
  always) return 0 ;;
  never) return 1 ;;
  auto) ;;
  *) die "the input 'upload-sarif' is auto, always or never." ;;
  esac
  [ "$ASYNC_VISIBILITY" = public ] || return 1
  [ -z "$ASYNC_IS_PULL_REQUEST" ] && return 0
  [ "$ASYNC_HEAD_REPOSITORY" = "$GITHUB_REPOSITORY" ] && [ "$GITHUB_ACTOR" != "dependabot[bot]" ]
}

case $ASYNC_FILES in
changed) changed=1 ;;
all) changed=0 ;;
auto) changed=$([ -n "$ASYNC_BASE$ASYNC_BASE_OF_PULL_REQUEST$ASYNC_BASE_OF_QUEUE" ] && echo 1 || echo 0) ;;
*) die "the input 'files' is changed, all or auto." ;;
esac
upload=false
may_upload && upload=true

command=(async-tidy)
if [ "$changed" = 1 ]; then
  find_base
  command+=(changed "--since=$base")
fi
[ -z "$ASYNC_BUILD" ] || command+=("-p=$ASYNC_BUILD")
folder=$(mktemp -d "$RUNNER_TEMP/async-tidy.XXXXXX")
command+=(--format=github "--fail-on=$ASYNC_FAIL_ON" "--sarif=$folder/async-tidy.sarif" "--markdown=$folder/summary.md")
while IFS= read -r argument; do
  [ -z "$argument" ] || command+=("$argument")
done <<<"$ASYNC_ARGUMENTS"

# What is printed names files, and the runner would take a name such as "\n::error::" for a command: it is told to take
# none until the program is done. The annotations, in which names are escaped, come after that.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
code=0
echo "::stop-commands::$token"
"${command[@]}" >"$folder/annotations" || code=$?
echo
echo "::$token::"
cat "$folder/annotations"

if [ -s "$folder/summary.md" ]; then
  cat "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
else
  echo "### async-tidy could not run: the log says why" >>"$GITHUB_STEP_SUMMARY"
fi
[ -s "$folder/async-tidy.sarif" ] || upload=false
{
  echo "exit-code=$code"
  echo "sarif=$folder/async-tidy.sarif"
  echo "upload=$upload"
} >>"$GITHUB_OUTPUT"
