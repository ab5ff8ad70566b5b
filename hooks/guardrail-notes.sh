# Sourced by the hooks that judge: what this very git was told a moment ago, so that nothing is judged twice.
notes=$gitdir/guardrail caller=''
find_git() { # sets `caller` to pid:start of the git above us, however many hook managers stand between: no later git has both
  pid=$PPID
  while [ "${pid:-0}" -gt 1 ]; do
    if [ -r "/proc/$pid/stat" ]; then # `17 (git) S 16 ...`, the start of 17 as the 22nd
      read -r line <"/proc/$pid/stat" || return 0
      name=${line#*\(} name=${name%)*}
      set -- ${line##*) } && parent=${2-} start=${20-}
    else
      set -- $(LC_ALL=C ps -o ppid= -o lstart= -o comm= -p "$pid") # `16 Sat Nov 21 12:43:03 2026 /usr/bin/git`
      [ "$#" -ge 7 ] || return 0
      parent=$1 start=$4.$5 && shift 6 && name=$*
    fi
    [ "${name##*/}" != git ] || { caller=$pid:$start; return 0; }
    pid=$parent
  done
}
judged() { # about the tree it is about to commit? A refusal is not said twice, and stays one
  [ -n "$caller" ] && [ -r "$notes/judged" ] && read -r by outcome _ about <"$notes/judged" || return 1
  [ "$by" = "$caller" ] && [ "$about" = "$(git write-tree)" ] || return 1
  [ "$outcome" = passed ] || exit 1
}
told() { # NAME ABOUT FILE: about this, with these very bytes (git 2.54 and newer run a hook of their configuration, then the file)
  [ -n "$caller" ] && [ -r "$notes/$1" ] && read -r by outcome _ about <"$notes/$1" || return 1
  [ "$by $about" = "$caller $2" ] && tail -n +2 "$notes/$1" | cmp -s - "$3" || return 1
  [ "$outcome" = passed ] || exit 1
}
