import type { Invocation } from '../../shell/invocation.ts';
import type { Effect } from '../family.ts';
import { type Discard, discards } from './told.ts';

type Row = { readonly tools: readonly string[]; readonly says: RegExp; readonly not?: RegExp } & Omit<
  Discard,
  'subject' | 'technology'
>;

const CHANGES = { what: 'changes', because: 'what was not committed is gone' } as const;
const COMMITS = { what: 'commits', because: 'commits go that may be nowhere else' } as const;
const UNTRACKED = { what: 'untracked', because: 'files that were never added are gone for good' } as const;

/** Other systems that keep versions: the command line behind the program. */
const ROWS: readonly Row[] = [
  { tools: ['hg', 'chg', 'sl'], says: /\b(?:strip|debugstrip|rollback)\b/, ...COMMITS, remedy: 'hg backout' },
  {
    tools: ['hg', 'chg', 'sl'],
    says: /\b(?:update|up|checkout|co|goto|merge)\b.*(?:\s-C\b|\s--clean\b)/,
    ...CHANGES,
    remedy: 'hg shelve',
  },
  {
    tools: ['hg', 'chg', 'sl'],
    says: /\brevert\b.*(?:\s-a\b|\s--all\b|\s-C\b|\s--no-backup\b)/,
    not: /--dry-run|\s-n\b/,
    ...CHANGES,
    remedy: 'hg shelve',
  },
  {
    tools: ['hg', 'chg', 'sl'],
    says: /\bpurge\b|\bclean\b/,
    not: /\s(?:-p|--print|--confirm)\b/,
    ...UNTRACKED,
    remedy: 'hg purge --print',
  },
  {
    tools: ['hg', 'chg'],
    says: /\bshelve\b.*\s(?:-d|--delete|--cleanup)\b|\bunshelve\b.*--abort/,
    what: 'stash',
    because: 'work that was put aside is committed nowhere else',
  },
  {
    tools: ['hg', 'chg'],
    says: /\bpush\b.*(?:\s-f\b|\s--force\b)|\bprune\b|\bhistedit\b.*--abort/,
    ...COMMITS,
    remedy: 'hg push',
  },
  { tools: ['sl'], says: /\b(?:hide|uncommit|revert --all)\b/, ...COMMITS },
  {
    tools: ['svn'],
    says: /\brevert\b.*(?:-R\b|--recursive|--depth[= ]infinity|--remove-added)/,
    ...CHANGES,
    remedy: 'svn diff',
  },
  { tools: ['svn'], says: /\brevert\b/, ...CHANGES, narrow: true, remedy: 'svn diff' },
  {
    tools: ['svn'],
    says: /\b(?:delete|del|rm|remove)\b.*\w+:\/\//,
    what: 'branch',
    because: 'it is deleted in the repository that all share',
  },
  {
    tools: ['svn'],
    says: /\b(?:delete|del|rm|remove)\b.*--force|\bcleanup\b.*--remove-(?:unversioned|ignored)/,
    ...UNTRACKED,
  },
  {
    tools: ['svnadmin'],
    says: /\b(?:rmtxns|setrevprop|setuuid|load|recover)\b/,
    what: 'repository',
    because: 'the repository that all share is changed in place',
  },
  { tools: ['jj'], says: /\babandon\b/, ...COMMITS, remedy: 'jj undo' },
  {
    tools: ['jj'],
    says: /\b(?:op|operation)\s+(?:restore|abandon)\b|\butil\s+gc\b/,
    what: 'reflog',
    because: 'what was done since, and the way back to it, is gone',
    remedy: 'jj op log',
  },
  {
    tools: ['jj'],
    says: /\brestore\b/,
    not: /--interactive|\s-i\b/,
    ...CHANGES,
    narrow: true,
    certainty: 'possible',
    remedy: 'jj undo',
  },
  {
    tools: ['jj'],
    says: /\b(?:bookmark|branch)\s+(?:delete|forget)\b|\bworkspace\s+forget\b/,
    what: 'branch',
    because: 'the branch goes with the next push',
    remedy: 'jj bookmark list',
    certainty: 'possible',
  },
  { tools: ['jj'], says: /--ignore-immutable/, ...COMMITS },
  {
    tools: ['p4'],
    says: /^(?:obliterate|clean|archive|purge|clobber)\b|^revert\s+(?:-a?w|\.\.\.|\/\/)|^(?:client|change|stream|depot)\s+-(?:d|f|df)\b|^sync\s+-f\b/,
    not: /\s-n\b/,
    ...CHANGES,
    remedy: 'p4 shelve',
  },
  {
    tools: ['fossil'],
    says: /^(?:revert|clean|undo|purge|scrub|amend|update\s+--force)\b/,
    not: /--dry-run|\s-n\b/,
    ...CHANGES,
    remedy: 'fossil stash save',
  },
  {
    tools: ['bzr', 'brz'],
    says: /^(?:revert|clean-tree|uncommit|push\s+.*--overwrite)\b/,
    not: /--dry-run/,
    ...CHANGES,
    remedy: 'bzr shelve',
  },
  { tools: ['darcs'], says: /^(?:revert|obliterate|unpull|unrecord|amend)\b.*(?:-a\b|--all)/, ...CHANGES },
  {
    tools: ['repo'],
    says: /^(?:forall|prune|abandon|sync\s+.*--force)\b/,
    not: /^forall/,
    what: 'branch',
    because: 'branches go in many repositories at once',
  },
  {
    tools: ['bfg', 'git-filter-repo', 'git-filter-branch'],
    says: /./,
    not: /--(?:help|dry-run|analyze)/,
    what: 'commits',
    because: 'every commit is written anew under another name',
    remedy: 'git revert',
  },
];

export const tools: readonly string[] = [...new Set(ROWS.flatMap((row) => row.tools))];

export function ofOthers(run: Invocation): readonly Effect[] {
  const line = run.args
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 2000);
  if (/(?:^|\s)(?:--help|-h)(?:\s|$)/.test(line) || line.startsWith('help')) return [];
  const row = ROWS.find(
    ({ tools: own, says, not }) => own.includes(run.tool) && says.test(line) && !(not?.test(` ${line}`) ?? false),
  );
  if (row === undefined) return [];
  const { what, because, remedy = '', narrow = false, certainty = 'certain' } = row;
  return [
    discards({
      what,
      because,
      remedy,
      narrow,
      certainty,
      subject: `${run.tool} ${run.args[0]?.text ?? ''}`.trim(),
      technology: run.tool,
    }),
  ];
}
