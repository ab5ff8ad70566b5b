/** Programs of this machine that speak of deleting or removing and mean a list, a package or a file of their own. */
const NAMES =
  // shells, text, files
  'echo printf cat grep egrep fgrep rg ag ack sed awk gawk test true false cd pwd ls ll la dir find fd tree head tail less more most bat sort uniq wc cut tr tee xargs parallel ' +
  'read set unset export declare local eval exec source type which whereis command builtin alias unalias history jobs fg bg wait trap exit return let expr seq yes sleep date cal time ' +
  'man info apropos whatis tldr cheat help rm rmdir del erase mv cp ln mkdir touch chmod chown chgrp stat file du df mount umount sync truncate split join paste comm diff cmp patch ' +
  'tar zip unzip gzip gunzip bzip2 xz zstd 7z rar jq yq xq fx gron dasel mlr csvkit xsv miller column nl fold fmt rev strings od xxd hexdump base64 md5sum sha256sum shasum cksum ' +
  // editors, terminals, notes
  'vi vim nvim nano emacs emacsclient ed ex helix hx kak micro code code-insiders codium cursor windsurf zed subl atom idea pycharm webstorm goland tmux screen zellij wezterm kitty alacritty ' +
  'task taskwarrior todo todo.txt nb jrnl obsidian zk-notes watson timew zoxide autojump fzf starship direnv chezmoi stow yadm dotbot atuin mcfly ' +
  // version control beside git
  'git hg svn bzr fossil jj sl gt git-lfs tig lazygit gitui pre-commit lefthook husky lint-staged commitizen cz changeset semantic-release standard-version ' +
  // packages and languages
  'npm npx pnpm pnpx yarn bun bunx node corepack volta nvm fnm n deno pip pip3 pipx pipenv poetry pdm uv uvx rye hatch conda mamba micromamba pixi pyenv virtualenv python python3 ' +
  'gem bundle bundler rbenv rvm chruby rake rails ruby cargo rustup rustc go gofmt gvm goenv mvn gradle gradlew sbt lein ant java javac jbang sdk jenv kotlinc scala composer php artisan ' +
  'dotnet nuget paket mix hex rebar3 elixir erl stack cabal ghcup opam dune raku perl cpan cpanm lua luarocks julia R Rscript renv swift xcodebuild xcrun pod carthage fastlane flutter dart fvm ' +
  'brew port apt apt-get aptitude dpkg dpkg-reconfigure yum dnf rpm zypper pacman yay paru apk snap flatpak nix nix-env nix-store home-manager guix emerge xbps-remove pkg pkgin pkg_add winget choco scoop mas ' +
  'asdf mise rtx proto aqua vcpkg conan cmake make gmake ninja meson bazel buck buck2 pants just task-go mage invoke nox tox earthly please nx turbo lerna rush moon wireit ' +
  // tests and linters
  'jest vitest mocha ava tap karma cypress playwright pytest unittest nose rspec minitest phpunit pest ctest gtest bats shellcheck shfmt eslint prettier biome oxlint tsc tsx ts-node swc esbuild ' +
  'webpack vite rollup parcel babel stylelint black ruff flake8 pylint mypy pyright isort bandit rubocop golangci-lint staticcheck clippy checkov tfsec tflint trivy grype syft semgrep hadolint yamllint ansible-lint ' +
  // agents and their settings
  'claude codex gemini aider copilot opencode goose cody continue guardrail mcp ollama llm lms llamafile huggingface-cli hf wandb-local cc-safety-net dcg ' +
  // containers of this machine, which have rows of their own
  'docker docker-compose podman podman-compose nerdctl buildah skopeo lima limactl colima finch orb orbctl multipass vagrant VBoxManage vboxmanage virsh qemu-img kind skaffold tilt devspace garden okteto odo dapr telepresence minikube k3d k3s-local ctlptl localstack act tart ' +
  // the machine and its devices
  'ps top htop kill killall pkill pgrep nice nohup systemctl service launchctl journalctl crontab at sudo doas su id whoami groups users last who w uname hostname uptime free lsof ss netstat ip ifconfig route iptables nft ufw ' +
  'ssh scp sftp rsync ssh-add ssh-keygen ssh-agent gpg gpg2 gpgconf pass-local openssl age keychain security secret-tool dconf gsettings defaults xattr codesign hdiutil diskutil plutil osascript open xdg-open pbcopy pbpaste xclip xsel ' +
  'adb fastboot emulator avdmanager sdkmanager simctl idb ffmpeg ffprobe convert magick exiftool yt-dlp pandoc latex pdflatex gs sqlite3 duckdb psql mysql redis-cli mongosh ' +
  'lp lpr cancel lprm bluetoothctl nmcli pactl amixer notify-send loginctl timedatectl localectl update-alternatives ldconfig modprobe rmmod dmesg sysctl fugitive agitation terminal split-window';

export const LOCAL_TOOLS: ReadonlySet<string> = new Set(NAMES.split(' '));
