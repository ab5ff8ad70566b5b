# Sourced by who judges: asks the daemon, else the engine. INVARIANT: an answer that is not whole is none, and then the engine is asked.
nl='
'
judge() { # WORDS...: what the engine says of them and of $input
  tty='' && [ ! -t 2 ] || tty=2
  if [ -S "$socket" ] && [ "${GUARDRAIL_DAEMON-}" != off ] && answer "$(ask "$@" 2>/dev/null)"; then [ "$exit" = 0 ] || stop "$exit"; return 0; fi
  [ -s "$engine" ] || refuse "the engine is missing or empty ($engine)" 'npx guardrail init'
  [ -x "$node" ] || { . "$here/guardrail-node.sh" && find_node; } || exit 2
  printf %s "$input" | guardrail_socket=$socket "$node" "$engine" "$@" || stop $?
}
ask() { # src/daemon/protocol.ts; where there is /proc the daemon reads folder and variables there, and our start proves who we are
  from=${engine%/*} from=${from##*/}
  if read -r line <"/proc/$$/stat"; then started ${line##*) }; printf '%s\0' 1 "$from" $$ "$start" "$tty" '' '' $# "$@" "$input"
  else printf '%s\0' 1 "$from" $$ - "$tty" "$(pwd -P)" && env -0 && printf '%s\0' '' $# "$@" "$input"; fi | reach
}
started() { start=${20}; }
reach() { # by the client that init found; both give up on a daemon that is silent for two seconds
  [ "$client" != nc ] || exec "$program" -U -w 2 "$socket"
  exec "$program" -q -s --noproxy '*' --unix-socket "$socket" --connect-timeout 2 -Y 1 -y 2 -H Expect: --data-binary @- http://localhost/v1/ask
}
answer() { # `guardrail 1 EXIT out|err|both MARK`, what is to be said, MARK: sets `exit`
  said=${1#"${1%%[! ]*}"} && head=${said%%"$nl"*} body=${said#*"$nl"} && mark=${head##* }
  case $head in 'guardrail 1 '[0-3]' '*' '??????????????????) ;; *) return 1 ;; esac
  case $body in *"$mark end") body=${body%"$mark end"} exit=${head#guardrail 1 } && exit=${exit%% *} ;; *) return 1 ;; esac
  case $head in *' out '*) printf %s "$body" ;; *' err '*) printf %s "$body" >&2 ;; *) printf %s "${body%%"$mark$nl"*}"; printf %s "${body#*"$mark$nl"}" >&2 ;; esac
}
