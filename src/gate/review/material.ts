import { analyzers } from '../../facts/analyzers/index.ts';
import { detectors } from '../../facts/code/index.ts';
import { secretFileAt } from '../../facts/secret-files.ts';
import { readFacts } from '../../guard.ts';
import type { Edit, Oid, Path } from '../../model/change.ts';
import type { Sides } from '../../model/content.ts';
import type { ReviewRules } from '../../model/review.ts';
import type { Material, MaterialFile, Spec } from '../../review/material.ts';
import { showPath } from '../../speak/escape.ts';
import type { Gate } from '../open.ts';
import type { Subject } from './subject.ts';

/** Files whose text nobody would read: they are named, counted, and left where they are. */
const MOST_FILES = 3_000;
const MOST_MESSAGES = 50;
/** A message of a megabyte would be more than any budget, and the reading that holds it against the change would not be had. */
const MOST_LETTERS = { message: 4_000, all: 20_000 };

export async function readMaterial(gate: Gate, subject: Subject, spec: Spec | null): Promise<Material> {
  const { change, part, rules } = subject;
  const read = part.edits.slice(0, MOST_FILES);
  const [sides, facts, messages] = await Promise.all([
    subject.read(
      part,
      read.map(({ path }) => path),
    ),
    readFacts(change, subject, [...analyzers, ...detectors]),
    readMessages(gate, part.edits),
  ]);
  const files = part.edits.map((edit): MaterialFile => {
    const found = sides.get(edit.path) ?? UNREAD;
    return { edit, sides: found, withheld: whyWithheld(edit, rules) };
  });
  return { files, facts, spec, messages };
}

const UNREAD: Sides = {
  before: { kind: 'unreadable', why: 'too many files' },
  after: { kind: 'unreadable', why: 'too many files' },
  landed: { kind: 'unreadable', why: 'too many files' },
};

/** INVARIANT: whoever renders for a reviewer adds the paths that this one may not read. */
export function whyWithheld(
  { path, from }: Pick<Edit, 'path' | 'from'>,
  rules: Pick<ReviewRules, 'isPrivate'>,
): string {
  const names: readonly Path[] = from === null ? [path] : [path, from];
  if (names.some(secretFileAt)) return 'a file that holds secrets by its name is sent to nobody';
  const kept = names.find((name) => rules.isPrivate(name));
  return kept === undefined ? '' : `${showPath(kept)} is private by the rules (review.private)`;
}

/** As a reviewer may see it: what its consent does not name is withheld from it. */
export function readableBy(material: Material, mayRead: (path: Path) => boolean): Material {
  return {
    ...material,
    files: material.files.map((file) => {
      const names = file.edit.from === null ? [file.edit.path] : [file.edit.path, file.edit.from];
      if (file.withheld !== '' || names.every(mayRead)) return file;
      return { ...file, withheld: 'no reviewer of these rules may read it (reviewers: paths)' };
    }),
  };
}

async function readMessages({ git }: Gate, edits: readonly Edit[]): Promise<readonly string[]> {
  const commits = [...new Set(edits.flatMap((edit): readonly Oid[] => edit.commits))].slice(0, MOST_MESSAGES);
  if (commits.length === 0) return [];
  const answer = await git.text(
    ['show', '--no-patch', '--no-notes', '--format=%B%x00', '--stdin'],
    commits.map((oid) => `${oid}\n`).join(''),
  );
  return withinBounds(
    answer
      .split('\0')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  );
}

/** Both ends of a long one: what is claimed stands in the first lines, or in the last. */
export function withinBounds(messages: readonly string[]): readonly string[] {
  const half = MOST_LETTERS.message / 2;
  let left = MOST_LETTERS.all;
  return messages.flatMap((text) => {
    const short = text.length <= MOST_LETTERS.message ? text : `${text.slice(0, half)}\n[…]\n${text.slice(-half)}`;
    left -= short.length;
    return left < 0 ? [] : [short];
  });
}
