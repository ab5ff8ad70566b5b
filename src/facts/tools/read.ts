import type { Action } from '../../model/call.ts';
import type { Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOf } from '../environment.ts';
import type { Invocation, Surroundings } from '../shell/invocation.ts';
import { invocationsOf } from '../shell/lower.ts';
import { pathInScene } from '../shell/place.ts';
import type { Effect, Family } from './family.ts';
import { families } from './index.ts';
import { ofPath } from './secrets/reading.ts';

/** Everything one action of a tool call does. */
export function readCall(action: Action, around: Surroundings): readonly Observation[] {
  switch (action.kind) {
    case 'command':
      return readCommand(action, around);
    case 'read':
      return readPath(pathInScene(action.path, around.scene));
    case 'write':
      // what a redirect into it would do is what the edit does: one table of places for both
      return readCommand({ kind: 'command', text: `: > ${quoted(action.path)}`, shell: 'sh' }, around).filter(
        ({ kind }) => kind.startsWith('fs.'), // the gate's own files are an edit, whose contents tell more
      );
    // analyzers/mcp-tools.ts: what a server does is a table that must be loaded first
    case 'tool':
      return [];
  }
}

export function readCommand(
  action: Extract<Action, { kind: 'command' }>,
  around: Surroundings,
): readonly Observation[] {
  const runs = invocationsOf(action.text, around, action.shell);
  const together = overseers.flatMap((family) => family.together?.(runs, around) ?? []);
  return [...runs.flatMap((run) => readRun(run, around)), ...together.map(({ run, effect }) => observed(effect, run))];
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

/** A tool that shows a file to the agent. */
function readPath(path: string): readonly Observation[] {
  return ofPath(path).map((effect) => ({ ...effect, edit: null, range: null }));
}

const byTool = new Map<string, readonly Family[]>();
for (const family of families) for (const tool of family.tools) byTool.set(tool, [...(byTool.get(tool) ?? []), family]);
const all = byTool.get('*') ?? [];
const overseers = families.filter(({ together }) => together !== undefined);

function readRun(run: Invocation, around: Surroundings): readonly Observation[] {
  const own = byTool.get(run.tool) ?? byTool.get('?') ?? [];
  const effects = [...own, ...all].flatMap((family) => family.read(run, around)).filter((one) => !isIdle(one, run));
  return [observed(ran(run, own), run), ...few(effects, run).map((effect) => observed(effect, run))];
}

/** A push in a function that nobody calls: its kind has no word for that, and the gate at the push sees a real one. */
function isIdle({ kind, attributes }: Effect, { certainty }: Invocation): boolean {
  return certainty === 'possible' && kind.startsWith('git.') && attributes['certainty'] === undefined;
}

const MOST_EFFECTS = 1000;

/** A thousand statements say what a hundred thousand would, and each is held against every rule. */
function few(effects: readonly Effect[], { tool }: Invocation): readonly Effect[] {
  if (effects.length <= MOST_EFFECTS) return effects;
  const attributes = { what: 'effects of a command', why: 'it has too many to look at each' };
  return [...effects.slice(0, MOST_EFFECTS), { kind: 'unreadable', subject: tool, attributes }];
}

function observed({ kind, subject, path, attributes }: Effect, run: Invocation): Observation {
  const range = { from: run.line, to: run.line };
  return {
    kind,
    subject,
    edit: null,
    ...(path === undefined ? {} : { path }),
    range,
    attributes: softened(attributes, run),
  };
}

/** What may never run is no more certain than that. */
function softened(
  attributes: Readonly<Record<string, Value>>,
  { certainty }: Invocation,
): Readonly<Record<string, Value>> {
  if (certainty === 'certain' || attributes['certainty'] === undefined || attributes['certainty'] === 'possible')
    return attributes;
  return { ...attributes, certainty };
}

function ran(run: Invocation, own: readonly Family[]): Effect {
  const [verb = '', target = ''] = run.args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  const names = own.find((family) => family.names !== undefined)?.names?.(run) ?? { verb, target, context: '' };
  const environment = environmentOf(names.context, ...run.through.map(({ at }) => at));
  const tool = run.tool === '' ? 'unknown' : run.tool;
  return { kind: 'command.run', subject: `${tool} ${names.verb}`.trim(), attributes: { tool, ...names, environment } };
}
