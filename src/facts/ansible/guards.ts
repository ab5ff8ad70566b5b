import { childOf, textAt, textsOf } from '../pipelines/yaml-view.ts';
import { type Effect, unprotects, widens } from './effect.ts';
import type { Play } from './file.ts';
import { type Groups, widerHosts } from './hosts.ts';
import { isTruth, type Task } from './task.ts';
import type { YamlNode } from '../../model/syntax.ts';

export type Guarded = { readonly line: number; readonly effect: Effect };

/** What a play was careful about and no longer is. */
export function carelessPlay(before: Play, after: Play, groups: Groups): readonly Guarded[] {
  const name = after.name || after.hosts || before.hosts;
  const found = [
    batches(before, after, name),
    tolerance(before, after, name),
    stops(before, after, name),
    reach(before, after, name, groups),
    dryRun(before.node, after.node, name),
    becomes(before.node, after.node, name),
  ];
  return found.flatMap((effect) =>
    effect === null ? [] : [{ line: lineIn(after.node, effect.type) ?? after.line, effect }],
  );
}

function lineIn(node: YamlNode, key: string): number | null {
  return node.kind === 'map' ? (node.entries.find((entry) => entry.key === key)?.line ?? null) : null;
}

/** Share of the hosts that go at once: the first batch is the canary. Null: templated, or all at once. */
function firstBatch(play: Play): number | null {
  const node = childOf(play.node, 'serial');
  const [first] = node?.kind === 'list' ? textsOf(node) : [textAt(play.node, 'serial') ?? ''];
  if (first === undefined || !/^\d{1,6}%?$/.test(first)) return null;
  return first.endsWith('%') ? Number(first.slice(0, -1)) / 100 : Number(first);
}

function batches(before: Play, after: Play, name: string): Effect | null {
  const [then, now] = [textsIn(before, 'serial'), textsIn(after, 'serial')];
  if (then === now || then === '') return null;
  const said = { type: 'serial', name, remedy: `serial: ${then}` };
  const everything = now === '' || /^(100%|0)$/.test(now.split(',')[0] ?? '');
  if (everything && !/^(100%|0)$/.test(then))
    return unprotects(
      {
        ...said,
        certainty: 'likely',
        because: `serial: ${then} goes: all hosts are changed at once, and fail at once`,
      },
      'availability',
    );
  const [old, fresh] = [firstBatch(before), firstBatch(after)];
  const comparable = old !== null && fresh !== null && then.includes('%') === now.includes('%');
  if (!comparable || fresh <= old) return null;
  return unprotects(
    { ...said, certainty: 'possible', because: `serial: ${now}, no longer ${then}: more hosts fail at once` },
    'availability',
  );
}

function textsIn(play: Play, key: string): string {
  const node = childOf(play.node, key);
  return node?.kind === 'list' ? textsOf(node).join(',') : (textAt(play.node, key) ?? '');
}

function tolerance(before: Play, after: Play, name: string): Effect | null {
  const [then, now] = [textsIn(before, 'max_fail_percentage'), textsIn(after, 'max_fail_percentage')];
  if (!/^\d+%?$/.test(then) || then === now || (now !== '' && !(parseInt(now, 10) > parseInt(then, 10)))) return null;
  const because =
    now === ''
      ? `max_fail_percentage: ${then} goes: it goes on however many hosts fail`
      : `it goes on until ${now} of 100 hosts fail, no longer ${then}`;
  return unprotects(
    { type: 'max_fail_percentage', name, certainty: 'likely', because, remedy: `max_fail_percentage: ${then}` },
    'availability',
  );
}

function stops(before: Play, after: Play, name: string): Effect | null {
  const was = isTruth(textAt(before.node, 'any_errors_fatal')) === true;
  if (!was || isTruth(textAt(after.node, 'any_errors_fatal')) === true) return null;
  return unprotects(
    {
      type: 'any_errors_fatal',
      name,
      certainty: 'likely',
      because: 'it goes on with the other hosts when one fails',
      remedy: 'any_errors_fatal: true',
    },
    'availability',
  );
}

