import type { Truth } from '../../../model/change.ts';
import type { Value } from '../../../model/fact.ts';
import { redact } from '../../../model/redact.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { effect, ofResource, unprotects } from '../effects.ts';
import type { Effect, Family } from '../family.ts';
import { readOptions, type Options } from '../options.ts';
import { placeOf, type Place } from './place.ts';
import { gone, held, light, listed, type Deed, type Flags, type Row, type Service } from './service.ts';
import { findVerb } from './verb.ts';
import { weighNoun } from './weight.ts';

/** One family out of several services, each a table. */
export function familyOf(id: string, services: readonly Service[]): Family {
  const byTool = new Map(services.flatMap((service) => service.tools.map((tool) => [tool, service] as const)));
  return {
    id,
    tools: [...byTool.keys()],
    read: (run) => {
      const service = byTool.get(run.tool);
      return service === undefined ? [] : readService(service, run);
    },
    names: (run) => namesOf(byTool.get(run.tool), run),
  };
}

export function readService(service: Service, run: Invocation): readonly Effect[] {
  const options = readOptions(run.args, service);
  if (onlyTells(run, options, service)) return [];
  const place = placeOf(run, options.values(...(service.places ?? [])), service.variables);
  const told = (deed: Deed, name: string): Effect => toEffect(deed, name, service.technology, place);
  const more = service.more?.(run, options) ?? [];
  return [...more.map(({ deed, name }) => told(deed, name)), ...ownDeed(service, run, options, told)];
}

function ownDeed(
  service: Service,
  run: Invocation,
  options: Options,
  told: (deed: Deed, name: string) => Effect,
): readonly Effect[] {
  const said = saidOf(options);
  const row = rowOf(service.rows, said, run, options);
  if (row !== null) {
    const [pattern, deed] = row;
    if (deed === null) return [];
    return [told(deed, deed.nameless === true ? '' : nameBehind(said, pattern, run))];
  }
  if (service.closed === true || service.daily?.test(said) === true) return [];
  const verb = findVerb(options.words);
  if (verb === null) return [];
  return [told(deedOf(verb.noun || run.tool, verb.verb), verb.target || namedIn(run))];
}

/** The plain words of it, as rows read them; more of them than this are names. */
export function saidOf({ words }: Options): string {
  return words.slice(0, 8).join(' ').slice(0, 400);
}

export function rowOf(rows: readonly Row[], said: string, run: Invocation, options: Options): Row | null {
  const found = rows.find(([pattern, , flags]) => pattern.test(said) && meets(flags, run, options));
  return found ?? null;
}

function meets(flags: Flags | undefined, run: Invocation, options: Options): boolean {
  if (flags === undefined) return true;
  if (flags.any && !options.has(...flags.any)) return false;
  if (flags.none && options.has(...flags.none)) return false;
  return flags.text === undefined || flags.text.test(textOf(run));
}

export function textOf({ args }: Invocation): string {
  return args
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 8000);
}

/** What a general verb does to a thing of that sort. */
export function deedOf(noun: string, verb: string): Deed {
  const type = noun.toLowerCase().slice(0, 60);
  const { stateful, fleeting } = weighNoun(noun);
  const because = BECAUSE[verb] ?? `is deleted (${verb})`;
  if (fleeting) return light(type, { because, reversible: true });
  return stateful === true ? held(type, { because }) : gone(type, { because });
}

const BECAUSE: Readonly<Record<string, string>> = {
  delete: 'is deleted',
  rm: 'is deleted',
  remove: 'is removed',
  destroy: 'is destroyed',
  purge: 'is purged',
  terminate: 'is terminated',
  wipe: 'is wiped',
  drop: 'is dropped',
  reset: 'is reset',
  flush: 'is emptied',
  clear: 'is emptied',
  truncate: 'is emptied',
  revoke: 'is revoked',
  disable: 'is switched off',
  deactivate: 'is switched off',
  unset: 'is unset',
  uninstall: 'is removed with what it made',
};

