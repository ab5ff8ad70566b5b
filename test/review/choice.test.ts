import { describe, expect, test } from 'vitest';
import { type Available, type Choice, choose, isEnough } from '../../src/review/choice.ts';
import { vendorOf, vendorsOf } from '../../src/review/vendor-names.ts';

const AUTHORS = ['anthropic', 'openai', 'google', 'local', 'unknown', 'none'] as const;
const READERS: readonly Available[] = [
  { name: 'a1', vendor: 'anthropic' },
  { name: 'a2', vendor: 'Claude' },
  { name: 'o1', vendor: 'openai' },
  { name: 'g1', vendor: 'gemini' },
  { name: 'l1', vendor: 'local' },
  { name: 'u1', vendor: 'unknown' },
];
/** Whose each of them is, written down by hand. */
const OWNER: Readonly<Record<string, string>> = {
  a1: 'anthropic',
  a2: 'anthropic',
  o1: 'openai',
  g1: 'google',
  l1: 'local',
  u1: 'unknown',
};

function subsets<T>(all: readonly T[], most = all.length): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((__, at) => (bits >> at) & 1)).filter(
    (some) => some.length <= most,
  );
}

test('whoever wrote it, whatever is configured and whatever fails: only foreign vendors clear it', () => {
  let [rows, possible, outages] = [0, 0, 0];
  const broken: string[] = [];
  for (const set of subsets(AUTHORS, 3)) {
    const authors = set.map((one) => (one === 'none' ? [] : [one]));
    const suspects = new Set<string>(set);
    for (const available of subsets(READERS)) {
      for (const failed of subsets(available.map(({ name }) => name))) {
        const choice = choose({ authors, available, down: new Set(failed), independence: 'require' });
        rows += 1;
        possible += choice.possible ? 1 : 0;
        outages += choice.outage ? 1 : 0;
        const up = available.map(({ name }) => name).filter((name) => !failed.includes(name));
        const foreign = up.filter((name) => name !== 'u1' && !suspects.has(OWNER[name] ?? ''));
        for (const [what, holds] of Object.entries(invariants(choice, up, foreign, suspects)))
          if (!holds) broken.push(`${what}: by ${set.join('+')}, of ${available.map(({ name }) => name).join('+')}`);
      }
    }
  }
  console.info(`choice: ${rows} rows, ${possible} possible, ${outages} outages`);
  expect(broken).toEqual([]);
  expect(rows).toBeGreaterThan(1000);
  expect(possible).toBeGreaterThan(100);
  expect(outages).toBeGreaterThan(100);
});

function invariants(
  choice: Choice,
  up: readonly string[],
  foreign: readonly string[],
  suspects: ReadonlySet<string>,
): Readonly<Record<string, boolean>> {
  const { order, adds, needed } = choice;
  const owners = new Set(foreign.map((name) => OWNER[name]));
  const same = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() === b.toSorted().join();
  const names = order.map(({ name }) => name);
  const everybodyElse = READERS.map(({ name }) => name).filter((name) => !foreign.includes(name));
  return {
    'those to ask are the foreign ones that are up': same(names, foreign),
    'nobody outside, nobody forgotten': same([...names, ...adds.map(({ name }) => name)], up),
    'who may only add is not foreign':
      adds.every((reader) => !reader.foreign) && order.every((reader) => reader.foreign),
    'two for an unknown author': needed === (suspects.has('unknown') ? 2 : 1),
    'possible is what it says': choice.possible === owners.size >= needed && (choice.why === '') === choice.possible,
    'no outage where it is possible': !(choice.outage && choice.possible),
    'different vendors first': new Set(names.slice(0, owners.size).map((name) => OWNER[name])).size === owners.size,
    'nobody else clears it': !isEnough(choice, everybodyElse),
    'all foreign ones clear it': isEnough(choice, foreign) === choice.possible,
    'one vendor is not two':
      needed === 1 ||
      ![...owners].some((owner) =>
        isEnough(
          choice,
          foreign.filter((name) => OWNER[name] === owner),
        ),
      ),
  };
}

describe('a choice', () => {
  test('falls back to another vendor before another model of the same', () => {
    const available = ['o1', 'o2', 'g1'].map((name) => ({ name, vendor: name.startsWith('o') ? 'openai' : 'google' }));
    const { order } = choose({ authors: [['anthropic']], available, down: new Set(), independence: 'prefer' });
    expect(order.map(({ name }) => name)).toEqual(['o1', 'g1', 'o2']);
  });

  test('asks nobody where the rules ask for nobody', () => {
    const choice = choose({ authors: [[]], available: READERS, down: new Set(), independence: 'off' });
    expect(choice).toMatchObject({ order: [], adds: [], possible: false, outage: false });
  });

  test('one author that several vendors may stand behind makes all of them suspects', () => {
    const authors = [['anthropic', 'OpenAI']];
    const { order } = choose({ authors, available: READERS, down: new Set(), independence: 'require' });
    expect(order.map(({ name }) => name)).toEqual(['g1', 'l1']);
  });

  test('is not deceived by a server of one’s own that serves the author’s model', () => {
    const available = [{ name: 'mine', vendor: 'local', model: 'claude-sonnet-5-5' }];
    const choice = choose({ authors: [['anthropic']], available, down: new Set(), independence: 'require' });
    expect(choice).toMatchObject({ order: [], possible: false, adds: [{ name: 'mine' }] });
  });

  test('counts two names of one vendor once', () => {
    const available = [
      { name: 'one', vendor: 'openai', model: 'gpt-6' },
      { name: 'two', vendor: 'local', model: 'openai/gpt-6' },
    ];
    const choice = choose({ authors: [['unknown']], available, down: new Set(), independence: 'require' });
    expect(choice).toMatchObject({ needed: 2, possible: false, outage: false });
  });
});

describe('a vendor', () => {
  const names: readonly (readonly [name: string, vendor: string])[] = [
    ['Google', 'google'],
    ['gemini', 'google'],
    ['ＣＬＡＵＤＥ', 'anthropic'],
    ['Open AI', 'openai'],
    [' codex ', 'openai'],
    ['grok', 'xai'],
    ['acme-internal', 'acmeinternal'],
    ['', 'unknown'],
    ['--', 'unknown'],
    ['None', 'unknown'],
    ['openai-compatible', 'unknown'],
    ['openrouter', 'unknown'],
  ];
  test.each(names)('called %j is %s', (name, vendor) => expect(vendorOf(name)).toBe(vendor));

  test('is also told from its model', () => {
    expect(vendorsOf('local', 'qwen3:32b')).toEqual(['alibaba', 'local']);
    expect(vendorsOf('openai', 'o3')).toEqual(['openai']);
    expect(vendorsOf('local', 'phi-4')).toEqual(['local']);
  });
});
