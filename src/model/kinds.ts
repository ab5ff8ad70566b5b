export type KindScope = 'net' | 'history';
export type Kind = {
  readonly title: string;
  /** History facts count in every pushed commit, net facts on what the range changes in the end. */
  readonly scope: KindScope;
  /** Attribute -> what it may hold. `truth` is true, false or unknown; an array lists its words (unknown is always one). */
  readonly attributes: Readonly<Record<string, 'text' | 'number' | 'truth' | readonly string[]>>;
};

const LANDED = { landed: 'truth' } as const;
const FILE = {
  ...LANDED,
  size: 'number',
  added: 'number',
  removed: 'number',
  generated: 'truth',
  technology: 'text',
} as const;
const ENVIRONMENT = ['prod', 'staging', 'dev', 'test'] as const;
const RESOURCE = {
  ...LANDED,
  technology: 'text',
  type: 'text',
  name: 'text',
  stateful: 'truth',
  environment: ENVIRONMENT,
  reversible: 'truth',
  dependents: 'number',
} as const;
const REF = { protected: 'truth', commits: 'number' } as const;

/** Every kind of fact with its attributes. Analyzers set all of them; a rule that asks for another is a lint error. */
export const kinds: Readonly<Record<string, Kind>> = {
  'file.add': { title: 'a file is added', scope: 'net', attributes: FILE },
  'file.modify': { title: 'a file is changed', scope: 'net', attributes: FILE },
  'file.delete': { title: 'a file is deleted', scope: 'net', attributes: FILE },
  'file.rename': { title: 'a file is renamed', scope: 'net', attributes: FILE },
  'file.mode': {
    title: 'a file changes its mode',
    scope: 'net',
    attributes: { ...LANDED, before: 'text', after: 'text', executable: 'truth', type: ['same', 'changed'] },
  },
  'file.binary': {
    title: 'a binary or very large file is added or changed',
    scope: 'history',
    attributes: { ...LANDED, size: 'number', lfs: 'truth', binary: 'truth' },
  },
  'file.symlink': {
    title: 'a symbolic link is added or repointed',
    scope: 'net',
    attributes: { ...LANDED, target: 'text', escapes: 'truth' },
  },
  'file.submodule': {
    title: 'a submodule is added, moved or removed',
    scope: 'net',
    attributes: { ...LANDED, action: ['add', 'move', 'remove'], before: 'text', after: 'text' },
  },
  'change.size': {
    title: 'how much a change does as a whole (generated files and renames apart)',
    scope: 'net',
    attributes: { files: 'number', lines: 'number', deleted: 'number' },
  },
  'infra.destroy': { title: 'a resource is destroyed', scope: 'net', attributes: RESOURCE },
  'infra.replace': { title: 'a resource is destroyed and created anew', scope: 'net', attributes: RESOURCE },
  'infra.unprotect': { title: 'a protection against deletion is removed', scope: 'net', attributes: RESOURCE },
  'infra.scale-zero': { title: 'a service is scaled to nothing', scope: 'net', attributes: RESOURCE },
  'infra.move': { title: 'a resource is moved', scope: 'net', attributes: RESOURCE },
  'secret.add': {
    title: 'a secret enters the repository',
    scope: 'history',
    attributes: { ...LANDED, detector: 'text', certainty: ['certain', 'likely', 'possible'] },
  },
  'dependency.update': {
    title: 'a dependency changes its version',
    scope: 'net',
    attributes: { ...LANDED, ecosystem: 'text' },
  },
  'dependency.lock-mismatch': {
    title: 'a lock file and its manifest do not move together',
    scope: 'net',
    attributes: { ...LANDED, ecosystem: 'text', missing: ['manifest', 'lock'] },
  },
  'pipeline.gate-remove': {
    title: 'a check or an owner rule is removed or weakened',
    scope: 'net',
    attributes: { ...LANDED, gate: 'text', certainty: ['certain', 'likely', 'possible'] },
  },
  'test.delete': {
    title: 'a test file is deleted',
    scope: 'net',
    attributes: { ...LANDED, language: 'text', removed: 'number' },
  },
  'guard.change': {
    title: "guardrail's own files, hooks or an agent's settings are changed",
    scope: 'net',
    attributes: {
      ...LANDED,
      direction: ['install', 'tighten', 'weaken', 'unclear'],
      part: ['config', 'policy', 'hook', 'agent-settings', 'owners', 'failure-model'],
    },
  },
  'git.force-push': {
    title: 'a branch is rewritten on the remote',
    scope: 'net',
    attributes: { ...REF, lease: 'truth', foreign: 'number' },
  },
  'git.branch-delete': {
    title: 'a branch is deleted on the remote',
    scope: 'net',
    attributes: { ...REF, foreign: 'number' },
  },
  'git.tag-move': { title: 'a tag is moved on the remote', scope: 'net', attributes: REF },
  'git.tag-delete': { title: 'a tag is deleted on the remote', scope: 'net', attributes: REF },
  'git.history-rewrite': {
    title: 'commits that others may have are replaced',
    scope: 'net',
    attributes: { ...REF, foreign: 'number' },
  },
  unreadable: { title: 'something could not be looked at', scope: 'net', attributes: { what: 'text', why: 'text' } },
};
