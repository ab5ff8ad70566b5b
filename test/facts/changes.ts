import type { Actor } from '../../src/model/actor.ts';
import type { Change, Edit, FileVersion, Part, RefUpdate } from '../../src/model/change.ts';
import type { Content, Sides } from '../../src/model/content.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Analyzer, Files } from '../../src/facts/analyzer.ts';
import { extract } from '../../src/facts/extract.ts';
import type { Grammar, Grammars } from '../../src/model/syntax.ts';
import { loadGrammars } from '../../src/system/grammars.ts';
import { matchSiblings } from '../../src/changes/siblings.ts';

/** Makes changes; never works out an answer. */
export const human: Actor = {
  kind: 'human',
  agent: null,
  vendors: [],
  session: null,
  name: 'Ana',
  email: 'ana@shop.example',
  env: {},
  evidence: [],
};

export const absent: Content = { kind: 'absent' };

export function text(content: string): Content {
  return { kind: 'text', text: content };
}

export function version(some: Partial<FileVersion> = {}): FileVersion {
  return { oid: 'a'.repeat(40), mode: '100644', size: 10, ...some };
}

export function edit(some: Partial<Edit> & Pick<Edit, 'path'>): Edit {
  return {
    status: 'modify',
    from: null,
    before: version({ oid: 'b'.repeat(40) }),
    after: version(),
    lines: { added: 1, removed: 0 },
    landed: true,
    generated: false,
    commits: ['c'.repeat(40)],
    authors: [human],
    ...some,
  };
}

export function part(edits: readonly Edit[], some: Partial<Part> = {}): Part {
  return { id: 'index', scope: 'whole', title: 'main', branch: 'main', edits, ...some };
}

export function ref(some: Partial<RefUpdate> & Pick<RefUpdate, 'ref'>): RefUpdate {
  return {
    before: 'd'.repeat(40),
    after: 'e'.repeat(40),
    movement: 'forward',
    protected: false,
    lease: false,
    foreign: 0,
    commits: [],
    ...some,
  };
}

export function change(parts: readonly Part[], some: Partial<Change> = {}): Change {
  return {
    inlet: 'staged',
    repo: 'shop',
    at: 0,
    branch: 'main',
    operator: human,
    parts,
    refs: [],
    coverage: { refs: 0, commits: 0, files: 0, bytes: 0, unread: [] },
    replay: false,
    ...some,
  };
}

const all: readonly Grammar[] = [
  'cloudformation',
  'failure-models',
  'go',
  'postgresql',
  'python',
  'ruby',
  'terraform',
  'tsx',
  'typescript',
  'yaml',
];
export const grammars: Grammars = await loadGrammars(all);

/** The shell's loop, answering from a table; a path it does not hold is absent on all sides. */
export function factsOf(
  of: Change,
  contents: Readonly<Record<string, Partial<Sides>>> = {},
  analyzers?: readonly Analyzer[],
): readonly Fact[] {
  const run = extract(of, analyzers);
  let step = run.next();
  while (!step.done) step = run.next({ files: answer(step.value.paths, contents), grammars });
  return step.value;
}

export function answer(asked: readonly string[], contents: Readonly<Record<string, Partial<Sides>>>): Files {
  const paths = asked.flatMap((path) =>
    path.startsWith(GLOB) ? matchSiblings(Object.keys(contents), path.slice(GLOB.length)) : [path],
  );
  return new Map(paths.map((path) => [path, { before: absent, after: absent, landed: absent, ...contents[path] }]));
}

const GLOB = ':(glob)';
