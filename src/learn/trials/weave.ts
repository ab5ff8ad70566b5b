import { createHash } from 'node:crypto';
import { actorOf, type CaseFile, type CaseFiles } from '../../gate/cases/case.ts';
import { changeOf, readCaseSides, type Situation } from '../../gate/cases/change.ts';
import { readCaseFacts } from '../../gate/failure-models/read-facts.ts';
import { whyWithheld } from '../../gate/review/material.ts';
import { sheetsFor } from '../../gate/review/reading.ts';
import { select } from '../../gate/review/read-round.ts';
import type { Path } from '../../model/change.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { languageOfPath } from '../../model/language.ts';
import type { ReviewerRule, ReviewRules } from '../../model/review.ts';
import { readGenerated } from '../../policy/generated.ts';
import type { Sheet } from '../../review/exchange.ts';
import type { Material } from '../../review/material.ts';
import type { Cover, CoverFile } from './covers.ts';
import type { Seed } from './seeds.ts';

/** A defect where one reader is to find it: among the lines of a change that was really made, in memory and nowhere else. */
export type Woven = {
  readonly seed: Seed;
  readonly reviewer: ReviewerRule;
  readonly cover: Cover | null;
  /** The folder it was put into; empty where it lies as in its case. */
  readonly prefix: string;
  readonly material: Material;
  /** Its own is always one of them: a reader that is not asked about it has missed nothing. */
  readonly failureModels: readonly FailureModel[];
  readonly sheet: Sheet;
};
export type Weaving = {
  readonly rules: Pick<ReviewRules, 'isPrivate'>;
  readonly models: readonly FailureModel[];
  readonly covers: readonly Cover[];
  /** It is shown alone. */
  readonly bare: boolean;
  readonly hmac: (text: string) => string;
};

/** So many covers are tried for one seed: each that is not refused at once is read by all analyzers. */
const MOST_TRIED = 4;

/** A sentence where this reader cannot be shown it. */
export async function weave(seed: Seed, reviewer: ReviewerRule, weaving: Weaving): Promise<Woven | string> {
  const own = [...new Set([...seed.before.keys(), ...seed.after.keys()])];
  if (seed.isOwn && !own.every((path) => isOpen(path, reviewer, weaving)))
    return 'it is made of files that this reviewer may not read';
  const covers = weaving.bare ? [null] : coversFor(seed, reviewer, weaving.covers);
  if (covers.length === 0) return 'no recent change here is small enough and open to this reviewer: try --bare';
  let why = 'no place for it is open to this reviewer (reviewers: paths)';
  let tried = 0;
  for (const cover of covers) {
    const prefix = prefixFor(own, cover, { seed, reviewer, weaving });
    if (prefix === null) continue;
    if ((tried += 1) > MOST_TRIED) break;
    const woven = await put(seed, reviewer, { cover, prefix, weaving });
    if (typeof woven !== 'string') return woven;
    why = woven;
  }
  return why;
}

function isOpen(path: Path, reviewer: ReviewerRule, { rules }: Weaving): boolean {
  return reviewer.mayRead(path) && whyWithheld({ path, from: null }, rules) === '';
}

/**
 * Those of a language that the seed speaks first. INVARIANT: which comes first rests on the defect alone, so that two readers of it read
 * the same change; and no file is among them that this reader may not read.
 */
function coversFor(seed: Seed, reviewer: ReviewerRule, covers: readonly Cover[]): readonly Cover[] {
  const languages = languagesIn([...seed.before.keys(), ...seed.after.keys()]);
  const open = covers.flatMap(({ oid, files }): readonly Cover[] => {
    const left = files.filter(({ path }) => reviewer.mayRead(path));
    return left.length === 0 ? [] : [{ oid, files: left }];
  });
  const start = open.length === 0 ? 0 : Number.parseInt(seed.diff.slice(0, 8), 16) % open.length;
  const turned = [...open.slice(start), ...open.slice(0, start)];
  const isAlike = ({ files }: Cover): boolean =>
    [...languagesIn(files.map(({ path }) => path))].some((language) => languages.has(language));
  return [...turned.filter(isAlike), ...turned.filter((cover) => !isAlike(cover))];
}

function languagesIn(paths: readonly Path[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => languageOfPath(path) ?? []));
}

type Placing = { readonly seed: Seed; readonly reviewer: ReviewerRule; readonly weaving: Weaving };

