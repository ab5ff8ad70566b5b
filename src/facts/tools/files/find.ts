import type { Invocation, Word } from '../../shell/invocation.ts';
import { isMadeAgain } from './names.ts';
import type { Filter, Touch } from './touch.ts';

/** Tests of find that take the next word, which is then no test and no action: `-name -delete`. */
const TAKES = new Set(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -lname -ilname -type -xtype -size -mtime -mmin -atime -amin -ctime -cmin -newer -anewer -cnewer -newermt -newerat -newerct -user -group -uid -gid -perm -links -inum -samefile -fstype -maxdepth -mindepth -used -context -fprint -fprint0 -fls -printf -D -depth-first'.split(
    ' ',
  ),
);
const PICKS = new Set(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -lname -ilname -size -mtime -mmin -atime -amin -ctime -cmin -newer -newermt -user -group -perm -inum -samefile -links'.split(
    ' ',
  ),
);
const RUNS = new Set(['-exec', '-execdir', '-ok', '-okdir']);
const DELETERS = /^(?:rm|unlink|shred|rmdir|srm|trash|trash-put|rimraf|del)$/;
const WRAPPERS = /^(?:sudo|doas|env|command|busybox|nice|ionice|time|nohup|xargs|toybox)$/;

export type Search = {
  readonly roots: readonly Word[];
  readonly filter: Filter;
  readonly deletes: boolean;
  /** What it starts for what it finds: `rm -rf {}`. */
  readonly runs: readonly (readonly string[])[];
};

export function readFind(run: Invocation): Search {
  return run.tool === 'fd' || run.tool === 'fdfind' ? readFd(run) : readTests(run);
}

function readTests({ args, program }: Invocation): Search {
  const start = args.findIndex(({ text }) => /^[-(!]/.test(text) && !/^-(?:[HLP]|O\d)$/.test(text));
  const roots = (start < 0 ? args : args.slice(0, start)).filter(({ text }) => !text.startsWith('-'));
  const picks: string[] = [];
  const runs: (readonly string[])[] = [];
  const tests = start < 0 ? [] : args.slice(start).map(({ text }) => text);
  const plain = sift(tests, picks, runs);
  const filter = plain.includes('-empty') ? 'generated' : filterOf(picks);
  return { roots: roots.length === 0 ? [dot(program)] : roots, filter, deletes: plain.includes('-delete'), runs };
}

/** Tests and actions that take nothing; the others go into the two lists. */
function sift(tests: readonly string[], picks: string[], runs: (readonly string[])[]): readonly string[] {
  const plain: string[] = [];
  for (let at = 0; at < tests.length; at++) {
    const test = tests[at] ?? '';
    if (RUNS.has(test)) {
      const end = tests.findIndex((one, index) => index > at && /^(?:\\?;|\+)$/.test(one));
      runs.push(tests.slice(at + 1, end < 0 ? tests.length : end));
      at = end < 0 ? tests.length : end;
    } else if (TAKES.has(test)) {
      const isNot = /^(?:!|-not)$/.test(tests[at - 1] ?? '');
      at++;
      if (PICKS.has(test) && !isNot) picks.push(NAMED.test(test) ? (tests[at] ?? '') : '');
    } else plain.push(test);
  }
  return plain;
}

const NAMED = /name|path|regex/;

function filterOf(picks: readonly string[]): Filter {
  const names = picks.filter((one) => one !== '' && !/^[*./]+$/.test(one));
  if (picks.length === 0 || (names.length === 0 && picks.every((one) => one !== ''))) return 'none';
  return names.length > 0 && names.every(isMadeAgain) ? 'generated' : 'some';
}

/** `fd -e log -X rm`, `fd pattern folder -x rm -rf`. */
function readFd({ args, program }: Invocation): Search {
  const texts = args.map(({ text }) => text);
  const at = texts.findIndex((text) => /^(?:-x|-X|--exec|--exec-batch)$/.test(text));
  const own = at < 0 ? args : args.slice(0, at);
  const takes = /^-(?:[eEtdSoc]|-(?:extension|exclude|type|max-depth|size|owner|changed-within|changed-before))$/;
  const plain = own.filter(({ text }, index) => !text.startsWith('-') && !takes.test(own[index - 1]?.text ?? ''));
  const [pattern, ...roots] = plain;
  const ending = own.findIndex(({ text }) => text === '-e' || text === '--extension');
  const picks = [pattern?.text ?? '', ending < 0 ? '' : `*.${own[ending + 1]?.text ?? ''}`].filter(
    (one) => one !== '' && one !== '.',
  );
  return {
    roots: roots.length === 0 ? [dot(program)] : roots,
    filter: filterOf(picks),
    deletes: false,
    runs: at < 0 ? [] : [texts.slice(at + 1)],
  };
}

function dot(like: Word): Word {
  return { ...like, text: '.', source: '.', known: true, glob: false };
}

/** What `-delete` and `-exec rm` do to the folders find looks into. */
export function find(run: Invocation): readonly Touch[] {
  const { roots, filter, deletes, runs } = readFind(run);
  const removal = runs.map(removalOf).find((one) => one !== null);
  if (!deletes && removal === undefined) return [];
  if (removal?.own !== undefined && removal.own.length > 0) return [];
  const does = removal?.tool === 'shred' ? 'shred' : 'delete';
  return roots.map((word) => ({ word, does, recursive: true, forced: removal?.forced ?? true, filter }));
}

type Removal = { readonly tool: string; readonly forced: boolean; readonly own: readonly string[] };

function removalOf(words: readonly string[]): Removal | null {
  const at = words.findIndex((word) => !WRAPPERS.test(word) && !/^-|=/.test(word));
  const tool = (words[at] ?? '').replace(/^.*\//, '');
  if (!DELETERS.test(tool)) return null;
  const rest = words.slice(at + 1);
  const own = rest.filter((word) => !word.startsWith('-') && !word.includes('{}'));
  // with {} or without anything it is the found thing; a fixed name is judged as find's own rm
  return {
    tool,
    forced: rest.some((word) => /^-\w*f/.test(word)),
    own: rest.some((word) => word.includes('{}')) ? [] : own,
  };
}
