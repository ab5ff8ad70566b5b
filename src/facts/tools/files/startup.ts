const KEYS =
  /(?:^|\/)(?:\.ssh\/(?:authorized_keys\d?|config|rc|environment|id_\w+)|\.gnupg\/|\.aws\/credentials|\.kube\/config|\.netrc|\.pgpass|\.git-credentials|\.docker\/config\.json|\.config\/(?:gh\/hosts\.yml|gcloud\/))/;
const SETTINGS =
  /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|gitconfig|npmrc|pypirc|vimrc|tmux\.conf|xinitrc|xprofile|inputrc|config\/(?:git|autostart|fish|systemd|nvim)\/.*)|Library\/Launch(?:Agents|Daemons)\/.*|\.config\/?|\.ssh\/?|\.local\/?)$/;

/** Files of a home folder that others act on: keys that open doors, and settings that every new shell reads. */
export function isStartup(path: string): 'keys' | 'settings' | null {
  if (KEYS.test(path)) return 'keys';
  return SETTINGS.test(path) ? 'settings' : null;
}