function reach(before: Play, after: Play, name: string, groups: Groups): Effect | null {
  const wider = widerHosts(before.hosts, after.hosts, groups);
  return (
    wider &&
    unprotects(
      {
        type: 'hosts',
        name,
        certainty: wider.sure ? 'likely' : 'possible',
        because: wider.because,
        remedy: `hosts: ${before.hosts}`,
      },
      'isolation',
    )
  );
}

function dryRun(before: YamlNode, after: YamlNode, name: string): Effect | null {
  const was = isTruth(textAt(before, 'check_mode')) === true;
  if (!was || isTruth(textAt(after, 'check_mode')) === true) return null;
  return unprotects(
    {
      type: 'check_mode',
      name,
      certainty: 'likely',
      because: 'it changes what it only looked at before',
      remedy: 'check_mode: true',
    },
    'other',
  );
}

function becomes(before: YamlNode, after: YamlNode, name: string): Effect | null {
  const was = isTruth(textAt(before, 'become')) === true;
  if (was || isTruth(textAt(after, 'become')) !== true) return null;
  return widens({ type: 'become', name, certainty: 'possible', because: 'it runs as root' }, 'privilege');
}

/** The same task, with less around it. */
export function carelessTask(before: Task, after: Task, destroys: boolean): readonly Effect[] {
  const name = after.name || after.module;
  return [
    ...loose(before, after, name),
    ...[dryRun(before.node, after.node, name)].flatMap((one) => one ?? []),
    ...(destroys ? unguarded(before, after, name) : []),
  ];
}

const CHECKS = /^(assert|fail|wait_for|uri|pause)$/;

function loose(before: Task, after: Task, name: string): readonly Effect[] {
  const on = (task: Task, key: string): boolean => isTruth(textAt(task.node, key)) === true;
  const found: Effect[] = [];
  const silenced = !on(before, 'ignore_errors') && on(after, 'ignore_errors');
  const never =
    isTruth(textAt(after.node, 'failed_when')) === false && isTruth(textAt(before.node, 'failed_when')) !== false;
  if ((silenced || never) && CHECKS.test(after.module)) {
    const certainty = /^(assert|fail)$/.test(after.module) ? 'likely' : 'possible';
    const because = `${silenced ? 'ignore_errors: true' : 'failed_when: false'}: what it finds wrong no longer stops the play`;
    found.push(unprotects({ type: after.module, name, certainty, because, remedy: 'Leave it failing' }, 'other'));
  }
  if (on(before, 'no_log') && !on(after, 'no_log'))
    found.push(
      unprotects(
        {
          type: 'no_log',
          name,
          certainty: 'possible',
          because: 'what it is given is printed and logged',
          remedy: 'no_log: true',
        },
        'other',
      ),
    );
  return found;
}

function unguarded(before: Task, after: Task, name: string): readonly Effect[] {
  const found: Effect[] = [];
  const lost = before.when.filter((one) => !after.when.includes(one));
  if (lost.length > 0 && after.when.length < before.when.length)
    found.push(
      unprotects(
        {
          type: 'when',
          name,
          certainty: 'likely',
          because: `it destroys, and runs also without "${lost.join(' and ').slice(0, 80)}"`,
          remedy: `when: ${lost[0] ?? ''}`,
        },
        'other',
      ),
    );
  if (before.tags.includes('never') && !after.tags.includes('never'))
    found.push(
      unprotects(
        {
          type: 'tags',
          name,
          certainty: 'likely',
          because: 'it destroys, and no longer waits to be asked for by its tag',
          remedy: 'tags: [never]',
        },
        'other',
      ),
    );
  const once = (task: Task): boolean => isTruth(textAt(task.node, 'run_once')) === true;
  if (once(before) && !once(after))
    found.push(
      unprotects(
        {
          type: 'run_once',
          name,
          certainty: 'likely',
          because: 'it destroys, and does so on every host',
          remedy: 'run_once: true',
        },
        'other',
      ),
    );
  return found;
}
