# complete.bash WORD...: what bash offers for the last word of a command line, split as readline does.
source <(async-tidy completion bash)
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_async_tidy "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
