import type { Edit } from '../../model/change.ts';
import type { Fact } from '../../model/fact.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { meetsDetector } from '../../review/detected.ts';
import { selectFileOf } from '../../review/select-file.ts';
import { selectModels } from '../../review/select.ts';
import { actorOf } from '../cases/case.ts';
import { type Situation, changeOf, readCaseSides } from '../cases/change.ts';
import type { Expect, ModelCase } from './model-case.ts';
import { readCaseFacts } from './read-facts.ts';

/** What was expected of a failure model's case, and what detectors and selection make of it. */
export type ModelAnswer = {
  readonly model: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly expected: Expect | null;
  /** A detector stated it. */
  readonly found: boolean;
  /** A reviewer would be asked for it. */
  readonly asked: boolean;
  readonly agrees: boolean;
  /** Why it does not agree, or could not be read; empty otherwise. */
  readonly why: string;
};

/** One case of one failure model, in memory. */
export async function runModelCase(one: ModelCase, model: FailureModel): Promise<ModelAnswer> {
  const told = { model: model.id, name: one.name, file: model.source.file, line: one.line };
  if (one.kind === 'unreadable')
    return { ...told, expected: null, found: false, asked: false, agrees: false, why: one.why };
  const actor = actorOf({});
  const situation = { before: one.before, after: one.after, refs: [], author: actor, operator: actor, unread: [] };
  const change = changeOf(situation, () => false);
  const facts = await readCaseFacts(change, situation);
  const unread = facts.filter(({ kind }) => kind === 'unreadable');
  const seen = facts.filter((fact) => meetsDetector(fact, model));
  const edits = change.parts.flatMap((part) => part.edits);
  const files = edits.map((edit) => selectFileOf(edit.path, sidesOf(edit, situation, change)));
  const { chosen } = selectModels([model], { files, facts, tokens: Number.MAX_SAFE_INTEGER, mode: model.mode });
  const made = { found: seen.length > 0, asked: chosen.length > 0 };
  const why = whyNot(one, { ...made, seen, facts, unread });
  return { ...told, expected: one.expect, ...made, agrees: why === '', why };
}

function sidesOf({ path }: Edit, situation: Situation, change: Parameters<typeof readCaseSides>[1]) {
  const absent = { kind: 'absent' } as const;
  return readCaseSides(situation, change, [path]).get(path) ?? { before: absent, after: absent, landed: absent };
}

type Made = {
  readonly found: boolean;
  readonly asked: boolean;
  readonly seen: readonly Fact[];
  readonly facts: readonly Fact[];
  readonly unread: readonly Fact[];
};

function whyNot(one: Extract<ModelCase, { kind: 'change' }>, { found, asked, seen, facts, unread }: Made): string {
  const lost = unread.map(({ subject, attributes }) => `${subject}: ${String(attributes['why'])}`).join('; ');
  if (lost !== '') return `something could not be looked at: ${lost}`;
  switch (one.expect) {
    case 'found':
      if (!found) return `no detector stated it; they stated ${listOf(facts)}`;
      return one.wrong === null || seen.some((fact) => standsAt(fact, one.wrong))
        ? ''
        : `it was stated elsewhere: ${placesOf(seen)}`;
    case 'asked':
      return asked
        ? ''
        : 'no reviewer would be asked for it: its paths, languages, facts or words do not fit this change';
    case 'quiet':
      return found ? `a detector stated it: ${placesOf(seen)}` : '';
  }
}

function standsAt({ where: { path, range } }: Fact, wrong: { path: string; line: number } | null): boolean {
  return (
    wrong !== null && path === wrong.path && (range === null || (range.from <= wrong.line && wrong.line <= range.to))
  );
}

function placesOf(facts: readonly Fact[]): string {
  return facts.map(({ kind, where }) => `${kind} at ${where.path}:${where.range?.from ?? 1}`).join(', ');
}

function listOf(facts: readonly Fact[]): string {
  const told = facts.map(({ kind, attributes }) =>
    'how' in attributes ? `${kind} (${String(attributes['how'])})` : kind,
  );
  return told.length === 0 ? 'nothing' : [...new Set(told)].sort().join(', ');
}
