# Sourced by who judges: asks the daemon, else the engine. INVARIANT: an answer that is not whole is none, and then the engine is asked.
nl='
'
judge() { tty='' && [ ! -t 2 ] || tty=2 # WORDS...: what the engine says of them and of $input. -O: nobody else listens there
  if [ -S "$socket" ] && [ -O "$socket" ] && [ ! -L "$socket" ] && [ "${GUARDRAIL_DAEMON-}" != off ] && answer "$(ask "$@" 2>/dev/null)"; then [ "$exit" = 0 ] || stop "$exit"; return 0; fi
  [ -s "$engine" ] || refuse "the engine is missing or empty ($engine)" 'npx guardrail init'
  [ -x "$node" ] || { . "$here/guardrail-node.sh" && find_node; } || exit 2
  printf %s "$input" | guardrail_socket=$socket "$node" "$engine" "$@" || stop $?
}
ask() { from=${engine%/*} from=${from##*/} # src/daemon/protocol.ts; what it reads in /proc is ours: our start proves it
  if read -r line <"/proc/$$/stat"; then started ${line##*) }; printf '%s\0' 1 "$from" $$ "$start" "$tty" '' '' $# "$@" "$input"
  else printf '%s\0' 1 "$from" $$ - "$tty" "$(pwd -P)" && env -0 && printf '%s\0' '' $# "$@" "$input"; fi | reach
}
started() { start=${20}; }
reach() { # by the client that init found; both give up on a daemon that is silent for two seconds
  [ "$client" != nc ] || exec "$program" -U -w 2 "$socket"
  exec "$program" -q -s --noproxy '*' --unix-socket "$socket" --connect-timeout 2 -Y 1 -y 2 -H Expect: --data-binary @- http://localhost/v1/ask
}
answer() { # `guardrail 1 EXIT out|err|both MARK`, what is to be said, MARK: sets `exit`. A shell cuts a long text slowly, so its ends come first
  said=${1#"${1%%[! ]*}"}
  case $said in 'guardrail 1 '[0-3]' '*"$nl"*' end') ;; *) return 1 ;; esac
  head=${said%%"$nl"*} body=${said#*"$nl"} && mark=${head##* } exit=${head#guardrail 1 } && exit=${exit%% *}
  case $mark:$body in ??????????????????:*"$mark end") body=${body%"$mark end"} ;; *) return 1 ;; esac
  case $head in *' out '*) printf %s "$body" ;; *' err '*) printf %s "$body" >&2 ;; *' both '*) both ;; *) return 1 ;; esac
}
both() { # out, a line that is the mark, err
  to=1 && while IFS= read -r line; do if [ "$line" = "$mark" ]; then to=2; else printf '%s\n' "$line" >&$to; fi; done <<EOF
${body%"$nl"}
EOF
}
