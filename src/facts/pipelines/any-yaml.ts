import type { Edit, Path } from '../../model/change.ts';
import type { YamlNode } from '../../model/syntax.ts';
import type { Job, Step } from './model.ts';
import { childOf, entriesOf, flatTexts, textAt, textOf } from './yaml-view.ts';

const SCRIPTS = ['run', 'script', 'bash', 'pwsh', 'powershell', 'commands', 'command', 'inlineScript', 'sh'] as const;
const USES = ['task', 'pipe', 'template', 'orb', 'plugins', 'uses'] as const;
/** Maps whose keys are names of people's own. */
const NAMED = /^(jobs|stages|pipelines|branches|pull-requests|custom|tags|workflows|commands|executors)$/;
const MOST_DEPTH = 60;

/**
 * Azure, CircleCI, Bitbucket, Buildkite, Drone, Travis: whatever they call their parts, a step is a map with a script, and
 * what it stands under is its job. Enough to see a check go and a destructive command come.
 */
export function jobsOfAnyYaml(path: Path, edit: Edit, root: YamlNode): readonly Job[] {
  const jobs = new Map<string, { line: number; steps: Step[] }>();
  walk(root, '', { put: (id, step) => put(jobs, id, step), depth: 0 });
  return [...jobs].map(([id, { line, steps }]) => ({ path, edit, id, name: '', line, steps, soft: null }));
}

function put(jobs: Map<string, { line: number; steps: Step[] }>, id: string, step: Step): void {
  const job = jobs.get(id);
  if (job) job.steps.push(step);
  else jobs.set(id, { line: step.line, steps: [step] });
}

type Walk = { readonly put: (id: string, step: Step) => void; readonly depth: number; readonly soft?: string | null };

function walk(node: YamlNode, id: string, state: Walk): void {
  if (state.depth > MOST_DEPTH || node.kind === 'value') return;
  const deeper = { ...state, depth: state.depth + 1 };
  if (node.kind === 'list') for (const item of node.items) walk(item, id, deeper);
  else walkMap(node, id, deeper);
}

function walkMap(node: YamlNode, id: string, state: Walk): void {
  const own = textAt(node, 'job') ?? textAt(node, 'deployment') ?? textAt(node, 'stage') ?? id;
  const soft = softOf(node) ?? state.soft ?? null;
  for (const step of stepsOf(node, soft)) state.put(own, step);
  for (const { key, value } of entriesOf(node)) walk(value, nameBelow(own, key, value), { ...state, soft });
}

function nameBelow(own: string, key: string, value: YamlNode): string {
  if (own === '' && value.kind === 'map') return key;
  const isName = NAMED.test(own.split('/').at(-1) ?? '') || NAMED.test(key);
  return isName ? [own, key].filter((one) => one !== '').join('/') : own;
}

function softOf(node: YamlNode): string | null {
  for (const key of ['continueOnError', 'allow_failure', 'soft_fail', 'ignore_failure'])
    if (textAt(node, key) === 'true') return `${key}: true`;
  if (textAt(node, 'failure') === 'ignore') return 'failure: ignore';
  return /^(false|eq\(1, ?0\))$/.test(textAt(node, 'condition') ?? '') || textAt(node, 'enabled') === 'false'
    ? 'it never runs'
    : null;
}

function stepsOf(node: YamlNode, soft: string | null): readonly Step[] {
  const name = textAt(node, 'displayName') ?? textAt(node, 'name') ?? '';
  const waits =
    textAt(node, 'type') === 'approval' || textAt(node, 'trigger') === 'manual' || childOf(node, 'block') !== null;
  const scripts = SCRIPTS.flatMap((key): Step[] => {
    const value = childOf(node, key);
    const run = flatTexts(value).join('\n');
    if (value === null || run === '') return [];
    const runLine = value.kind === 'value' && run.includes('\n') ? value.from + 1 : value.from;
    return [{ name, line: value.from, run, runLine, uses: null, inputs: new Map(), soft }];
  });
  const uses = USES.flatMap((key): Step[] => {
    const text = textOf(childOf(node, key));
    return text === null
      ? []
      : [{ name, line: node.from, run: null, runLine: node.from, uses: text, inputs: new Map(), soft }];
  });
  const approval: Step[] = waits
    ? [{ name, line: node.from, run: null, runLine: node.from, uses: 'manual-approval', inputs: new Map(), soft: null }]
    : [];
  return [...scripts, ...uses, ...approval];
}

/** `sh '…'`, `sh """…"""` and `input` of a Jenkinsfile, which is a program and not a list. */
export function jobsOfJenkinsfile(path: Path, edit: Edit, text: string): readonly Job[] {
  const steps: Step[] = [];
  let stage = '';
  const jobs = new Map<string, Step[]>();
  const pattern =
    /\bstage\s*\(\s*['"]([^'"\n]{1,100})['"]|\b(?:sh|bat|powershell)\s*\(?\s*(?:script:\s*)?("""[\s\S]{0,20000}?"""|'''[\s\S]{0,20000}?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\binput\s*[({'"]/g;
  for (const found of text.replace(/^\s*\/\/[^\n]*/gm, '').matchAll(pattern)) {
    const line = text.slice(0, found.index).split('\n').length;
    const [, name, script] = found;
    if (name !== undefined) stage = name;
    else {
      const run = script?.replace(/^("""|'''|"|')|("""|'''|"|')$/g, '') ?? null;
      const step: Step = {
        name: '',
        line,
        run,
        runLine: line,
        uses: run === null ? 'manual-approval' : null,
        inputs: new Map(),
        soft: null,
      };
      jobs.set(stage, [...(jobs.get(stage) ?? []), step]);
      steps.push(step);
    }
    if (steps.length > 500) break;
  }
  return [...jobs].map(([id, list]) => ({
    path,
    edit,
    id,
    name: id,
    line: list[0]?.line ?? 1,
    steps: list,
    soft: null,
  }));
}
