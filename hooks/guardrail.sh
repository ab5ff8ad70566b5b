# Sourced by every guardrail hook: finds the engine and a node to run it, and runs the hooks that were here before.
here=${0%/*} event=${0##*/}
event=${event%%.*} engine=$here/../dist/guardrail.mjs node='' place=beside # the name: another manager may have made us pre-commit.legacy
if [ -r "$here/guardrail.env" ]; then . "$here/guardrail.env"; fi # engine, node and place, written by init
[ -f "$engine" ] || engine=node_modules/guardrail/dist/guardrail.mjs
gitdir=${GIT_DIR:-.git}
[ -d "$gitdir" ] || gitdir=$(git rev-parse --absolute-git-dir) || exit 2
refuse() { printf 'guardrail: %s, so this %s was not judged and does not pass.\n  next: %s\n' "$1" "$event" "$2" >&2; exit 2; }
find_node() { # a desktop application has no nvm in its PATH, and the node of init may have been removed since
  [ ! -x "$node" ] || return 0
  for node in "$(command -v node)" /usr/local/bin/node /opt/homebrew/bin/node /usr/bin/node "${NVM_DIR:-${HOME-}/.nvm}"/versions/node/*/bin/node \
    "${HOME-}"/.volta/tools/image/node/*/bin/node "${HOME-}"/.asdf/installs/nodejs/*/bin/node \
    "${HOME-}"/.local/share/fnm/node-versions/*/installation/bin/node "${HOME-}/Library/Application Support"/fnm/node-versions/*/installation/bin/node; do
    [ -x "$node" ] && "$node" -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && return 0
  done
  refuse 'no Node.js 20 or newer was found' 'install Node.js, then run: npx guardrail doctor'
}
judge() { [ -f "$engine" ] || refuse "the engine is missing ($engine)" 'npx guardrail init'; find_node; "$node" "$engine" "$@" || stop $?; }
stop() { [ "$1" -le 3 ] || refuse "the engine stopped with exit $1" 'npx guardrail doctor'; exit "$1"; }
judged() { [ -f "$gitdir/guardrail/judged" ] && read -r tree _ pid <"$gitdir/guardrail/judged" && [ "$pid $tree" = "$PPID $(git write-tree)" ]; }
replaying() { for state in rebase-merge rebase-apply CHERRY_PICK_HEAD REVERT_HEAD sequencer; do [ ! -e "$gitdir/$state" ] || return 0; done; return 1; }
previous() { git config --type=path --get-all core.hooksPath | while read -r path; do [ "$path" = "$here" ] || echo "$path"; done | tail -n 1; }
chain() { # place: the hooks before us lie `beside` us, or where core.hooksPath pointed before it named our folder (`hookspath`)
  [ "${guardrail_chained-}" != "$here/$event" ] || return 0 # whom we run may run us again
  if [ "$place" = beside ]; then next=$here/$event.guardrail-chained; else next=$(previous); next=${next:-$(git rev-parse --git-common-dir)/hooks}/$event; fi
  [ ! -x "$next" ] || guardrail_chained=$here/$event "$next" "$@" || exit $?
}
