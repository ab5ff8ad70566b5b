import type { Cap, Independence, Price, ReviewerRule, ReviewRules } from '../model/review.ts';
import type { Entry, Node } from '../model/document.ts';
import {
  type Fields,
  type Reader,
  readFields,
  readFlag,
  readItems,
  readNumber,
  readText,
  readTexts,
  readWord,
} from './read.ts';
import { readGlobs } from './value.ts';

const NOTHING: Node = { kind: 'map', line: 1, entries: [] };
const REVIEWER = ['name', 'vendor', 'model', 'via', 'url', 'paths', 'not', 'price', 'window', 'answer'];
const REVIEW = ['binds', 'independence', 'rounds', 'wait', 'caps', 'private', 'spec', 'refute'];
const BINDS = ['agent-pushes', 'protected', 'every-push'] as const;
const WORDS: readonly Independence[] = ['require', 'prefer', 'off'];
const ACTORS = ['agent', 'human', 'bot', 'unknown'] as const;
export const MOST_ROUNDS = 5;
/** What one change, and one day, may cost: enough for the largest change a person would read, and no surprise on a bill. */
const CAPS: ReviewRules['caps'] = { change: { money: 2, tokens: 1_000_000 }, day: { money: 20, tokens: 10_000_000 } };
const WINDOW = 100_000;
/** Models count what they think as answer. */
const ANSWER = 16_000;
const WAIT = 20;

/** `reviewers:` and `review:` of config.yaml. */
export function readReview(reader: Reader, config: Fields): ReviewRules {
  const fields = readFields(reader, config.get('review')?.value ?? NOTHING, 'review', REVIEW);
  const value = (key: string): Node | null => fields.get(key)?.value ?? null;
  const binds = value('binds');
  const refute = value('refute');
  return {
    reviewers: readReviewers(reader, config.get('reviewers')),
    binds: (binds === null ? null : readWord(reader, binds, 'binds', BINDS)) ?? 'agent-pushes',
    independence: readIndependence(reader, value('independence')),
    rounds: readWithin(reader, value('rounds'), 'rounds', { least: 1, most: MOST_ROUNDS, else: MOST_ROUNDS }),
    wait: readWithin(reader, value('wait'), 'wait', { least: 0, most: 110, else: WAIT }),
    caps: readCaps(reader, value('caps')),
    isPrivate: globsOf(reader, value('private'), 'private') ?? never,
    needsSpec: readNeedsSpec(reader, value('spec')),
    refute: refute === null ? true : readFlag(reader, refute, 'refute'),
  };
}

const never = (): boolean => false;

function readReviewers(reader: Reader, entry: Entry | undefined): readonly ReviewerRule[] {
  const found = readItems(entry?.value ?? NOTHING).flatMap((node) =>
    node === NOTHING ? [] : [readReviewer(reader, node)],
  );
  const names = found.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined && entry !== undefined)
    reader.report(entry.line, `two reviewers are called "${twice}": give one of them a name`);
  return found;
}

function readReviewer(reader: Reader, node: Node): ReviewerRule {
  const fields = readFields(reader, node, 'a reviewer', REVIEWER);
  const text = (key: string): string | null => {
    const value = fields.get(key)?.value;
    return value === undefined ? null : readText(reader, value, key);
  };
  const size = (key: string, bounds: Bounds): number => readWithin(reader, fields.get(key)?.value ?? null, key, bounds);
  for (const key of ['vendor', 'model', 'paths']) {
    // consent names whose model reads, which one, and what
    if (!fields.has(key)) reader.report(node.line, `a reviewer needs "${key}"`);
  }
  const vendor = (text('vendor') ?? '').toLowerCase();
  const model = text('model') ?? '';
  return {
    name: text('name') ?? `${vendor}/${model}`,
    vendor,
    model,
    via: text('via') ?? vendor,
    url: text('url'),
    ...readConsent(reader, fields),
    price: readPrice(reader, fields.get('price')?.value ?? null),
    window: size('window', { least: 4_000, most: 2_000_000, else: WINDOW }),
    answer: size('answer', { least: 500, most: 200_000, else: ANSWER }),
  };
}

function readConsent(reader: Reader, fields: Fields): Pick<ReviewerRule, 'mayRead' | 'paths'> {
  const paths = fields.get('paths')?.value ?? null;
  const mayRead = globsOf(reader, paths, 'paths') ?? never;
  const mustNot = globsOf(reader, fields.get('not')?.value ?? null, 'not') ?? never;
  return {
    mayRead: (path) => mayRead(path) && !mustNot(path),
    paths: paths === null ? [] : readTexts(reader, paths, 'paths'),
  };
}

function readPrice(reader: Reader, node: Node | null): Price | null {
  if (node === null) return null;
  const fields = readFields(reader, node, 'price', ['input', 'cached', 'output']);
  const of = (key: string): number | null => {
    const value = fields.get(key)?.value;
    return value === undefined ? null : readNumber(reader, value, key);
  };
  const [input, output] = [of('input'), of('output')];
  if (input === null || output === null)
    reader.report(node.line, 'price needs "input" and "output", in money for a million tokens');
  return { input: input ?? 0, cached: of('cached') ?? input ?? 0, output: output ?? 0 };
}

type Says = { readonly matches: (path: string) => boolean; readonly word: Independence };

