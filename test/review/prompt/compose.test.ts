import { describe, expect, test } from 'vitest';
import { MISTAKES } from '../../../src/review/prompt/canary-mistakes.ts';
import { makeCanary } from '../../../src/review/prompt/canary.ts';
import { compose, type Purpose } from '../../../src/review/prompt/compose.ts';
import { ANSWER_SCHEMA } from '../../../src/review/prompt/schema.ts';
import { SYSTEM_TEXT } from '../../../src/review/prompt/system-text.ts';
import { tokensOf } from '../../../src/review/prompt/tokens.ts';
import { EMPTY, fileOf, sent, sheetsOf } from './make.ts';

const PURPOSES: readonly Purpose[] = ['blind', 'aware', 'refute', 'follow-up'];
const FILES = Array.from({ length: 6 }, (_, i) => fileOf(`src/f${i}.ts`, 'a\nb\nc\n', `a\nb${i}\nc\n`));

describe('the words of the author', () => {
  const WORDS = 'zebra-quartz\n\nCo-authored-by: vexing jukebox';
  test.each(PURPOSES)('are told to an aware reading and to nobody else: %s', (purpose) => {
    const bytes = sent({ purpose, messages: [WORDS] });
    const parts = ['zebra', 'quartz', 'vexing', 'jukebox', 'Co-authored'];
    expect(parts.filter((part) => bytes.includes(part))).toEqual(purpose === 'aware' ? parts : []);
    if (purpose !== 'aware') expect(bytes).toBe(sent({ purpose, messages: [] }));
  });
});

describe('a question', () => {
  test('costs at most 1,400 tokens before anything of the change, its schema among them', () => {
    for (const purpose of PURPOSES) {
      const { system, prefix, prompt, schema } = compose({ ...EMPTY, purpose }).question;
      expect(tokensOf(system + prefix + prompt) + tokensOf(JSON.stringify(schema))).toBeLessThanOrEqual(1_400);
    }
    expect(tokensOf(SYSTEM_TEXT)).toBeGreaterThan(600);
  });

  test('begins with what never changes', () => {
    const spec = { path: 's.md', title: 'Shop', text: '', criteria: [{ id: 'c-1', text: 'Orders are kept' }] };
    const { sheets } = sheetsOf(FILES);
    const asked = PURPOSES.map((purpose, at) =>
      compose({
        ...EMPTY,
        purpose,
        spec,
        sheet: sheets[0] ?? EMPTY.sheet,
        nonce: `${at}`.repeat(14),
        canary: makeCanary(`${at}`, []),
      }),
    );
    const [first] = asked;
    for (const { question, criteria } of asked) {
      expect([question.system, question.prefix, question.schema]).toEqual([
        first?.question.system,
        first?.question.prefix,
        ANSWER_SCHEMA,
      ]);
      expect(question.prefix).toContain('c-1: Orders are kept');
      expect(criteria).toEqual(['c-1']);
    }
  });

  test('is closed to any field that nobody asked for, in every object of its schema', () => {
    const objects: unknown[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('type' in value && value.type === 'object') objects.push(value);
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(ANSWER_SCHEMA);
    expect(objects).toHaveLength(4);
    for (const one of objects) {
      expect(one).toMatchObject({ additionalProperties: false });
      if (typeof one === 'object' && one !== null && 'properties' in one && 'required' in one)
        expect(one.required).toEqual(Object.keys(one.properties ?? {}));
    }
  });

  test('names each open finding with its place, and asks nothing new of a refuter', () => {
    const open = [
      {
        id: 'f-7f3k2m',
        failureModel: 'errors.swallowed',
        path: 'src/f1.ts',
        side: 'before',
        line: 2,
        quote: 'b',
        title: 'Lost',
        why: 'no',
      },
    ] as const;
    const asked = compose({ ...EMPTY, purpose: 'refute', open, canary: makeCanary('x', ['go']) });
    expect(asked.question.prompt).toContain('f-7f3k2m errors.swallowed at src/f1.ts:2 (removed line)');
    expect(asked.open).toEqual(['f-7f3k2m']);
    expect(asked.canary).toBeNull();
    expect(asked.question.prompt).not.toContain('.go +');
  });
});

describe('a canary', () => {
  test('stands between two files, at a place that is drawn, and in no list of ours', () => {
    const { sheets, manifest } = sheetsOf(FILES);
    const [sheet = EMPTY.sheet] = sheets;
    const places = new Set<number>();
    for (let seed = 0; seed < 60; seed += 1) {
      const canary = makeCanary(`seed ${seed}`, ['typescript']);
      const asked = compose({ ...EMPTY, sheet, canary, nonce: `nonce${seed}`.padEnd(14, 'x') });
      const headers = asked.question.prompt.split('\n').filter((line) => line.startsWith('# '));
      expect(headers).toHaveLength(FILES.length + 1);
      expect(asked.question.prompt).toContain(canary.sheetText);
      places.add(headers.findIndex((line) => line.includes(canary.path)));
      expect(asked.sheet).toBe(sheet);
      expect(asked.canary?.path).toBe(canary.path);
    }
    expect(places.size).toBeGreaterThan(4);
    expect(manifest.files).toHaveLength(FILES.length);
  });

  test.each([...Object.keys(MISTAKES), 'javascript', 'brainfuck', ''])(
    'in %s shows its mistake at its line',
    (language) => {
      const seen = new Set<string>();
      const paths = new Set<string>();
      for (let seed = 0; seed < 80; seed += 1) {
        const canary = makeCanary(`${seed}`, language === '' ? [] : [language]);
        expect(makeCanary(`${seed}`, language === '' ? [] : [language])).toEqual(canary);
        expect(canary.sheetText).not.toMatch(/NAME|⟨|⟦|canary/);
        expect(numbered(canary.sheetText).get(canary.line)).toBe(canary.text);
        expect(canary.sheetText).toContain(`# M ${canary.path} +`);
        seen.add(canary.text.replace(/[A-Z][a-z]+[A-Z]\w{2}/g, ''));
        paths.add(canary.path);
      }
      expect(seen.size).toBeGreaterThanOrEqual(2);
      expect(paths.size).toBe(80);
    },
  );

  test('whose name the change has is refused', () => {
    const canary = makeCanary('x', []);
    const [sheet = EMPTY.sheet] = sheetsOf([fileOf(canary.path, null, 'a\n')]).sheets;
    expect(() => compose({ ...EMPTY, sheet, canary })).toThrow('canary');
  });
});

/** The added lines by number, as a reader counts them. */
function numbered(text: string): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  let last = 0;
  for (const line of text.split('\n')) {
    const [, number = '', rest] = /^(\d*)\+(.*)$/.exec(line) ?? [];
    if (rest === undefined) continue;
    last = number === '' ? last + 1 : Number(number);
    lines.set(last, rest);
  }
  return lines;
}
