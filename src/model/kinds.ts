import { callKinds } from './call-kinds.ts';
import { codeKinds } from './code-kinds.ts';
import { CERTAINTY, ENVIRONMENT, type Kind, LANDED, REASON } from './kind.ts';
import { BLASTS, NEEDS } from './risk.ts';

const FILE = {
  ...LANDED,
  size: 'number',
  added: 'number',
  removed: 'number',
  generated: 'truth',
  technology: 'text',
} as const;
const RESOURCE = {
  ...REASON,
  type: 'text',
  name: 'text',
  /** It holds what cannot be made again. */
  stateful: 'truth',
  /** Other things stand on it: networks, clusters, names, entrances. */
  critical: 'truth',
  environment: ENVIRONMENT,
  /** Doing the opposite edit brings everything back. */
  reversible: 'truth',
  dependents: 'number',
  /** The log remembers that a protection of it was taken off lately; said by gate/memory.ts, never by an analyzer. */
  unprotected: 'truth',
} as const;
const DATA = {
  ...REASON,
  object: [
    'database',
    'schema',
    'table',
    'column',
    'partition',
    'type',
    'value',
    'row',
    'constraint',
    'index',
    'view',
    'routine',
    'role',
    'setting',
    'other',
  ],
  name: 'text',
  environment: ENVIRONMENT,
  reversible: 'truth',
  dependents: 'number',
} as const;
const PIPELINE = { ...REASON, name: 'text' } as const;
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
    attributes: { files: 'number', lines: 'number', deleted: 'number', dependents: 'number' },
  },
  'change.risk': {
    title: 'how likely a change needs mending, how far it reaches, and what it needs before it lands',
    scope: 'net',
    attributes: {
      needs: NEEDS,
      blast: BLASTS,
      /** Decided by: with the author's record and the other pushes of the day. */
      risk: 'number',
      because: 'text',
    },
  },
  'infra.destroy': { title: 'a resource is destroyed', scope: 'net', attributes: RESOURCE },
  'infra.replace': { title: 'a resource is destroyed and created anew', scope: 'net', attributes: RESOURCE },
  'infra.unprotect': {
    title: 'a protection of a resource is removed or weakened',
    scope: 'net',
    attributes: {
      ...RESOURCE,
      protection: [
        'deletion',
        'backup',
        'versioning',
        'encryption',
        'audit',
        'isolation',
        'availability',
        'admission',
        'state',
        'other',
      ],
    },
  },
  'infra.scale-zero': { title: 'a service is scaled to nothing', scope: 'net', attributes: RESOURCE },
  'infra.move': { title: 'a resource is moved', scope: 'net', attributes: RESOURCE },
  'data.drop': {
    title: 'a table, a column or another object of a database is dropped',
    scope: 'net',
    attributes: DATA,
  },
  'data.truncate': { title: 'a table is emptied', scope: 'net', attributes: DATA },
  'data.delete-all': { title: 'every row is deleted or overwritten', scope: 'net', attributes: DATA },
  'data.rewrite': {
    title: 'stored values are converted or cut',
    scope: 'net',
    attributes: { ...DATA, lossy: 'truth' },
  },
  'data.rename': { title: 'an object that running code reads is renamed', scope: 'net', attributes: DATA },
  'data.lock': {
    title: 'a statement locks or rewrites a table, or fails on the rows it holds',
    scope: 'net',
    attributes: { ...DATA, how: ['blocks-reads', 'blocks-writes', 'rewrites', 'fails'] },
  },
  'data.unprotect': { title: 'a safeguard of a database or its migrations is off', scope: 'net', attributes: DATA },
  'data.migration-edit': { title: 'a migration that has landed is edited or deleted', scope: 'net', attributes: DATA },
  'access.widen': {
    title: 'somebody may do more than before',
    scope: 'net',
    attributes: {
      ...REASON,
      type: 'text',
      name: 'text',
      environment: ENVIRONMENT,
      how: ['action', 'resource', 'principal', 'public', 'admin', 'trust', 'deny', 'boundary', 'privilege'],
    },
  },
  'network.expose': {
    title: 'something can be reached from further away than before',
    scope: 'net',
    attributes: {
      ...REASON,
      type: 'text',
      name: 'text',
      environment: ENVIRONMENT,
      /** From anywhere on the internet. */
      world: 'truth',
      /** `22`, `5432-5440`, `all`; several with a comma. */
      ports: 'text',
      /** Beyond 80 and 443: a shell, a database, everything. */
      sensitive: 'truth',
    },
  },
  'secret.add': {
    title: 'a secret enters the repository',
    scope: 'history',
    attributes: { ...LANDED, detector: 'text', certainty: CERTAINTY },
  },
  'dependency.add': {
    title: 'a dependency is added',
    scope: 'net',
    attributes: {
      ...LANDED,
      ecosystem: 'text',
      name: 'text',
      source: ['registry', 'other-registry', 'git', 'url', 'path'],
      /** It runs code of its own when it is installed. */
      scripts: 'truth',
      /** The well-known name it is one slip away from, else `none`. */
      near: 'text',
      because: 'text',
      remedy: 'text',
    },
  },
  'dependency.remove': {
    title: 'a dependency is removed',
    scope: 'net',
    attributes: { ...LANDED, ecosystem: 'text', name: 'text' },
  },
  'dependency.source-change': {
    title: 'a dependency comes from somewhere else, or its checksum goes',
    scope: 'net',
    attributes: { ...LANDED, ecosystem: 'text', name: 'text', because: 'text', remedy: 'text' },
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
    attributes: { ...PIPELINE, gate: 'text' },
  },
  'pipeline.permission-widen': {
    title: 'a pipeline may do more than before',
    scope: 'net',
    attributes: { ...PIPELINE, permission: 'text' },
  },
  'pipeline.untrusted-run': {
    title: 'a pipeline or an image runs what a stranger can change',
    scope: 'net',
    attributes: {
      ...PIPELINE,
      how: ['trigger', 'injection', 'action', 'image', 'script', 'runner', 'secret'],
    },
  },
  'test.delete': {
    title: 'a test is deleted',
    scope: 'net',
    attributes: { ...LANDED, language: 'text', removed: 'number' },
  },
  'test.skip': {
    title: 'a test no longer runs',
    scope: 'net',
    attributes: { ...LANDED, language: 'text', name: 'text', certainty: CERTAINTY, because: 'text' },
  },
  'test.weaken': {
    title: 'a test checks less than before',
    scope: 'net',
    attributes: { ...LANDED, language: 'text', name: 'text', removed: 'number', certainty: CERTAINTY, because: 'text' },
  },
  'guard.change': {
    title: "guardrail's own files, hooks or an agent's settings are changed",
    scope: 'net',
    attributes: {
      ...LANDED,
      direction: ['install', 'tighten', 'weaken', 'unclear'],
      part: ['config', 'policy', 'hook', 'agent-settings', 'owners', 'failure-model', 'terminal', 'gate'],
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
  ...callKinds,
  ...codeKinds,
  unreadable: { title: 'something could not be looked at', scope: 'net', attributes: { what: 'text', why: 'text' } },
};
