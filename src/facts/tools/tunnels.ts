import type { Invocation } from '../shell/invocation.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { hostOf, isLocal } from './run/fetchers.ts';
import { isShell } from './run/interpreters.ts';
import { upstream } from './run/nested.ts';
import { opensShell } from './run/programs.ts';

/** Ways in from outside: a shell for whoever answers, a tunnel, a port that listens. */
export const tunnels: Family = {
  id: 'tunnels',
  tools: ['*'],
  read: (run) => {
    const opened = openedBy(run);
    return opened === null ? [] : [opens(run, opened)];
  },
};

type What = 'shell' | 'tunnel' | 'listener';
type Opened = { readonly what: What; readonly to: string };

const BECAUSE: Readonly<Record<What, string>> = {
  shell: 'whoever is at the other end could run anything here',
  tunnel: 'what only this machine could reach could then be reached from outside',
  listener: 'others on the network could connect to it',
};

function opens(run: Invocation, { what, to }: Opened): Effect {
  const where = to === '' ? 'whoever connects' : to;
  return effect(
    'exfil.listen',
    {
      technology: run.tool === '' ? 'shell' : run.tool,
      subject: `a ${what} for ${where}`,
      because: BECAUSE[what],
      remedy: what === 'listener' && run.tool.startsWith('python') ? 'python3 -m http.server --bind 127.0.0.1' : '',
    },
    { what, to: where },
  );
}

function openedBy(run: Invocation): Opened | null {
  if (run.args.some(({ text }) => /^--?(help|version)$/.test(text))) return null;
  return shellOver(run) ?? byTool(run);
}

const CONNECTS = /^(nc|ncat|netcat|socat|telnet|openssl|websocat)$/;

function shellOver(run: Invocation): Opened | null {
  if (run.programs.some(({ from, text }) => from !== 'file' && opensShell(text))) return { what: 'shell', to: '' };
  const isText = run.args.some(({ text }) => text === '-c');
  if (isText || !(isShell(run.tool) || run.tool === 'exec')) return null;
  return overDevice(run) ?? (isShell(run.tool) && isConnected(run) ? { what: 'shell', to: '' } : null);
}

/** `bash -i >& /dev/tcp/host/port`, `exec 5<>/dev/tcp/host/port`; reading alone is how a port is waited for. */
function overDevice(run: Invocation): Opened | null {
  const device = run.redirects.find(({ target }) => /^\/dev\/(tcp|udp)\//.test(target.text));
  const host = device?.target.text.split('/')[3] ?? '';
  if (device === undefined || isLocal(host)) return null;
  return run.tool === 'exec' && device.operator === '<' ? null : { what: 'shell', to: host };
}

/** A pipe into a connection, fed from one: `cat fifo | sh -i 2>&1 | nc host port`. */
function isConnected(run: Invocation): boolean {
  if (run.pipedTo === null) return false;
  const isFed = run.input.kind === 'output' || run.input.kind === 'file' || run.args.some(({ text }) => text === '-i');
  return (isFed && CONNECTS.test(run.pipedTo)) || CONNECTS.test(upstream(run)[0]?.tool ?? '');
}

function byTool(run: Invocation): Opened | null {
  if (!OPENERS.test(run.tool)) return null;
  const rows = ROWS.filter(([tools]) => tools.test(run.tool));
  const said = run.args
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 2_000);
  for (const [, words, what] of rows) {
    if (!words.test(said)) continue;
    const to = hostOf(run.args.find(({ text }) => /^[\w.@-]+\.[\w.-]+$/.test(text))?.text.replace(/^.*@/, '') ?? '');
    return { what, to: isLocal(to) ? '' : to };
  }
  return null;
}

const NETCAT = /^(nc|ncat|netcat|nc\.\w+)$/;

const ROWS: readonly (readonly [tools: RegExp, words: RegExp, what: What])[] = [
  [NETCAT, /(^| )(-[a-z]*[ec]|--exec|--sh-exec|--lua-exec) ?\S*(sh|cmd|powershell|python|perl)\b/i, 'shell'],
  [NETCAT, /(^| )(-[a-z]*l|--listen)/, 'listener'],
  [/^socat$/, /\b(exec|system|shell):/i, 'shell'],
  [/^socat$/, /\b(tcp|tcp4|tcp6|udp|openssl|ssl)-?(l|listen)[:\d](?!.*bind=127)/i, 'listener'],
  [/^(msfvenom|msfconsole|weevely|pwncat(-cs)?|evil-winrm|empire|villain|sliver-server|chisel-shell)$/, /^/, 'shell'],
  [
    /^(gotty|ttyd|shellinaboxd|wetty|tmate|upterm|sshx|teleconsole|warpd)$/,
    /^(?!.*\b(127\.0\.0\.1|localhost)\b)/,
    'tunnel',
  ],
  [/^ngrok$/, /^(http|tcp|tls|start|tunnel|edge)\b/, 'tunnel'],
  [/^cloudflared$/, /^(tunnel\b(?! (list|info|login|create|route|delete|cleanup))|access (tcp|ssh))/, 'tunnel'],
  [/^(lt|localtunnel)$/, /(-p|--port)/, 'tunnel'],
  [
    /^(untun|bore|zrok|frpc|rathole|pagekite|pagekite\.py|tunnelto|tunnelmole|tmole|expose|inlets|inlets-pro|playit|telebit|pinggy|loophole|localxpose|loclx|gsocket|gs-netcat)$/,
    /^(?!.*\b(list|login|status|version)\b)/,
    'tunnel',
  ],
  [/^chisel$/, /^(client|server)\b/, 'tunnel'],
  [/^tailscale$/, /^funnel\b(?! (status|reset))/, 'tunnel'],
  [/^(code|code-insiders|code-server)$/, /^tunnel\b(?! (status|kill|user|unregister))/, 'tunnel'],
  [/^devtunnel$/, /^(host|connect)\b/, 'tunnel'],
  [/^(ssh|autossh)$/, /(^| )-[a-zA-Z]*R ?\S*:?\d/, 'tunnel'],
  [/^plink$/, /(^| )-R /, 'tunnel'],
  [
    /^python[\d.]*$/,
    /(^| )-m (http\.server|SimpleHTTPServer|pyftpdlib|uploadserver)(?!.*(--bind|-b|--directory=\S+ --bind) ?(127\.|localhost|::1))/,
    'listener',
  ],
  [/^(busybox)$/, /^(httpd|telnetd|ftpd|nc -l)/, 'listener'],
  [/^(telnetd|in\.telnetd|rshd|vsftpd|dropbear)$/, /^/, 'listener'],
];

/** Most programs are none of these. */
const OPENERS = new RegExp(ROWS.map(([tools]) => `(?:${tools.source})`).join('|'));
