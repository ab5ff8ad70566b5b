import type { Invocation } from '../shell/invocation.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';

/** Variables that load code into programs that did not ask for it, and shells with the rights of somebody else. */
export const loaders: Family = {
  id: 'loaders',
  tools: ['*'],
  read: (run) => [...loaded(run), ...shells(run)],
};

function loaded(run: Invocation): readonly Effect[] {
  return Object.entries({ ...exported(run), ...run.assigned }).flatMap(([name, value]) => {
    const row = VARIABLES.find((one) => one.name.test(name) && one.loads(value));
    if (row === undefined) return [];
    const why = {
      technology: 'shell',
      subject: name,
      because: row.because,
      remedy: 'run the command without that variable',
    };
    return [effect('exec.privileged', why, { how: row.how })];
  });
}

/** `export LD_PRELOAD=…`, `env LD_PRELOAD=… ls` where nobody took the words apart. */
function exported({ tool, args }: Invocation): Readonly<Record<string, string>> {
  if (!/^(?:export|declare|typeset|env|setx|launchctl)$/.test(tool)) return {};
  const pairs = args.flatMap(({ text }): readonly [string, string][] => {
    const at = text.indexOf('=');
    return at > 0 ? [[text.slice(0, at), text.slice(at + 1)]] : [];
  });
  return Object.fromEntries(pairs);
}

type Variable = {
  readonly name: RegExp;
  readonly how: string;
  readonly because: string;
  readonly loads: (value: string) => boolean;
};

const INTO = 'that code runs inside of the program, with all it may do';

const VARIABLES: readonly Variable[] = [
  {
    name: /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|DYLD_FORCE_FLAT_NAMESPACE)$/,
    how: 'library',
    because: INTO,
    loads: (value) => value !== '' && !isKnownLibrary(value),
  },
  {
    name: /^(?:LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|DYLD_FRAMEWORK_PATH|GCONV_PATH|PERL5LIB|PYTHONHOME)$/,
    how: 'library',
    because: INTO,
    loads: isForeign,
  },
  {
    name: /^(?:BASH_ENV|ENV|ZDOTDIR|PYTHONSTARTUP)$/,
    how: 'shell',
    because: 'every shell that starts runs that file first',
    loads: (value) => /[/.]/.test(value),
  },
  {
    name: /^PROMPT_COMMAND$/,
    how: 'shell',
    because: 'it runs before every prompt',
    loads: (value) => value !== '' && !/^(?:history -a|)$/.test(value),
  },
  {
    name: /^(?:PATH)$/,
    how: 'path',
    because: 'programs from a folder anybody can write to are found first',
    loads: (value) => isForeign(value.split(':')[0] ?? ''),
  },
  {
    name: /^(?:NODE_OPTIONS|RUBYOPT|PERL5OPT|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS)$/,
    how: 'library',
    because: INTO,
    loads: (value) =>
      /(?:--require|--import|-r|--loader|--experimental-loader|-javaagent:|-M)[= ]?["']?\/(?:private\/)?(?:tmp|var\/tmp|dev\/shm)\//.test(
        value,
      ),
  },
];

/** Allocators and helpers that come with the system. */
function isKnownLibrary(value: string): boolean {
  const libraries = value.split(/[:\s]/).filter((one) => one !== '');
  return libraries.every((one) =>
    /^(?:\/usr\/|\/lib|\/opt\/|\$|lib(?:jemalloc|tcmalloc|mimalloc|asan|tsan|faketime|eatmydata|SegFault)\b)/.test(one),
  );
}

function isForeign(value: string): boolean {
  return value
    .split(':')
    .some(
      (one) =>
        /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(one) &&
        !/\/(?:tmp|venv|\.venv|build|bin)[\w.-]*\/(?:.*\/)?(?:bin|lib)$/.test(one),
    );
}

/** `su`, `sudo -i`: a shell in which everything that follows is done by the administrator. */
function shells(run: Invocation): readonly Effect[] {
  const [first, ...rest] = run.args.map(({ text }) => text);
  const opens = SHELLS.get(run.tool)?.([first ?? '', ...rest]) ?? false;
  if (!opens) return [];
  const why = {
    technology: 'shell',
    subject: `${run.tool} ${first ?? ''}`.trim(),
    because: BECAUSE,
    remedy: 'run the one command that needs it',
  };
  return [effect('exec.privileged', why, { how: 'user' })];
}

const BECAUSE = 'whatever comes next is done with the rights of somebody else';

const SHELLS: ReadonlyMap<string, (words: readonly string[]) => boolean> = new Map(
  Object.entries<(words: readonly string[]) => boolean>({
    su: (words) => !words.some((word) => /^(?:-c|--command|--help|--version)/.test(word)),
    sudo: (words) => /^(?:-i|-s|--login|--shell|-si|-is|-Es|-iE)$/.test(words[0] ?? '') && words.length === 1,
    doas: (words) => words[0] === '-s',
    nsenter: (words) => /(?:^|\s)(?:-t|--target)[= ]?1(?:\s|$)/.test(words.join(' ')),
    runas: (words) => /\/user:\S*administrator/i.test(words.join(' ')),
    'start-process': (words) => /-verb\s+runas/i.test(words.join(' ')),
    setcap: (words) => words.length > 1,
    chroot: (words) => /^\/(?:host|mnt|rootfs|proc\/1\/root)/.test(words.find((word) => !word.startsWith('-')) ?? ''),
  }),
);
