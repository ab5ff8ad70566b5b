# Sourced by who judges: finds a node that can run the engine.
find_node() { # a desktop application has no nvm in its PATH, and the node of init may have been removed since
  [ ! -x "$node" ] || return 0
  for node in "$(command -v node)" /usr/local/bin/node /opt/homebrew/bin/node /usr/bin/node "${NVM_DIR:-${HOME-}/.nvm}"/versions/node/*/bin/node \
    "${HOME-}"/.volta/tools/image/node/*/bin/node "${HOME-}"/.asdf/installs/nodejs/*/bin/node \
    "${HOME-}"/.local/share/fnm/node-versions/*/installation/bin/node "${HOME-}/Library/Application Support"/fnm/node-versions/*/installation/bin/node; do
    [ -x "$node" ] && "$node" -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && return 0
  done
  refuse 'no Node.js 20 or newer was found' 'install Node.js, then run: npx guardrail doctor'
}
