import type { Path } from '../../model/change.ts';
import type { YamlFile, YamlNode } from '../../model/syntax.ts';
import { childOf, entryOf, textAt, textOf, textsOf } from '../pipelines/yaml-view.ts';
import { type Around, isTruth, type Task, tasksIn } from './task.ts';

export type Play = { readonly name: string; readonly hosts: string; readonly node: YamlNode; readonly line: number };

export type AnsibleFile = {
  readonly plays: readonly Play[];
  readonly tasks: readonly Task[];
  /** Of files of variables: the map itself. */
  readonly variables: YamlNode | null;
  readonly problem: { readonly line: number; readonly message: string } | null;
};

export const NO_FILE: AnsibleFile = { plays: [], tasks: [], variables: null, problem: null };

const VARIABLES = /(^|\/)(group_vars|host_vars|defaults|vars)\/|(^|\/)[\w.-]*vars[\w.-]*\.ya?ml$/;
const NOT_OURS =
  /(^|\/)(\.github|\.gitlab|\.circleci|charts|templates|node_modules|migrations)\/|(^|\/)(docker-)?compose[^/]*$|(^|\/)(mkdocs|pubspec|openapi)[^/]*$/;

export function mayBeAnsible(path: Path): boolean {
  return /\.ya?ml$/i.test(path) && !NOT_OURS.test(path);
}

/** A list of plays or tasks begins with a dash; a file of variables is told by where it lies. */
export function looksLikeAnsible(text: string, path: Path): boolean {
  if (VARIABLES.test(path)) return /state|!vault/.test(text);
  const first = /^(?![ \t\r]*(?:#|---|%|$))[^\n]*/m.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? '';
  return /^\s*-(\s|$)/.test(first) && /^[ \t-]+[\w."']+\s*:/m.test(text);
}

export function readAnsible(file: YamlFile, path: Path): AnsibleFile {
  const [problem = null] = file.problems;
  const roots = file.documents;
  const items = roots.flatMap((root) => (root.kind === 'list' ? root.items : []));
  const plays = items.filter(isPlay).map((node): Play => ({
    name: textAt(node, 'name') ?? '',
    hosts: hostsOf(node),
    node,
    line: entryOf(node, 'hosts')?.line ?? node.from,
  }));
  const loose = items.filter((node) => !isPlay(node));
  const isHandler = /(^|\/)handlers\//.test(path);
  const around: Around = { path, when: [], tags: [], isDryRun: false, isHandler, hosts: '' };
  const whole: YamlNode = { from: 1, to: 1, tag: null, kind: 'list', items: loose };
  const tasks = [...plays.flatMap((play) => tasksOfPlay(play, around)), ...tasksIn(whole, around)];
  const variables = VARIABLES.test(path) ? (roots.find(({ kind }) => kind === 'map') ?? null) : null;
  return { plays, tasks, variables, problem };
}

function isPlay(node: YamlNode): boolean {
  return entryOf(node, 'hosts') !== null;
}

function hostsOf(node: YamlNode): string {
  const hosts = childOf(node, 'hosts');
  return hosts?.kind === 'list' ? textsOf(hosts).join(':') : (textOf(hosts) ?? '');
}

function tasksOfPlay({ node, hosts }: Play, around: Around): readonly Task[] {
  const here: Around = {
    ...around,
    hosts,
    tags: textsOf(childOf(node, 'tags')),
    isDryRun: isTruth(textAt(node, 'check_mode')) ?? false,
  };
  const plain = ['pre_tasks', 'tasks', 'post_tasks'].flatMap((key) => tasksIn(childOf(node, key), here));
  return [...plain, ...tasksIn(childOf(node, 'handlers'), { ...here, isHandler: true })];
}

/** Whether the root holds at least one play or a task: a list of something else is none of our business. */
export function isOurs(file: AnsibleFile): boolean {
  return file.plays.length > 0 || file.tasks.length > 0 || file.variables !== null;
}
