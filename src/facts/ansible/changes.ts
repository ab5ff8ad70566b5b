import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { destructiveCommandsIn } from '../commands-in-text.ts';
import { newDestruction, type Script } from '../pipelines/script-changes.ts';
import { consequencesOfSql } from '../sql/consequences.ts';
import { observed } from '../sql/observed.ts';
import type { Grammars } from '../../model/syntax.ts';
import { isQuery, queryOf } from './databases.ts';
import type { Effect } from './effect.ts';
import { commandOf, effectsOf, isAskedFor } from './effects.ts';
import type { AnsibleFile, Play } from './file.ts';
import { carelessPlay, carelessTask } from './guards.ts';
import type { Groups } from './hosts.ts';
import { isService, serviceName } from './services.ts';
import { environmentAt, stated } from './stated.ts';
import { argument, isTruth, type Task } from './task.ts';

export type Pair = { readonly edit: Edit; readonly before: AnsibleFile; readonly after: AnsibleFile };

/** What the tasks of a change do that they did not, wherever in it they stand. */
export function newEffects(pairs: readonly Pair[]): readonly Observation[] {
  const known = new Map<string, number>();
  const old = pairs.flatMap(({ before }) => before.tasks);
  const running = new Set(old.flatMap(started));
  for (const task of old)
    for (const effect of effectsOf(task)) known.set(keyOf(effect), (known.get(keyOf(effect)) ?? 0) + 1);
  return pairs.flatMap(({ edit, after }) => {
    const again = new Set(after.tasks.flatMap(started));
    return after.tasks.flatMap((task) =>
      effectsOf(task).flatMap((effect) => {
        const left = known.get(keyOf(effect)) ?? 0;
        known.set(keyOf(effect), left - 1);
        if (left > 0 || (effect.kind === 'infra.scale-zero' && again.has(effect.name))) return [];
        // what a new file fetches without a look at its certificate was never protected
        const landed = effect.more['protection'] === 'encryption' ? edit.landed : true;
        return [stated(flipped(effect, running), { edit, line: task.line, hosts: task.hosts }, landed)];
      }),
    );
  });
}

function keyOf({ kind, type, name }: Effect): string {
  return `${kind} ${type} ${name}`;
}

/** A new task that stops something may be there to be sure; one that kept it running until now is not. */
function flipped(effect: Effect, running: ReadonlySet<string>): Effect {
  if (effect.kind !== 'infra.scale-zero') return effect;
  if (!running.has(effect.name)) return { ...effect, certainty: 'possible' };
  return { ...effect, certainty: 'likely', more: { ...effect.more, critical: true } };
}

function started(task: Task): readonly string[] {
  const state = argument(task, 'state');
  const isContainer = /container|compose|service$|job$|pod$/.test(task.module) && !isService(task);
  if (!isService(task) && !isContainer) return [];
  const isOn =
    /^(started|restarted|reloaded|present|running)$/.test(state) ||
    (state === '' && isTruth(task.args.get('enabled') ?? null) === true);
  return isOn ? [isService(task) ? serviceName(task) : argument(task, 'name', 'container_name', 'project_src')] : [];
}

/** Commands of a shell that destroy, and statements of SQL. */
export function newCommands(pairs: readonly Pair[]): readonly Observation[] {
  const side = (name: 'before' | 'after', wants: (task: Task) => boolean): readonly Script[] =>
    pairs.flatMap((pair) => pair[name].tasks.filter(wants).flatMap((task) => scriptOf(task, pair.edit)));
  const before = side('before', () => true);
  return [
    ...newDestruction(
      before,
      side('after', (task) => !isAskedFor(task)),
      'likely',
    ),
    ...newDestruction(before, side('after', isAskedFor), 'possible'),
  ];
}

function scriptOf(task: Task, edit: Edit): readonly Script[] {
  const text = task.isDryRun || task.when.some((one) => isTruth(one) === false) ? '' : commandOf(task);
  const hints = /(^|\/)molecule\//.test(edit.path) ? ['test'] : [task.hosts];
  return text === '' ? [] : [{ edit, where: task.name || task.module, text, line: task.line, hints }];
}

export function newQueries(pairs: readonly Pair[], grammars: Grammars): readonly Observation[] {
  const known = new Set(pairs.flatMap(({ before }) => before.tasks.filter(isQuery).map(queryOf)));
  return pairs.flatMap(({ edit, after }) =>
    after.tasks
      .filter((task) => isQuery(task) && !known.has(queryOf(task)) && !task.isDryRun)
      .flatMap((task) => {
        const dialect = /mysql/.test(task.module) ? ('mysql' as const) : ('postgresql' as const);
        const seen = {
          edit,
          technology: 'ansible',
          environment: environmentAt(edit, task.hosts),
          landed: true,
          dependents: 0,
        } as const;
        const { consequences } = consequencesOfSql(queryOf(task), { dialect, grammars });
        return consequences.map((said) => ({
          ...observed({ ...said, line: 1 }, { ...seen, line: task.line }),
          subject: `${edit.path}: ${said.name}`,
        }));
      }),
  );
}

/** Plays and tasks that are the same as before, with less care. */
export function lessCare({ edit, before, after }: Pair, groups: Groups): readonly Observation[] {
  const where = { edit, hosts: '' };
  const plays = after.plays.flatMap((play, at) => {
    const old = oldPlay(play, at, before.plays, after.plays);
    return old
      ? carelessPlay(old, play, groups).map(({ line, effect }) =>
          stated(effect, { edit, line, hosts: play.hosts }, edit.landed),
        )
      : [];
  });
  const old = byLikeness(before.tasks);
  const seen = new Set<Task['node']>();
  const tasks = after.tasks.flatMap((task) => {
    const same = old.get(named(task)) ?? old.get(spelled(task));
    if (!same || seen.has(task.node)) return [];
    seen.add(task.node);
    return carelessTask(same, task, isDestructive(same) && isDestructive(task)).map((effect) =>
      stated(effect, { ...where, line: task.line, hosts: task.hosts }, edit.landed),
    );
  });
  return [...plays, ...tasks];
}

function oldPlay(play: Play, at: number, before: readonly Play[], after: readonly Play[]): Play | null {
  const called = before.filter((one) => one.name === play.name && play.name !== '');
  if (called.length === 1) return called[0] ?? null;
  const same = before.filter((one) => one.hosts === play.hosts);
  if (same.length === 1) return same[0] ?? null;
  const other = before[at];
  if (before.length !== after.length || !other) return null;
  // a play of that name, or for those hosts, stands elsewhere: this one is another
  return after.some(
    (one) => one !== play && (one.hosts === other.hosts || (one.name !== '' && one.name === other.name)),
  )
    ? null
    : other;
}

function byLikeness(tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const found = new Map<string, Task>();
  for (const task of tasks) for (const key of [named(task), spelled(task)]) if (!found.has(key)) found.set(key, task);
  return found;
}

function named(task: Task): string {
  return task.name === '' ? spelled(task) : `${task.module} ${task.name}`;
}

function spelled({ module, args, free }: Task): string {
  return `${module}\n${[...args]
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join('\n')}\n${free}`;
}

const RISKY = new Set(['data.drop', 'data.truncate', 'infra.destroy', 'infra.scale-zero']);

function isDestructive(task: Task): boolean {
  const always = { ...task, when: [], isDryRun: false };
  return effectsOf(always).some(({ kind }) => RISKY.has(kind)) || destructiveCommandsIn(commandOf(task)).length > 0;
}
