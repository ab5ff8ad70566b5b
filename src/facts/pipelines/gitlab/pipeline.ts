import type { Edit, Path } from '../../../model/change.ts';
import type { YamlEntry, YamlNode } from '../../../model/syntax.ts';
import type { Job, Step } from '../model.ts';
import { childOf, entriesOf, entryOf, flatTexts, itemsOf, textAt, textOf, textsOf } from '../yaml-view.ts';

/** One file of GitLab CI on one side. `extends` and `!reference` are followed within the file. */
export type GitlabFile = {
  readonly path: Path;
  readonly edit: Edit;
  readonly root: YamlNode;
  readonly jobs: readonly GitlabJob[];
  /** The included templates, as one job more: leaving out a template leaves out its scanner. */
  readonly includes: Job;
};

export type GitlabJob = Job & {
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly stage: string;
  readonly environment: string | null;
  readonly manual: boolean;
  readonly image: string;
};

const RESERVED = /^(stages|variables|default|include|workflow|image|services|before_script|after_script|cache|spec)$/;

export function gitlabFileOf(path: Path, edit: Edit, root: YamlNode): GitlabFile {
  const all = new Map(entriesOf(root).map((entry) => [entry.key, entry]));
  const jobs = [...all.values()].filter(
    ({ key, value }) => !key.startsWith('.') && !RESERVED.test(key) && value.kind === 'map',
  );
  const include = entryOf(root, 'include');
  const included = itemsOf(include?.value).concat(include?.value.kind === 'map' ? [include.value] : []);
  const steps = included.map((node): Step => {
    const uses =
      textOf(node) ??
      ['template', 'component', 'project', 'remote', 'local']
        .map((key) => textAt(node, key))
        .find((one) => one !== null) ??
      '';
    return { name: '', line: node.from, run: null, runLine: node.from, uses, inputs: new Map(), soft: null };
  });
  return {
    path,
    edit,
    root,
    jobs: jobs.map((entry) => jobOf(path, edit, entry, all)),
    includes: { path, edit, id: 'include', name: '', line: include?.line ?? 1, steps, soft: null },
  };
}

function jobOf(path: Path, edit: Edit, entry: YamlEntry, all: ReadonlyMap<string, YamlEntry>): GitlabJob {
  const entries = merged(entry, all, 0);
  const value = (key: string): YamlNode | null => entries.get(key)?.value ?? null;
  const environment = textOf(value('environment')) ?? textAt(value('environment'), 'name');
  const scripts = ['before_script', 'script'].flatMap((key) => {
    const found = entries.get(key);
    const run = found ? lines(found.value, all).join('\n') : '';
    return found && run !== '' ? [{ run, line: found.value.from }] : [];
  });
  return {
    path,
    edit,
    id: entry.key,
    name: '',
    line: entry.line,
    steps: scripts.map(({ run, line }) => ({
      name: '',
      line,
      run,
      runLine: line,
      uses: null,
      inputs: new Map(),
      soft: null,
    })),
    soft: softOf(entries),
    entries,
    stage: textOf(value('stage')) ?? 'test',
    environment,
    manual: isManual(entries),
    image: textOf(value('image')) ?? textAt(value('image'), 'name') ?? '',
  };
}

const MOST_EXTENDS = 10;

function merged(entry: YamlEntry, all: ReadonlyMap<string, YamlEntry>, depth: number): ReadonlyMap<string, YamlEntry> {
  const bases = depth > MOST_EXTENDS ? [] : textsOf(childOf(entry.value, 'extends'));
  const inherited = bases.slice(0, MOST_EXTENDS).flatMap((name) => {
    const base = all.get(name);
    return base ? [...merged(base, all, depth + bases.length)] : [];
  });
  return new Map([...inherited, ...entriesOf(entry.value).map((one): [string, YamlEntry] => [one.key, one])]);
}

/** `- !reference [.setup, script]` stands for the lines there. */
function lines(node: YamlNode, all: ReadonlyMap<string, YamlEntry>): readonly string[] {
  if (node.kind !== 'list') return textsOf(node);
  return node.items.flatMap((item) => {
    if (item.tag !== '!reference') return flatTexts(item);
    const [name = '', ...keys] = textsOf(item);
    return flatTexts(childOf(all.get(name)?.value, ...keys));
  });
}

function softOf(entries: ReadonlyMap<string, YamlEntry>): string | null {
  if (textOf(entries.get('allow_failure')?.value) === 'true') return 'allow_failure: true';
  const when = textOf(entries.get('when')?.value);
  if (when === 'manual' || when === 'never') return `when: ${when}`;
  const rules = itemsOf(entries.get('rules')?.value);
  if (rules.length === 0) return null;
  if (rules.every((rule) => textAt(rule, 'when') === 'never')) return 'when: never';
  return rules.every(
    (rule) => textAt(rule, 'allow_failure') === 'true' || /^(never|manual)$/.test(textAt(rule, 'when') ?? ''),
  )
    ? 'rules that let it fail'
    : null;
}

function isManual(entries: ReadonlyMap<string, YamlEntry>): boolean {
  if (textOf(entries.get('when')?.value) === 'manual') return true;
  const rules = itemsOf(entries.get('rules')?.value).filter((rule) => textAt(rule, 'when') !== 'never');
  return rules.length > 0 && rules.every((rule) => textAt(rule, 'when') === 'manual');
}
