#compdef async-tidy
# Completes async-tidy in zsh. Printed by `async-tidy completion zsh`.
_async_tidy() {
  local line tab=$'\t' files=
  local -a candidates
  for line in "${(@f)$(${~words[1]} complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) files=- ;;
      :directories) files=/ ;;
      *) candidates+=("${${line%%$tab*}//:/\\:}:${line#*$tab}") ;;
    esac
  done
  (( $#candidates )) && _describe -t words 'async-tidy' candidates
  if [[ -n $files ]]; then
    compset -P '-*='
    if [[ $files == / ]]; then _files -/; else _files; fi
  fi
}
if [[ $funcstack[1] == _async-tidy ]]; then
  _async_tidy "$@"
else
  compdef _async_tidy async-tidy
fi