/** `independence: require`, or by who wrote it: `{agent: require, human: off, paths: [{path: "infra/**", level: require}]}`. */
function readIndependence(reader: Reader, node: Node | null): ReviewRules['independence'] {
  const byActor: Record<(typeof ACTORS)[number], Independence> = {
    agent: 'prefer',
    human: 'off',
    bot: 'prefer',
    unknown: 'prefer',
  };
  if (node === null) return (actor) => byActor[actor];
  if (node.kind === 'value') {
    const word = readWord(reader, node, 'independence', WORDS) ?? 'require';
    return () => word;
  }
  const fields = readFields(reader, node, 'independence', [...ACTORS, 'paths']);
  for (const actor of ACTORS) {
    const said = fields.get(actor)?.value;
    byActor[actor] = (said && readWord(reader, said, actor, WORDS)) ?? byActor[actor];
  }
  const paths = readItems(fields.get('paths')?.value ?? NOTHING).flatMap((item): readonly Says[] => {
    if (item === NOTHING) return [];
    const one = readFields(reader, item, 'independence.paths', ['path', 'level']);
    const level = one.get('level')?.value;
    const matches = globsOf(reader, one.get('path')?.value ?? null, 'path');
    if (matches === null || level === undefined)
      reader.report(item.line, 'independence.paths needs "path" and "level"');
    return [{ matches: matches ?? never, word: (level && readWord(reader, level, 'level', WORDS)) ?? 'require' }];
  });
  return (actor, path) =>
    stricter([byActor[actor], ...paths.flatMap(({ matches, word }) => (matches(path) ? [word] : []))]);
}

/** Several readings at once: what one of them forbids or asks for holds, and a reviewer counts only where all name it. */
export function combineReviews(readings: readonly ReviewRules[]): ReviewRules | null {
  const [first, ...others] = readings;
  if (first === undefined) return null;
  const all = [first, ...others];
  const least = (of: (rules: ReviewRules) => number): number => Math.min(...all.map(of));
  const cap = (of: keyof ReviewRules['caps']): Cap => ({
    money: least(({ caps }) => caps[of].money),
    tokens: least(({ caps }) => caps[of].tokens),
  });
  return {
    reviewers: first.reviewers.flatMap((one) => agreed(one, others)),
    binds: BINDS.findLast((word) => all.some(({ binds }) => binds === word)) ?? first.binds,
    independence: (actor, path) => stricter(all.map((rules) => rules.independence(actor, path))),
    rounds: least(({ rounds }) => rounds),
    wait: Math.max(...all.map(({ wait }) => wait)),
    caps: { change: cap('change'), day: cap('day') },
    isPrivate: (path) => all.some((rules) => rules.isPrivate(path)),
    needsSpec: (path, lines) => all.some((rules) => rules.needsSpec(path, lines)),
    refute: all.some(({ refute }) => refute),
  };
}

/** The same model of the same vendor at the same place: then what all of them let it read. */
function agreed(one: ReviewerRule, others: readonly ReviewRules[]): readonly ReviewerRule[] {
  const same = others.map(({ reviewers }) =>
    reviewers.find(
      ({ vendor, model, via, url }) =>
        vendor === one.vendor && model === one.model && via === one.via && url === one.url,
    ),
  );
  const found = same.flatMap((other) => other ?? []);
  if (found.length < others.length) return [];
  return [{ ...one, mayRead: (path) => one.mayRead(path) && found.every((other) => other.mayRead(path)) }];
}

export function stricter(words: readonly Independence[]): Independence {
  return WORDS.find((word) => words.includes(word)) ?? 'off';
}

function readCaps(reader: Reader, node: Node | null): ReviewRules['caps'] {
  if (node === null) return CAPS;
  const fields = readFields(reader, node, 'caps', ['change', 'day']);
  return {
    change: readCap(reader, fields.get('change')?.value ?? null, CAPS.change),
    day: readCap(reader, fields.get('day')?.value ?? null, CAPS.day),
  };
}

function readCap(reader: Reader, node: Node | null, otherwise: Cap): Cap {
  if (node === null) return otherwise;
  const fields = readFields(reader, node, 'a cap', ['money', 'tokens']);
  const of = (key: keyof Cap): number =>
    readWithin(reader, fields.get(key)?.value ?? null, key, { least: 0, most: 1e12, else: otherwise[key] });
  return { money: of('money'), tokens: of('tokens') };
}

/** `spec: [{path: "src/billing/**"}, {lines: 400}]`: each line is a reason to ask for one. */
function readNeedsSpec(reader: Reader, node: Node | null): ReviewRules['needsSpec'] {
  const tests = readItems(node ?? NOTHING).flatMap((item) => {
    if (item === NOTHING) return [];
    const fields = readFields(reader, item, 'spec', ['path', 'lines']);
    const matches = globsOf(reader, fields.get('path')?.value ?? null, 'path');
    const lines = fields.get('lines')?.value;
    const least = lines === undefined ? 0 : readNumber(reader, lines, 'lines');
    if (matches === null && lines === undefined) reader.report(item.line, 'spec needs "path" or "lines"');
    return [(path: string, size: number): boolean => (matches?.(path) ?? true) && size >= least];
  });
  return (path, lines) => tests.some((test) => test(path, lines));
}

type Bounds = { readonly least: number; readonly most: number; readonly else: number };

function readWithin(reader: Reader, node: Node | null, what: string, bounds: Bounds): number {
  if (node === null) return bounds.else;
  const value = readNumber(reader, node, what);
  if (value < bounds.least || value > bounds.most)
    reader.report(node.line, `${what} must be between ${bounds.least} and ${bounds.most}`);
  return value;
}

function globsOf(reader: Reader, node: Node | null, what: string): ((path: string) => boolean) | null {
  return node === null ? null : readGlobs(reader, node, what);
}
