import type { Truth } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Invocation } from '../shell/invocation.ts';
import type { Effect, Family } from '../tools/family.ts';
import { families } from '../tools/index.ts';
import { isDaily } from './daily.ts';
import { AT_HOME, HOME } from './nowhere.ts';
import { mayDestroy } from './vocabulary.ts';

export type Destruction = {
  readonly subject: string;
  readonly because: string;
  readonly technology: string;
  readonly stateful: Truth;
};

/** What one command of a committed script destroys, or null. The first thing it does is what it is about. */
export function destructionOf(run: Invocation): Destruction | null {
  if (!run.program.known || run.program.glob || !mayDestroy(allOf(run))) return null;
  // `cd releases && rm -rf old` is about a folder that the script knows: only the root of the machine is worse than its name
  const placed = run.cwd === '/' ? run : { ...run, cwd: null };
  for (const family of [...(byTool.get(run.tool) ?? []), ...everywhere])
    for (const effect of family.read(placed, AT_HOME)) {
      const found = isDaily(effect, run) ? null : (COUNTS[effect.kind]?.(effect, run) ?? null);
      if (found !== null) return found;
    }
  return null;
}

/** All that its families look at. */
function allOf({ tool, args, redirects, input, programs }: Invocation): string {
  const words = [...args, ...redirects.map(({ target }) => target)].map((word) => word.text);
  const fed = input.kind === 'text' ? input.text : '';
  return [tool, ...words, fed, ...programs.map((program) => program.text)].join(' ');
}

const byTool = new Map<string, readonly Family[]>();
for (const family of families) for (const tool of family.tools) byTool.set(tool, [...(byTool.get(tool) ?? []), family]);
// what it is only guessed that a tool does is no reason to stop a pipeline that does it every day
byTool.delete('?');
// those that look at every command for what an agent may not do (secrets, uploads, the gate) have nothing to say here
const everywhere = (byTool.get('*') ?? []).filter(({ id }) => id === 'redirects' || id === 'api-programs');

type Counts = (effect: Effect, run: Invocation) => Destruction | null;

/** Of all that a command may do, what counts where nobody sits before it: what is gone afterwards for good. */
const COUNTS: Readonly<Record<string, Counts>> = {
  'infra.destroy': ofResource,
  'infra.replace': ofResource,
  'infra.unprotect': (effect) => (effect.attributes['type'] === 'state' ? told(effect, 'unknown') : null),
  'data.drop': ofData,
  'data.truncate': ofData,
  'data.delete-all': ofData,
  'data.rewrite': (effect, run) => (effect.attributes['object'] === 'database' ? ofData(effect, run) : null),
  'fs.delete': ofFiles,
  'fs.overwrite': ofDevice,
  'git.force-push': (effect) => ofBranch(effect, 'the commits of others on it are overwritten'),
  'git.branch-delete': (effect) => ofBranch(effect, 'the branch is deleted for everybody'),
  'git.history-rewrite': ofHistory,
};

