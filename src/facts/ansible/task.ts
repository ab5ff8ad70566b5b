import type { Path } from '../../model/change.ts';
import type { YamlNode } from '../../model/syntax.ts';
import { childOf, entriesOf, entryOf, textOf, textsOf } from '../pipelines/yaml-view.ts';

/** One task with what holds for it from its blocks and its play. */
export type Task = {
  readonly path: Path;
  readonly line: number;
  readonly name: string;
  /** Its last word: `community.postgresql.postgresql_db` is `postgresql_db`. */
  readonly module: string;
  readonly node: YamlNode;
  /** Arguments that are text; what a loop hands in is filled in. */
  readonly args: ReadonlyMap<string, string>;
  readonly given: YamlNode | null;
  /** `rm -rf /tmp/x` of a `shell:`. */
  readonly free: string;
  /** Conditions of its own and of all blocks around it. */
  readonly when: readonly string[];
  readonly tags: readonly string[];
  readonly isDryRun: boolean;
  readonly isHandler: boolean;
  readonly hosts: string;
};

export type Around = Pick<Task, 'path' | 'when' | 'tags' | 'isDryRun' | 'isHandler' | 'hosts'>;

const KEYWORDS =
  /^(name|when|tags|register|become.*|vars|loop|loop_control|with_.*|until|retries|delay|ignore_errors|ignore_unreachable|failed_when|changed_when|notify|listen|delegate_to|delegate_facts|run_once|no_log|environment|check_mode|diff|args|async|poll|throttle|timeout|any_errors_fatal|connection|remote_user|port|collections|module_defaults|debugger|first_available_file|block|rescue|always|static|max_fail_percentage|action|local_action)$/;

/** Every task below a list, in its order; blocks are opened. */
export function tasksIn(list: YamlNode | null, around: Around): readonly Task[] {
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((node) => tasksOf(node, around));
}

function tasksOf(node: YamlNode, around: Around): readonly Task[] {
  if (node.kind !== 'map') return [];
  const here: Around = {
    ...around,
    when: [...around.when, ...textsOf(childOf(node, 'when'))],
    tags: [...around.tags, ...textsOf(childOf(node, 'tags'))],
    isDryRun: isTruth(textOf(childOf(node, 'check_mode'))) ?? around.isDryRun,
  };
  const inner = ['block', 'rescue', 'always'].flatMap((key) => tasksIn(childOf(node, key), here));
  if (entryOf(node, 'block')) return inner;
  const task = taskOf(node, here);
  return task === null ? inner : [...inner, ...looped(task)];
}

function taskOf(node: YamlNode, around: Around): Task | null {
  const entry =
    entryOf(node, 'action') ?? entryOf(node, 'local_action') ?? entriesOf(node).find(({ key }) => !KEYWORDS.test(key));
  if (!entry) return null;
  const isAction = entry.key === 'action' || entry.key === 'local_action';
  const text = textOf(entry.value) ?? '';
  const called = isAction ? (textOf(childOf(entry.value, 'module')) ?? text.split(/\s/)[0] ?? '') : entry.key;
  const free = isAction ? text.slice(called.length).trim() : text;
  const extra = childOf(node, 'args');
  const args = new Map([...pairsIn(free), ...textsBelow(entry.value), ...textsBelow(extra)]);
  return {
    ...around,
    line: entry.line,
    name: textOf(childOf(node, 'name')) ?? '',
    module: called.slice(called.lastIndexOf('.') + 1).toLowerCase(),
    node,
    args,
    given: entry.value,
    free,
  };
}

function textsBelow(node: YamlNode | null): readonly (readonly [string, string])[] {
  return entriesOf(node).flatMap(({ key, value }): readonly (readonly [string, string])[] => {
    const text = textOf(value);
    if (text !== null) return [[key, text]];
    return value.kind === 'list' ? [[key, textsOf(value).join(',')]] : [];
  });
}

/** `name=app state=absent`: the short form of arguments. */
function pairsIn(free: string): readonly (readonly [string, string])[] {
  return [...free.matchAll(/(?:^|\s)(\w{1,60})=("[^"\n]*"|'[^'\n]*'|\{\{[^}\n]{0,300}\}\}|[^\s"']+)/g)].map(
    ([, key = '', value = '']) => [key, value.replace(/^(["'])(.*)\1$/, '$2')] as const,
  );
}

const MOST_ITEMS = 200;
const ITEM = /\{\{\s*item(?:\.(\w+)|\[['"](\w+)['"]\])?\s*(?:\|[^}]*)?\}\}/g;

/** A loop over values that are written down is as many tasks. */
function looped(task: Task): readonly Task[] {
  const list = ['loop', 'with_items', 'with_list'].flatMap((key) => childOf(task.node, key) ?? [])[0];
  if (list?.kind !== 'list' || list.items.length === 0) return [task];
  return list.items.slice(0, MOST_ITEMS).map((item) => {
    const filled = (text: string): string =>
      text.replaceAll(ITEM, (whole, dotted?: string, quoted?: string) => {
        const key = dotted ?? quoted;
        return textOf(key === undefined ? item : childOf(item, key)) ?? whole;
      });
    const args = new Map([...task.args].map(([key, value]): [string, string] => [key, filled(value)]));
    return { ...task, args, free: filled(task.free), when: task.when.map(filled), line: item.from };
  });
}

export function isTruth(text: string | null): boolean | null {
  if (text === null) return null;
  if (/^(true|yes|on|1)$/i.test(text)) return true;
  return /^(false|no|off|0)$/i.test(text) ? false : null;
}

export function argument(task: Task, ...names: readonly string[]): string {
  for (const name of names) {
    const value = task.args.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return '';
}

export function isOn(task: Task, name: string): boolean {
  return isTruth(task.args.get(name) ?? null) === true;
}

/** `{{ … }}`: nobody knows what it will be. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}
