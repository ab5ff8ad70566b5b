import type { Scene } from '../../../model/call.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';

/** A path with what is known filled in. Each `\0` stands for a piece that only the shell will know. */
export type Spelled = { readonly text: string; readonly holes: number; readonly names: readonly string[] };

export const HOLE = '\0';

/** What the shell makes of a word, as far as anybody can tell without running it. */
export function spell(word: Word, run: Invocation, scene: Scene): Spelled {
  const raw = run.shell === 'sh' ? drive(word) : ofWindows(word);
  if (isLiteral(word)) return { text: raw, holes: 0, names: [] };
  const tilde = raw.startsWith('~') && !/^["']/.test(word.source) ? ofTilde(raw, run, scene) : raw;
  return fillIn(tilde, run, scene);
}

/** A backslash parts folders there, whatever the reader of the line made of it. */
function ofWindows({ text, source }: Word): string {
  const bare = source.replace(/^["']|["']$/g, '');
  return (bare.includes('\\') && !text.includes('\\') ? bare : text).replaceAll('\\', '/');
}

/** `C:\Users` loses its backslashes in a POSIX shell unless it is quoted; what was meant is plain all the same. */
function drive(word: Word): string {
  const bare = word.source.replace(/^["']|["']$/g, '');
  return /^(?:[A-Za-z]:|\.{1,2})\\/.test(bare) ? bare.replaceAll('\\', '/') : word.text;
}

/** `'$TMPDIR/x'` is a folder of that very name. */
function isLiteral({ source }: Word): boolean {
  return /^'[^']*'$/.test(source);
}

function ofTilde(text: string, run: Invocation, { home }: Scene): string {
  const [, user = '', rest = ''] = /^~([^/]*)(.*)$/s.exec(text) ?? [];
  if (user === '') return (home ?? '/home/user') + rest;
  if (user === '+') return (run.cwd ?? HOLE) + rest;
  return user === '-' ? HOLE + rest : `${user === 'root' ? '/root' : `/home/${user}`}${rest}`;
}

const REFERENCE =
  /\$\{([A-Za-z_]\w*|\d|[@*])([^}]*)\}|\$env:([A-Za-z_]\w*)|%([A-Za-z_]\w*)%|\$([A-Za-z_]\w*|\d|[@*])|\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)|`([^`]*)`/g;

function fillIn(text: string, run: Invocation, scene: Scene): Spelled {
  const names: string[] = [];
  const filled = text.replace(REFERENCE, (...found: readonly unknown[]) => {
    const [, braced, more = '', env, percent, plain, command, ticks] = found.map(textOrNothing);
    const name = braced ?? env ?? percent ?? plain;
    const known =
      name === undefined
        ? ofCommand(command ?? ticks ?? '', run, scene)
        : ofName(name, (env ?? percent) !== undefined, run, scene);
    const value = ofExpansion(known, more);
    if (value !== null) return value;
    names.push(name ?? '');
    return HOLE;
  });
  return { text: filled, holes: names.length, names };
}

function textOrNothing(one: unknown): string | undefined {
  return typeof one === 'string' ? one : undefined;
}

/** `${X}`, `${X:-default}`, `${X:?}`; null where nobody knows. */
function ofExpansion(known: string | null, more: string): string | null {
  if (known !== null && more === '') return known;
  // "${X:?}" stops where X is empty: then it is some folder, never none
  if (/^:?\?/.test(more)) return known ?? 'some-folder';
  const fallback = /^:?[-=](.*)$/.exec(more)?.[1];
  return fallback === undefined ? null : (known ?? fallback);
}

function ofName(name: string, isWindows: boolean, run: Invocation, scene: Scene): string | null {
  const said = run.assigned[name] ?? run.env[name];
  if (said !== undefined && !said.includes('$')) return said;
  if (isWindows && /^te?mp$/i.test(name)) return '/tmp/.';
  return NAMES[name.toUpperCase()]?.(run, scene) ?? null;
}

type Filling = (run: Invocation, scene: Scene) => string | null;
const home: Filling = (_run, scene) => scene.home ?? '/home/user';
const temporary: Filling = () => '/tmp/.';
const NAMES: Readonly<Record<string, Filling>> = {
  HOME: home,
  USERPROFILE: home,
  PWD: (run) => run.cwd,
  // the shell's own folder for temporary files; RUNNER_TEMP is that of GitHub
  TMPDIR: temporary,
  RUNNER_TEMP: temporary,
  AGENT_TEMPDIRECTORY: temporary,
  LOCALAPPDATA: (_run, scene) => `${scene.home ?? '/home/user'}/AppData/Local`,
  APPDATA: (_run, scene) => `${scene.home ?? '/home/user'}/AppData/Roaming`,
  SYSTEMROOT: () => '/Windows',
  WINDIR: () => '/Windows',
  SYSTEMDRIVE: () => '/',
  PROGRAMFILES: () => '/Program Files',
  PROGRAMDATA: () => '/ProgramData',
  XDG_CACHE_HOME: (_run, scene) => `${scene.home ?? '/home/user'}/.cache`,
  XDG_CONFIG_HOME: (_run, scene) => `${scene.home ?? '/home/user'}/.config`,
  GITHUB_WORKSPACE: (_run, scene) => scene.root,
  CI_PROJECT_DIR: (_run, scene) => scene.root,
  GIT_DIR: (_run, scene) => (scene.root === null ? null : `${scene.root}/.git`),
};

function ofCommand(text: string, run: Invocation, scene: Scene): string | null {
  const command = text.trim();
  if (/^mktemp\b/.test(command)) return '/tmp/mktemp';
  if (/^pwd\b/.test(command)) return run.cwd;
  if (/^git rev-parse --show-toplevel\b/.test(command)) return scene.root;
  if (/^git rev-parse --(?:absolute-)?git-(?:common-)?dir\b/.test(command)) return scene.root && `${scene.root}/.git`;
  return null;
}

const PASSING = new Set(
  'tmp temp tmpdir tempdir temporary scratch cache caches build dist out output outdir builddir workdir work stage staging target artifacts artifact bin obj gen generated coverage download downloads extract unpack test testdir sandbox smoke'.split(
    ' ',
  ),
);
const FILLERS = new Set(['dir', 'directory', 'path', 'root', 'folder', 'name', 'base', 'my', 'the', 'd', 'file']);

/** `BUILD_DIR`, `tmp`: named for what is made again. `TMPDIR_NOT` is not. */
export function soundsPassing(name: string): boolean {
  // nobody sets these outside Windows: then "$TEMP/x" is /x
  if (name === 'TEMP' || name === 'TMP') return false;
  const parts = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter((part) => part !== '' && !FILLERS.has(part));
  return parts.length > 0 && parts.every((part) => PASSING.has(part));
}
