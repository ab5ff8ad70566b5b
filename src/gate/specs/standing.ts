import { readFooter } from '../../agents/trailers.ts';
import type { Path } from '../../model/change.ts';
import type { ReadSpec } from '../../review/spec.ts';
import { escapeText, showPath } from '../../speak/escape.ts';
import type { Gate } from '../open.ts';
import { filesOf, holds } from './covers.ts';
import { isCalled, isNamedBy } from './find.ts';
import { readVersion, readVersions, type Version, type Versions, versionsOf, type Where } from './versions.ts';
import type { Branch } from './writers.ts';

/** The spec behind a change. INVARIANT: what an agent wrote on the way counts for nothing before a person approves it. */
export type Standing =
  | {
      readonly kind: 'counts';
      readonly spec: ReadSpec;
      readonly name: string;
      readonly because: 'landed' | 'written' | 'approved';
      readonly named: Named;
      readonly says: readonly string[];
    }
  /** It counts and could not be read, which is not the same as none. */
  | { readonly kind: 'unread'; readonly path: Path; readonly says: readonly string[] }
  | {
      readonly kind: 'none';
      readonly says: readonly string[];
      /** There are some that the message of a commit could still name. */
      readonly isOpen: boolean;
    };
export type Named = 'commit' | 'branch' | 'only one on this branch' | 'paths';

export async function standingSpec(gate: Gate, where: Where): Promise<Standing> {
  const versions = await versionsOf(gate, where);
  if (versions.all.length === 0) return { kind: 'none', says: [], isOpen: false };
  const { chosen, named, says } = await choose(gate, where, versions);
  const isOpen = versions.all.some(({ because }) => because !== 'refused');
  if (chosen === null) return { kind: 'none', says, isOpen };
  const more = [...says, ...(chosen.says === '' ? [] : [chosen.says])];
  if (chosen.because === 'refused') return { kind: 'none', says: more, isOpen };
  const read = await readVersion(gate, chosen);
  if (typeof read === 'string')
    return {
      kind: 'unread',
      path: chosen.path,
      says: [...more, `The spec ${showPath(chosen.path)} could not be read: ${read}.`],
    };
  const cut = read.notes.map((note) => `The spec ${showPath(chosen.path)}: ${note}.`);
  return {
    kind: 'counts',
    spec: read,
    name: chosen.name,
    because: chosen.because,
    named,
    says: [...more, ...cut],
  };
}

type Choice = { readonly chosen: Version | null; readonly named: Named; readonly says: readonly string[] };

/** A commit's word, the branch's name, the only one that this branch brings, the only one whose paths hold all of it. */
async function choose(gate: Gate, where: Where, { all, branch, says }: Versions): Promise<Choice> {
  const words = wordsOf(where, branch);
  const called = words.flatMap((word) => all.find((one) => isCalled(one, word)) ?? []);
  const lost = words.filter((word) => !all.some((one) => isCalled(one, word)));
  const unknown = lost
    .slice(0, 1)
    .map((word) => `A commit names the spec "${escapeText(word.slice(0, 80))}", and there is none.`);
  const [first] = called;
  if (first !== undefined) {
    const others = [...new Set(called.filter(({ path }) => path !== first.path).map(({ name }) => showPath(name)))];
    const more =
      others.length === 0
        ? []
        : [
            `Held against ${showPath(first.name)}, which the newest commit names, and not against ${others.slice(0, 3).join(', ')}.`,
          ];
    return { chosen: first, named: 'commit', says: [...says, ...unknown, ...more] };
  }
  const notes = [...says, ...unknown];
  const byBranch = all.find(({ name }) => isNamedBy(where.branch, name));
  if (byBranch !== undefined) return { chosen: byBranch, named: 'branch', says: notes };
  const own = all.filter(({ isOwn }) => isOwn);
  const usable = own.filter(({ because }) => because !== 'refused');
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return { chosen: only, named: 'only one on this branch', says: notes };
  const byPaths = await coveringAll(gate, where, all);
  const [one] = byPaths;
  if (one !== undefined && byPaths.length === 1) return { chosen: one, named: 'paths', says: notes };
  const several =
    byPaths.length > 1
      ? [
          `Several specs name these paths: ${byPaths
            .slice(0, 3)
            .map(({ name }) => showPath(name))
            .join(', ')}. Name one in the commit's message: Spec: NAME`,
        ]
      : [];
  return {
    chosen: own.find(({ because }) => because === 'refused') ?? null,
    named: 'only one on this branch',
    says: [...notes, ...several],
  };
}

/** `Spec: <name or path>` in the last paragraph of a message, the newest first. */
function wordsOf({ message }: Where, { commits }: Branch): readonly string[] {
  const messages = [...(message === null ? [] : [message]), ...commits.map((commit) => commit.message)];
  const words = messages.flatMap((text) =>
    readFooter(text).trailers.flatMap(({ key, value }) => (key === 'spec' && value !== '' ? [value] : [])),
  );
  return [...new Set(words)].slice(0, 50);
}

const MOST_READ = 200;

/** Only ours say what they cover. */
async function coveringAll(gate: Gate, where: Where, all: readonly Version[]): Promise<readonly Version[]> {
  const files = filesOf(where.edits);
  const ours = all
    .filter(({ because, path }) => because !== 'refused' && path.startsWith('.guardrail/'))
    .slice(0, MOST_READ);
  if (files.length === 0 || ours.length === 0) return [];
  const read = await readVersions(gate, ours);
  return ours.filter((_version, index) => {
    const spec = read[index];
    return spec !== undefined && typeof spec !== 'string' && spec.paths.length > 0 && files.every(holds(spec.paths));
  });
}
