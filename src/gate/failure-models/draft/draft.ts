import { readFile, stat } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { redact } from '../../../model/redact.ts';
import type { Git } from '../../../system/git.ts';
import { actorOf, textFile } from '../../cases/case.ts';
import { changeOf } from '../../cases/change.ts';
import { readCaseFacts } from '../read-facts.ts';
import { type Postmortem, readPostmortem } from './postmortem.ts';
import { findCommit, type Lesson, lessonOfCommit, lessonOfRange, type Pair } from './read-source.ts';
import { writeDraft } from './write-draft.ts';

export type Draft = { readonly id: string; readonly yaml: string; readonly notes: readonly string[] };

/** What is known of an incident before a person has said what it means. */
export type Gathered = {
  readonly name: string;
  readonly origin: string;
  readonly lesson: Lesson | null;
  readonly postmortem: Postmortem | null;
};

/** A failure model begun from an incident. INVARIANT: what a person must decide stays marked TODO, so that lint does not pass it. */
export async function draftFrom(from: string, id: string | null, git: Git): Promise<Draft> {
  const gathered = await gather(from, git);
  const known = id ?? `incidents.${slugOf(gathered.name)}`;
  const pairs = (gathered.lesson?.pairs ?? []).map(masked);
  const facts = pairs.length === 0 ? [] : await statedOf(pairs);
  const notes = [
    ...(pairs.length === 0 ? ['no text was found that shows it: its cases are still to be written'] : []),
    ...(gathered.lesson?.left ?? []).slice(0, 10).map((one) => `not shown: ${one}`),
  ];
  return { id: known, yaml: writeDraft(known, gathered, pairs, facts), notes };
}

async function gather(from: string, git: Git): Promise<Gathered> {
  const range = /^([^.\s][^\s]*?)\.\.\.?([^.\s][^\s]*)$/.exec(from);
  if (range !== null) {
    const [base, head] = await Promise.all([findCommit(git, range[1] ?? ''), findCommit(git, range[2] ?? '')]);
    if (base === null || head === null) throw new Error(`draft from ${from}: git knows no such range`);
    const lesson = await lessonOfRange(git, base, head);
    return {
      name: lesson.commits.at(-1)?.replace(/^\S+ /, '') ?? from,
      origin: `the range ${from} of this repository`,
      lesson,
      postmortem: null,
    };
  }
  const file = resolve(git.cwd, from);
  const found = await stat(file).catch(() => null);
  if (found?.isFile() === true) return await gatherFile(file, git);
  const oid = await findCommit(git, from);
  if (oid === null) throw new Error(`draft from ${from}: it is no commit, no range and no file`);
  const lesson = await lessonOfCommit(git, oid);
  const [name = from] = lesson.commits;
  const subject = name.replace(/^\S+ /, '').replace(/^Revert "(.*)"$/, '$1');
  return { name: subject, origin: `commit ${oid.slice(0, 12)} of this repository`, lesson, postmortem: null };
}

const MOST_BYTES = 1_000_000;

/** The first commit it names that git knows is taken for the one that shows it. */
async function gatherFile(file: string, git: Git): Promise<Gathered> {
  const bytes = await readFile(file);
  if (bytes.length > MOST_BYTES || bytes.includes(0))
    throw new Error(`draft from ${file}: it is no text, or larger than 1 MB`);
  const postmortem = readPostmortem(bytes.toString('utf8'));
  const commits = await Promise.all(postmortem.commits.map((word) => findCommit(git, word)));
  const known = commits.filter((oid) => oid !== null);
  const lessons: Lesson[] = [];
  for (const oid of known.slice(0, 5)) lessons.push(await lessonOfCommit(git, oid));
  const lesson = lessons.find(({ how }) => how === 'revert') ?? lessons[0] ?? null;
  const name = postmortem.title === '' ? basename(file) : postmortem.title;
  return { name, origin: relative(git.cwd, file), lesson, postmortem };
}

function slugOf(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return words.slice(0, 50).replace(/-+$/, '') || 'unnamed';
}

function masked({ path, wrong, right }: Pair): Pair {
  return { path, wrong: redact(wrong), right: redact(right) };
}

/** What detectors say already of the bad example: a hint for `detector:` and `facts:`. */
async function statedOf(pairs: readonly Pair[]): Promise<readonly string[]> {
  const actor = actorOf({});
  const side = (key: 'wrong' | 'right') =>
    new Map(pairs.filter((pair) => pair[key] !== '').map((pair) => [pair.path, textFile(pair[key])]));
  const situation = {
    before: side('right'),
    after: side('wrong'),
    refs: [],
    author: actor,
    operator: actor,
    unread: [],
  };
  const facts = await readCaseFacts(
    changeOf(situation, () => false),
    situation,
  );
  const stated = facts
    .filter(({ kind }) => !kind.startsWith('file.') && kind !== 'unreadable' && kind !== 'change.size')
    .map(({ kind, attributes: { how } }) =>
      typeof how === 'string' ? `{ fact: ${kind}, how: [${how}] }` : `{ fact: ${kind} }`,
    );
  return [...new Set(stated)].sort();
}
