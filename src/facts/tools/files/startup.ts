const DOORS = /(?:^|\/)\.ssh\/(?:authorized_keys\d?|config|rc|environment)$|(?:^|\/)\.config\/autostart\//;
const KEYS =
  /(?:^|\/)(?:\.ssh\/id_\w+|\.gnupg\/.+|\.aws\/(?:credentials|config)|\.kube\/config|\.netrc|\.pgpass|\.git-credentials|\.docker\/config\.json|\.npmrc|\.pypirc|\.config\/(?:gh\/hosts\.yml|gcloud\/.+)|\.vimrc|\.tmux\.conf|\.gitconfig)$/;
const SETTINGS =
  /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|xinitrc|xprofile|inputrc|config\/(?:fish|systemd)\/.*)|Library\/Launch(?:Agents|Daemons)\/.*|\.config\/?|\.ssh\/?|\.local\/?)$/;

/**
 * Files of a home folder that others act on: doors that let somebody in, keys that cannot be made again, and settings that every new
 * shell reads.
 */
export function isStartup(path: string): 'doors' | 'keys' | 'settings' | null {
  if (DOORS.test(path)) return 'doors';
  if (KEYS.test(path)) return 'keys';
  return SETTINGS.test(path) ? 'settings' : null;
}
