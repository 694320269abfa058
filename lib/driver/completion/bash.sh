# Completes async-tidy in bash. Printed by `async-tidy completion bash`.
_async_tidy() {
  local typed=${COMP_WORDS[COMP_CWORD]} word line i words=()
  # bash splits `--option=value` at the '='; the program does not.
  for ((i = 1; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if ((${#words[@]})) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
  done
  [[ $typed == = ]] && typed=
  local before=${words[-1]%"$typed"}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
    :files)
      compopt -o filenames 2>/dev/null
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$typed")
      ;;
    :directories)
      compopt -o filenames 2>/dev/null
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$typed")
      ;;
    *)
      line=${line%%$'\t'*}
      COMPREPLY+=("${line#"$before"}")
      ;;
    esac
  done < <("${1/#\~/$HOME}" complete "${words[@]}" 2>/dev/null)
}
complete -F _async_tidy async-tidy