/** `--help`, `--version`, and whatever only rehearses. */
export function onlyTells(run: Invocation, options: Options, service: Pick<Service, 'takes' | 'rehearses'>): boolean {
  if (options.isHelp || options.words.at(-1) === 'help') return true;
  if (run.args.at(-1)?.text === '-h' && service.takes?.includes('-h') !== true) return true;
  if (service.rehearses !== undefined && options.has(...service.rehearses)) return true;
  if (!options.has(...REHEARSALS)) return false;
  return !/^(none|false|no|0|off)$/i.test(options.value(...REHEARSALS) ?? '');
}

const REHEARSALS = listed(
  '--dry-run --dryrun --dry_run --dryRun --simulate --what-if --whatif --noop --preview-only --check-only',
);

function nameBehind(said: string, pattern: RegExp, run: Invocation): string {
  const found = pattern.exec(said);
  if (found === null) return '';
  const end = found.index + found[0].length;
  // a pattern that ends within a word leaves the rest of it
  const next = /\s$/.test(found[0]) ? end : said.indexOf(' ', end);
  const behind = next === -1 ? '' : said.slice(next).trim();
  return behind.split(' ')[0] || namedIn(run);
}

/** `--db-instance-identifier shop`, `--bucket=shop`: the first option that names something. */
export function namedIn({ args }: Invocation): string {
  for (const [at, { text }] of args.entries()) {
    const found = NAMES.exec(text);
    if (found) return found[1] ?? args[at + 1]?.text ?? '';
  }
  return '';
}
const NAMES =
  /^--?(?:[\w-]{0,60}-)?(?:identifiers?|names?|ids?|arns?|bucket|cluster|domain|stack|repository|key|url|flag|app|user|topic|queue|sid)(?:=(.*))?$|^-[ng]$/;

export function toEffect(deed: Deed, name: string, technology: string, place: Place): Effect {
  const shown = shownName(name);
  const subject = shown === '' ? deed.type : `${deed.type}/${shown}`;
  const { type, kind, certainty = 'certain', remedy = '' } = deed;
  const because = `${subject} ${deed.because}`;
  const why = { technology, subject, because, certainty, remedy };
  const { environment } = place;
  if (kind === 'access.widen') return effect(kind, why, { type, name: shown, environment, how: deed.how ?? 'unknown' });
  if (kind === 'network.expose') return effect(kind, why, { type, name: shown, environment, ...reachOf(deed) });
  const resource = { ...deed, ...why, name: shown, environment, ...heldBy(deed, place) };
  return kind === 'infra.unprotect' ? unprotects(deed.protection ?? 'other', resource) : ofResource(kind, resource);
}

function reachOf({ world = true, ports = 'all', sensitive = true }: Deed): Readonly<Record<string, Value>> {
  return { world, ports, sensitive };
}

/** What a cluster on this machine holds is made again. */
function heldBy({ stateful }: Deed, { local }: Place): { readonly stateful?: Truth } {
  if (local) return { stateful: false };
  return stateful === undefined ? {} : { stateful };
}

/** Without the password of an address, and nothing that looks like a secret itself. */
export function shownName(name: string): string {
  const bare = name.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/s, '');
  if (bare.length > 120) return `${bare.split(/\s/)[0]?.slice(0, 60) ?? ''}…`;
  return redact(bare) === bare ? bare : '';
}

function namesOf(
  service: Service | undefined,
  run: Invocation,
): { readonly verb: string; readonly target: string; readonly context: string } {
  const options = readOptions(run.args, service);
  const found = findVerb(options.words);
  const context = options.value(...(service?.places ?? [])) ?? '';
  const [first = '', second = ''] = options.words;
  return found === null
    ? { verb: first, target: shownName(second), context }
    : { verb: found.verb, target: shownName(found.target), context };
}