/** Beside the code of the change (`packages/core` where that has its `src`), else as in the case, else below a folder that may be read. */
function prefixFor(own: readonly Path[], cover: Cover | null, { seed, reviewer, weaving }: Placing): string | null {
  const taken = new Set((cover?.files ?? []).map(({ path }) => path.toLowerCase()));
  const folders = (cover?.files ?? []).map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  const roots = reviewer.paths.map((glob) => glob.replace(/[*?[{].*$/s, '').replace(/\/[^/]*$|^[^/]*$/, ''));
  // a real file stands where it stood
  const first = seed.knownTo === null ? folders.flatMap(packageOf) : [];
  const candidates = [...first, '', ...folders, ...roots];
  const fits = (prefix: string): boolean =>
    own.every((path) => {
      const there = join(prefix, path);
      return (
        isOpen(there, reviewer, weaving) &&
        !taken.has(there.toLowerCase()) &&
        seed.model.matches(there) === seed.model.matches(path)
      );
    });
  return [...new Set(candidates)].find(fits) ?? null;
}

/** `packages/core/src/a` is below the package `packages/core`. */
function packageOf(folder: string): readonly string[] {
  const found = /^(.+?)\/(?:src|lib|app|internal|test|tests)(?:\/|$)/.exec(folder);
  return found?.[1] === undefined ? [] : [found[1]];
}

export function join(prefix: string, path: Path): Path {
  return prefix === '' ? path : `${prefix}/${path}`;
}

type Put = { readonly cover: Cover | null; readonly prefix: string; readonly weaving: Weaving };

async function put(seed: Seed, reviewer: ReviewerRule, { cover, prefix, weaving }: Put): Promise<Woven | string> {
  const { material } = await materialOf(seed, cover, prefix);
  const chosen = chooseModels(seed.model, weaving.models, material);
  if (chosen === null) return 'nobody would be asked about it where it would stand';
  const { sheets } = sheetsFor(reviewer, material, { hmac: weaving.hmac, only: null });
  const [sheet, ...more] = sheets;
  if (sheet === undefined || more.length > 0) return 'it does not fit one question to this reviewer';
  if (!isShown(sheet, seed, prefix)) return 'its lines would not be shown';
  return { seed, reviewer, cover, prefix, material, failureModels: chosen, sheet };
}

/** Of several files the one that is wrong. */
function isShown({ lines }: Sheet, { before, after, wrong }: Seed, prefix: string): boolean {
  const paths = wrong === null ? [...before.keys(), ...after.keys()] : [wrong.path];
  const own = new Set(paths.map((path) => join(prefix, path)));
  return lines.some(({ path, changed }) => changed && own.has(path));
}

async function materialOf(seed: Seed, cover: Cover | null, prefix: string): Promise<{ readonly material: Material }> {
  const actor = actorOf({});
  const side = (which: 'before' | 'after'): CaseFiles =>
    new Map([
      ...(cover?.files ?? []).flatMap((file): [Path, CaseFile][] => {
        const found = file[which];
        return found === null ? [] : [[file.path, found]];
      }),
      ...[...seed[which]].map(([path, file]): [Path, CaseFile] => [join(prefix, path), file]),
    ]);
  const situation: Situation = {
    before: side('before'),
    after: side('after'),
    refs: [],
    author: actor,
    operator: actor,
    unread: [],
  };
  const change = changeOf(situation, readGenerated([]));
  const facts = await readCaseFacts(change, situation);
  const counted = new Map((cover?.files ?? []).map((file: CoverFile) => [file.path, file.lines]));
  const edits = change.parts.flatMap((part) => part.edits);
  const sides = readCaseSides(
    situation,
    change,
    edits.map(({ path }) => path),
  );
  const absent = { kind: 'absent' } as const;
  const files = edits.map((edit) => ({
    // of the seed nobody has counted lines as git would: they are counted from what is shown
    edit: { ...edit, lines: counted.get(edit.path) ?? ('unknown' as const) },
    sides: sides.get(edit.path) ?? { before: absent, after: absent, landed: absent },
    withheld: '',
  }));
  return { material: { files, facts, spec: null, messages: [] } };
}

/** As for any change. Where others are likelier than its own, the least likely of them makes room. */
function chooseModels(
  own: FailureModel,
  models: readonly FailureModel[],
  material: Material,
): readonly FailureModel[] | null {
  const alone = select({ models: { models: [own], hash: '' } }, material, own.mode).chosen;
  if (alone.length === 0) return null;
  const { chosen } = select({ models: { models, hash: '' } }, material, own.mode);
  return chosen.some(({ id }) => id === own.id) ? chosen : [...chosen.slice(0, -1), own];
}

/** The same sheet under the names for secrets that hold for its own question. */
export function sheetFor({ reviewer, material }: Woven, hmac: Weaving['hmac']): Sheet | null {
  const { sheets } = sheetsFor(reviewer, material, { hmac, only: null });
  return sheets.length === 1 ? (sheets[0] ?? null) : null;
}

/** Names for a plan that is only looked at: no key is made for it. */
export function planNames(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