function told({ subject, attributes }: Effect, stateful: Truth, technology?: string): Destruction {
  const { because } = attributes;
  return { subject, because: text(because), technology: technology ?? text(attributes['technology']), stateful };
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function ofResource(effect: Effect, { tool, args }: Invocation): Destruction {
  const { stateful, type } = effect.attributes;
  const found = told(effect, typeof stateful === 'boolean' ? stateful : 'unknown');
  if (effect.subject !== type) return found;
  // nothing is named: then the command says more than the sort of thing it takes
  return { ...found, subject: `${tool} ${args.find((word) => !word.text.startsWith('-'))?.text ?? ''}`.trim() };
}

function ofData(effect: Effect, run: Invocation): Destruction | null {
  const object = text(effect.attributes['object']);
  if (LIGHT.has(object) || isTest(run)) return null;
  const found = told(effect, true);
  return NAME.test(found.subject) && object !== 'row' ? { ...found, subject: `${object}/${found.subject}` } : found;
}

const NAME = /^[^\s/:]+$/;

/** Made again by the next migration, from what stands in the repository. */
const LIGHT = new Set(['index', 'view', 'routine', 'constraint', 'type', 'value', 'setting', 'other']);

/** `RAILS_ENV=test`, `--env=test`: a database that is made for the run. */
function isTest({ args, assigned, env }: Invocation): boolean {
  const words = args.map((word, at) => (word.text === '--env' ? `--env=${args[at + 1]?.text ?? ''}` : word.text));
  return (
    words.some((word) => /^(?:--env|\w+_ENV)=test\b/.test(word)) ||
    Object.entries({ ...env, ...assigned }).some(([name, value]) => /^\w+_ENV$/.test(name) && value === 'test')
  );
}

function ofFiles(effect: Effect, run: Invocation): Destruction | null {
  const { zone, recursive } = effect.attributes;
  // what find picks out by a name and hands on is not all of it
  if (recursive !== true || (run.tool === 'find' && !run.args.some(({ text: word }) => word === '-delete')))
    return null;
  const path = effect.path ?? effect.subject;
  const counts = zone === 'device' || (path.startsWith('$') ? isEmptyRoot(path) : WHOLE.test(path));
  if (!counts) return null;
  const subject = path === HOME ? '~' : path;
  const because = zone === 'device' ? text(effect.attributes['because']) : `everything below ${subject} is deleted`;
  return { subject, because, technology: 'machine', stateful: true };
}

/** The roots of a machine, a home, and what holds data; what lies deeper (/usr/share/dotnet, ~/.cache) is cleared by every image. */
const WHOLE =
  /^\/(?:(?:var|etc|usr|opt|home|root|srv|data|mnt|boot|lib|bin|sbin|dev|sys|proc)?|(?:home|Users)\/[^/]+|~|var\/lib\/(?:postgres|mysql|mongo|redis|docker|etcd|rabbitmq|kubelet|elasticsearch|grafana|prometheus).*|var\/(?:lib|backups?|www|log)|(?:data|mnt|srv|home|backups?)\/.+)$/;

/** `rm -rf "$BUILD/"` with an unset variable is the root of the machine, but most are set. */
function isEmptyRoot(path: string): boolean {
  return /^\$\{?\w+\}?\/\*?$/.test(path) && !PASSING.test(path);
}

/** Set wherever pipelines run, or named for what is made again. */
const PASSING =
  /^\$\{?(?:GUARDRAIL_EXPRESSION_\d+|\w*WORKSPACE|(?:RUNNER|AGENT|CIRCLE|BITBUCKET)_\w+|\w*te?mp\w*|\w*_DIR|dir|\w*DIST\w*|\w*BUILD\w*)\}?\//i;

/** A disk or a volume; files are written all day. */
function ofDevice(effect: Effect): Destruction | null {
  const { zone, how } = effect.attributes;
  if (zone !== 'device' || STREAM.test(effect.path ?? '')) return null;
  return /^(?:contents|format|partition)$/.test(text(how)) ? told(effect, true, 'machine') : null;
}

const STREAM = /^\/dev\/(?:null|zero|full|u?random|std|tty|pts|fd|tcp|udp|shm|console|kmsg|log)/;

/** A branch that others build on; a lease is what makes rewriting safe. */
function ofBranch({ subject, attributes }: Effect, because: string): Destruction | null {
  const isShared = attributes['protected'] === true || subject === 'refs/heads/**';
  if (!isShared || attributes['lease'] === true) return null;
  return { subject: subject.replace(/^refs\/heads\//, ''), because, technology: 'git', stateful: 'unknown' };
}

function ofHistory({ subject }: Effect, { args }: Invocation): Destruction | null {
  const verb = args.find((word) => /^filter-(?:branch|repo)$/.test(word.text))?.text;
  const because = `git ${verb ?? ''} rewrites the history`;
  return verb === undefined ? null : { subject, because, technology: 'git', stateful: 'unknown' };
}
