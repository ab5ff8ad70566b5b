import type { Edit, Path } from '../../../model/change.ts';
import type { YamlEntry, YamlNode } from '../../../model/syntax.ts';
import type { Job, Step } from '../model.ts';
import { childOf, entriesOf, entryOf, itemsOf, textAt, textOf, textsOf } from '../yaml-view.ts';

/** A workflow, or an action made of steps, on one side of a change. */
export type Workflow = {
  readonly path: Path;
  readonly edit: Edit;
  readonly isAction: boolean;
  readonly triggers: ReadonlyMap<string, YamlEntry>;
  readonly permissions: Permissions | null;
  readonly jobs: readonly GithubJob[];
  /** Environment variables for all its jobs. */
  readonly env: YamlNode | null;
};

/** Scope to `read`, `write`, `none`; `*` where one word is for all. */
export type Permissions = { readonly line: number; readonly scopes: ReadonlyMap<string, string> };

export type GithubJob = Job & {
  readonly node: YamlNode;
  readonly permissions: Permissions | null;
  readonly needs: readonly string[];
  readonly condition: string | null;
  readonly environment: string | null;
  readonly runsOn: readonly string[];
  readonly uses: string | null;
  readonly usesLine: number;
  readonly inherits: boolean;
  readonly stepNodes: readonly YamlNode[];
};

export function workflowOf(path: Path, edit: Edit, root: YamlNode): Workflow | null {
  const on = entriesOf(root).find(({ key }) => key === 'on' || key === 'true');
  const jobs = entryOf(root, 'jobs');
  const steps = childOf(root, 'runs', 'steps');
  if (steps) return actionOf(path, edit, root, steps);
  if (!jobs) return null;
  return {
    path,
    edit,
    isAction: false,
    triggers: triggersOf(on),
    permissions: permissionsOf(entryOf(root, 'permissions')),
    env: childOf(root, 'env'),
    jobs: entriesOf(jobs.value).map((entry) => jobOf(path, edit, entry)),
  };
}

/** A composite action is a job of its own that somebody else starts. */
function actionOf(path: Path, edit: Edit, root: YamlNode, steps: YamlNode): Workflow {
  const entry: YamlEntry = { key: 'runs', line: steps.from, value: childOf(root, 'runs') ?? root };
  return {
    path,
    edit,
    isAction: true,
    triggers: new Map(),
    permissions: null,
    env: null,
    jobs: [jobOf(path, edit, entry)],
  };
}

/** `on: push`, `on: [push]` and `on: {push: …}` say the same. */
function triggersOf(on: YamlEntry | undefined): ReadonlyMap<string, YamlEntry> {
  if (!on) return new Map();
  if (on.value.kind === 'map') return new Map(on.value.entries.map((entry) => [entry.key, entry]));
  return new Map(
    itemsOf(on.value).flatMap((item) => {
      const key = textOf(item);
      return key === null
        ? []
        : [[key, { key, line: item.from, value: { ...item, kind: 'value', value: null } } satisfies YamlEntry]];
    }),
  );
}

function permissionsOf(entry: YamlEntry | null): Permissions | null {
  if (entry === null) return null;
  const word = textOf(entry.value);
  if (word !== null) return { line: entry.line, scopes: new Map([['*', word.replace('-all', '')]]) };
  const scopes = entriesOf(entry.value).map(({ key, value }): [string, string] => [key, textOf(value) ?? 'none']);
  return { line: entry.line, scopes: new Map(scopes) };
}

function jobOf(path: Path, edit: Edit, { key, line, value }: YamlEntry): GithubJob {
  const environment = childOf(value, 'environment');
  const stepNodes = itemsOf(childOf(value, 'steps')).filter((node) => node.kind === 'map');
  const uses = entryOf(value, 'uses');
  const caller: Step[] =
    uses === null
      ? []
      : [
          {
            name: '',
            line: uses.line,
            run: null,
            runLine: uses.line,
            uses: textOf(uses.value),
            inputs: new Map(),
            soft: null,
          },
        ];
  return {
    path,
    edit,
    id: key,
    name: textAt(value, 'name') ?? '',
    line,
    node: value,
    steps: [...caller, ...stepNodes.map(stepOf)],
    stepNodes,
    soft: softOf(value),
    permissions: permissionsOf(entryOf(value, 'permissions')),
    needs: textsOf(childOf(value, 'needs')),
    condition: textAt(value, 'if'),
    environment: textOf(environment) ?? textAt(environment, 'name'),
    runsOn: [...textsOf(childOf(value, 'runs-on')), ...textsOf(childOf(value, 'runs-on', 'labels'))],
    uses: textOf(uses?.value),
    usesLine: uses?.line ?? line,
    inherits: textAt(value, 'secrets') === 'inherit',
  };
}

function stepOf(node: YamlNode): Step {
  const run = entryOf(node, 'run');
  const inputs = entriesOf(childOf(node, 'with')).map(({ key, value }): [string, string] => [key, textOf(value) ?? '']);
  const script = textOf(run?.value);
  return {
    name: textAt(node, 'name') ?? textAt(node, 'id') ?? '',
    line: node.from,
    run: script,
    runLine: firstLine(run),
    uses: textAt(node, 'uses'),
    inputs: new Map(inputs),
    soft: softOf(node),
  };
}

/** After `run: |` the script begins on the next line. */
export function firstLine(entry: YamlEntry | null): number {
  if (entry === null) return 1;
  const isBlock = textOf(entry.value)?.includes('\n') === true && entry.value.from === entry.line;
  return isBlock ? entry.line + 1 : entry.value.from;
}

function softOf(node: YamlNode): string | null {
  const goesOn = textAt(node, 'continue-on-error');
  if (goesOn === 'true' || goesOn === '${{ true }}') return 'continue-on-error: true';
  const condition = textAt(node, 'if')
    ?.replace(/^\$\{\{|\}\}$/g, '')
    .trim();
  return condition === 'false' || condition === '0' || /^false\s*&&/.test(condition ?? '')
    ? `if: ${condition ?? ''}`
    : null;
}
