import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { observation } from '../orm/migration.ts';
import { type Sync, SYNCS } from '../orm/sync-settings.ts';

/** Settings and scripts that let a program change or drop a schema without a migration: `synchronize: true`, `prisma migrate reset`. */
export const ormSync: Analyzer = {
  id: 'orm-sync',
  reads: ({ path }) => isRead(path),
  grammars: () => [],
  needs: () => [],
  facts: (input) => {
    const before = new Set(
      input.edits.flatMap(({ path }) => linesOf(input, path, 'before').map(([, line]) => line.trim())),
    );
    return input.edits.flatMap((edit) =>
      edit.after === null || !isRead(edit.path) ? [] : ofEdit(edit, input, before),
    );
  },
};

function isRead(path: Path): boolean {
  if (/(^|\/)(node_modules|vendor|docs?)\/|(-lock\.json|-lock\.yaml|\.lock|\.min\.js)$/.test(path)) return false;
  return CONFIGURATION.test(path) || (/\.([cm]?[jt]s|cs)$/.test(path) && SOURCE.test(path));
}

const CONFIGURATION =
  /(^|\/)(package\.json|composer\.json|ormconfig[^/]*|Procfile[^/]*|Makefile|Justfile|Taskfile\.ya?ml|Rakefile|Dockerfile[^/]*|[^/]*\.dockerfile|\.env[^/]*|app\.json)$|\.(ya?ml|properties|sh|bash|env|toml|conf|xml)$|(^|\/)(config|settings|database|appsettings)[^/]*\.json$/i;
const SOURCE =
  /(data-?source|orm|sequelize|database|(^|\/)db|config|module|connection|main|index|app|server|model|startup|program|bootstrap|sync|context)[^/]*\.\w+$/i;

type Line = readonly [number: number, text: string];

function linesOf(input: AnalyzerInput, path: Path, side: 'before' | 'after'): readonly Line[] {
  const content = input.files.get(path)?.[side];
  if (content?.kind !== 'text') return [];
  return content.text
    .split('\n')
    .map((text, index): Line => [index + 1, text])
    .filter(([, text]) => text.length < 2000 && !/^\s*(#|\/\/|\*|\/\*|--|<!--|;)/.test(text));
}

function ofEdit(edit: Edit, input: AnalyzerInput, before: ReadonlySet<string>): readonly Observation[] {
  const content = input.files.get(edit.path)?.after;
  const text = content?.kind === 'text' ? content.text : '';
  const syncs = SYNCS.filter(
    (one) =>
      one.pattern.test(text) && (one.with === undefined || one.with.test(text) || edit.path.includes('ormconfig')),
  );
  return linesOf(input, edit.path, 'after')
    .filter(([, line]) => !before.has(line.trim()))
    .flatMap(([number, line]) => {
      const sync = syncs.find(({ pattern }) => pattern.test(line));
      return sync && !isKept(sync, input, edit.path) ? [tell(edit, sync, number, line)] : [];
    });
}

/** A line that is moved or rewritten and says the same setting again changes nothing. */
function isKept({ pattern }: Sync, input: AnalyzerInput, path: Path): boolean {
  const count = (side: 'before' | 'after'): number =>
    linesOf(input, path, side).filter(([, line]) => pattern.test(line)).length;
  return count('before') >= count('after');
}

function tell(edit: Edit, sync: Sync, line: number, text: string): Observation {
  const { name, because, remedy, technology } = sync;
  const certainty = sync.command && isAskedFor(edit.path, text) ? 'possible' : 'certain';
  const one = {
    kind: 'data.unprotect',
    object: 'setting',
    name,
    line,
    certainty,
    because: `${because} (${technology})`,
    remedy,
  } as const;
  const seen = observation(technology, edit, one, edit.landed === true ? true : 'unknown');
  const environment = isTest(edit.path) ? 'test' : seen.attributes['environment'];
  return { ...seen, attributes: { ...seen.attributes, ...(environment === undefined ? {} : { environment }) } };
}

/** `"db:reset": "prisma migrate reset"` runs when somebody types its name; `"start"` runs in production. */
function isAskedFor(path: Path, text: string): boolean {
  const isScript = /(^|\/)(package|composer)\.json$/.test(path);
  return (
    isScript && /^\s*"[^"]*\b(reset|fresh|drop|wipe|nuke|clean|dev|local|test|seed|e2e|ci)\b[^"]*"\s*:/i.test(text)
  );
}

function isTest(path: Path): boolean {
  return /(^|[/._-])(spec|test|tests|e2e|__tests__)([/._-]|$)/i.test(path);
}
