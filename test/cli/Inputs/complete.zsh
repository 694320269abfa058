# complete.zsh WORD...: what the script gives to the functions of zsh that show it.
compdef() { print -r "for $2" }
compset() { print -r "after $2" }
_files() { print -r "files $*" }
_describe() { print -rl -- "${(@P)4}" }
source <(async-tidy completion zsh)
words=("$@")
CURRENT=$#
_async_tidy
