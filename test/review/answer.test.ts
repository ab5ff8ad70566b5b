import { assert, property, string, anything } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src/review/answer.ts';
import type { Answer, Asked } from '../../src/review/exchange.ts';
import { isSameModel } from '../../src/review/served-model.ts';
import { askedOf, bodyOf, CANARY, CANARY_CLAIM, claim, said, sheetOf } from './sheets.ts';

const SHEET = sheetOf({
  'src/a.ts': ' try {\n-  await write(row);\n+  await write(row, { force: true });\n+} catch {}\n return row;',
  'src/b ü.ts': '+export const limit = 10;',
});
const ASKED = askedOf(SHEET);
const FOUND = claim({ line: 3 });

function read(over: Readonly<Record<string, unknown>> = {}, asked: Asked = ASKED): Answer {
  return readAnswer(said(JSON.stringify(bodyOf(SHEET, over))), asked);
}

/** `complete`, or the cause. */
function wordOf(answer: Answer): string {
  return answer.kind === 'complete' ? 'complete' : answer.cause;
}

describe('an answer', () => {
  test('that reads all, finds the canary and quotes what stands there is complete, and the canary is no finding', () => {
    const answer = read({ findings: [FOUND, CANARY_CLAIM] });
    expect(answer).toMatchObject({ kind: 'complete', setAside: [], rulings: [] });
    expect(answer.claims).toMatchObject([
      { failureModel: 'errors.swallowed', path: 'src/a.ts', line: 3, to: 3, quote: '} catch {}', symbol: 'work' },
    ]);
  });

  const ruling = { id: 'f-1', says: 'stands', why: 'it is there', line: null };
  const open = askedOf(SHEET, { open: ['f-1'] });
  const inconclusive: readonly (readonly [name: string, cause: string, answer: () => Answer])[] = [
    ['cut off', 'truncated', () => readAnswer(said('{"read": [', { end: 'truncated' }), ASKED)],
    ['refused', 'refusal', () => readAnswer(said('', { end: 'refused' }), ASKED)],
    ['refused with a clean body', 'refusal', () => readAnswer(said(whole(), { end: 'refused' }), ASKED)],
    ['stopped by a filter', 'filtered', () => readAnswer(said(whole(), { end: 'filtered' }), ASKED)],
    ['with an end nobody knows', 'unfinished', () => readAnswer(said(whole(), { end: 'unclear' }), ASKED)],
    ['that never came', 'timeout', () => readAnswer(failed('timeout'), ASKED)],
    ['by another model', 'wrong-model', () => readAnswer(said(whole(), { served: 'gpt-6-mini' }), ASKED)],
    ['of nothing', 'empty', () => readAnswer(said('  \n'), ASKED)],
    ['in prose', 'schema', () => readAnswer(said('No issues found. LGTM!'), ASKED)],
    ['with two objects', 'schema', () => readAnswer(said(`${whole()}\n${whole()}`), ASKED)],
    ['that says findings twice', 'schema', () => readAnswer(said(twice()), ASKED)],
    ['with half an object behind', 'schema', () => readAnswer(said(`${whole()} {"findings": [`), ASKED)],
    ['that is a list', 'schema', () => readAnswer(said(`[${whole()}]`), ASKED)],
    ['with a verdict of its own', 'schema', () => read({ verdict: 'clean' })],
    ['without rulings', 'schema', () => read({ rulings: undefined })],
    ['with a severity nobody knows', 'schema', () => read({ findings: [CANARY_CLAIM, claim({ severity: 'huge' })] })],
    ['sure beyond 1', 'schema', () => read({ findings: [CANARY_CLAIM, claim({ confidence: 90 })] })],
    ['with a line that is a text', 'schema', () => read({ findings: [CANARY_CLAIM, claim({ line: '3' })] })],
    [
      'with a finding that lacks its fix',
      'schema',
      () => read({ findings: [CANARY_CLAIM, claim({ fix: undefined })] }),
    ],
    ['with a ruling nobody knows', 'schema', () => read({ rulings: [{ ...ruling, says: 'approved' }] }, open)],
    ['without a word on an open finding', 'ruling-missing', () => read({}, open)],
    ['that rules twice on one', 'duplicate-ids', () => read({ rulings: [ruling, { ...ruling, says: 'fixed' }] }, open)],
    ['that rules on what was not asked', 'unknown-id', () => read({ rulings: [ruling] })],
    [
      'with a failure model nobody named',
      'unknown-failure-model',
      () => read({ findings: [CANARY_CLAIM, claim({ failure_model: 'a.b' })] }),
    ],
    ['that skipped a file', 'partial', () => read({ read: [{ path: 'src/a.ts' }] })],
    ['that read nothing', 'partial', () => read({ read: [] })],
    ['without the canary', 'canary-missed', () => read({ findings: [FOUND] })],
    ['that calls all clean', 'canary-missed', () => read({ findings: [] })],
    [
      'with the canary at another path',
      'canary-missed',
      () => read({ findings: [{ ...CANARY_CLAIM, path: 'src/canary.ts' }] }),
    ],
    [
      'with its path and nothing else',
      'canary-missed',
      () => read({ findings: [{ ...CANARY_CLAIM, line: 90, quote: 'a lot of code' }] }),
    ],
    ['that denies the canary', 'canary-denied', () => read({ findings: [{ ...CANARY_CLAIM, confidence: 0.05 }] })],
    [
      'that rules the canary away',
      'canary-denied',
      () => read({ rulings: [{ ...ruling, id: CANARY.path, says: 'never_was' }] }),
    ],
    ['with 201 findings', 'too-many', () => read({ findings: Array.from({ length: 201 }, () => CANARY_CLAIM) })],
    ['with a title of a novel', 'too-long', () => read({ findings: [claim({ title: 'x'.repeat(2001) })] })],
    ['longer than any', 'too-long', () => readAnswer(said(`${whole()}${' '.repeat(1_000_000)}`), ASKED)],
  ];
  test.each(inconclusive)('%s is inconclusive: %s', (_, cause, answer) => {
    expect(wordOf(answer())).toBe(cause);
  });

  const complete: readonly (readonly [name: string, answer: () => Answer])[] = [
    ['in a fence', () => readAnswer(said(`\`\`\`json\n${whole()}\n\`\`\``), ASKED)],
    ['between prose', () => readAnswer(said(`Here is my review of {the diff}:\n${whole()}\nThat's all.`), ASKED)],
    ['of a dated edition', () => readAnswer(said(whole(), { served: 'openai/gpt-6-2026-10-01' }), ASKED)],
    ['that does not say which model it was', () => readAnswer(said(whole(), { served: null }), ASKED)],
    ['with paths as a diff writes them', () => read({ read: [{ path: 'b/src/a.ts' }, { path: './src/b ü.ts' }] })],
    ['that rules on what is open', () => read({ rulings: [ruling] }, open)],
    ['to a refutation, which reads nothing new', () => read({ read: [], findings: [], rulings: [ruling] }, refuting())],
  ];
  test.each(complete)('%s is complete', (_, answer) => {
    expect(wordOf(answer())).toBe('complete');
  });

  test('names no line that was not shown as the one where an open finding stands now', () => {
    const lineOfRuling = (line: number | null): unknown => {
      const answer = read({ rulings: [{ ...ruling, line }] }, open);
      return answer.kind === 'complete' ? answer.rulings[0]?.line : answer.cause;
    };
    const shown = ASKED.sheet.lines[0]?.line ?? 0;
    expect([lineOfRuling(shown), lineOfRuling(null)]).toEqual([shown, null]);
    for (const line of [Number.MAX_SAFE_INTEGER, -1, 0, 999_999]) expect(lineOfRuling(line)).toBe(null);
  });

  test('that is inconclusive keeps the claims that stand: they only add', () => {
    expect(read({ read: [], findings: [FOUND, CANARY_CLAIM] })).toMatchObject({
      kind: 'inconclusive',
      cause: 'partial',
      claims: [{ path: 'src/a.ts' }],
    });
  });

  test('without hands for terminals: what acts and is not seen is gone, long texts are cut', () => {
    const answer = read({
      findings: [
        CANARY_CLAIM,
        claim({
          title: '\u001b[2J\u202eclean\u200b\nverdict',
          why: 'w'.repeat(9000),
          fix: 'a\u0007\nb',
          criterion: 'AC-9',
        }),
      ],
    });
    const [only] = answer.claims;
    expect(only).toMatchObject({ title: '[2Jclean verdict', fix: 'a\nb', criterion: null });
    expect(only?.why).toHaveLength(2000);
  });

  test('of whatever shape never throws and is never clean by accident', () => {
    let looked = 0;
    const reading = (text: string): void => {
      looked += 1;
      expect(wordOf(readAnswer(said(text), ASKED))).not.toBe('complete');
    };
    assert(property(string({ maxLength: 200 }), reading), { numRuns: 500, seed: 1 });
    assert(
      property(anything(), (value) => reading(JSON.stringify(value) ?? '')),
      { numRuns: 500, seed: 1 },
    );
    for (const text of ['{'.repeat(200_000), '["'.repeat(200_000), '{"a":'.repeat(100_000), '\\"{'.repeat(100_000)])
      reading(text);
    expect(looked).toBe(1004);
  });

  function whole(): string {
    return JSON.stringify(bodyOf(SHEET));
  }
  function twice(): string {
    const body = JSON.stringify(bodyOf(SHEET, { findings: [FOUND, CANARY_CLAIM] }));
    return `${body.slice(0, -1)},"findings":${JSON.stringify([CANARY_CLAIM])}}`;
  }
  function refuting(): Asked {
    return { ...open, purpose: 'refute', canary: null };
  }
});

function failed(cause: string): Parameters<typeof readAnswer>[0] {
  return { kind: 'failed', cause, why: 'gone', retryAfter: null, requestId: null };
}

describe('a model', () => {
  const same: readonly (readonly [asked: string, served: string])[] = [
    ['gpt-6', 'gpt-6'],
    ['gpt-6', 'gpt-6-2026-10-01'],
    ['gpt-6-2026-10-01', 'gpt-6'],
    ['claude-sonnet-5-5', 'claude-sonnet-5-5-20261001'],
    ['claude-sonnet-5-5-latest', 'claude-sonnet-5-5'],
    ['gemini-3-pro', 'models/gemini-3-pro-001'],
    ['gemini-3-pro', 'gemini-3-pro-preview-05-20'],
    ['qwen3:32b', 'qwen3:32b'],
    ['qwen3-32b', '/srv/models/Qwen3-32B.gguf'],
    ['sonnet', 'claude-sonnet-5-5-20261001'],
  ];
  const other: readonly (readonly [asked: string, served: string])[] = [
    ['gpt-6', 'gpt-6-mini'],
    ['gpt-6', 'gpt-6.1'],
    ['gpt-6', 'claude-sonnet-5-5'],
    ['claude-sonnet-5', 'claude-sonnet-5-5'],
    ['claude-opus-5-5', 'claude-haiku-5-5'],
    ['opus', 'claude-sonnet-5-5'],
    ['qwen3:32b', 'qwen3:8b'],
    ['gpt-6', ''],
    ['', 'gpt-6'],
  ];
  test.each(same)('%s is %s', (asked, served) => expect(isSameModel(asked, served)).toBe(true));
  test.each(other)('%s is not %s', (asked, served) => expect(isSameModel(asked, served)).toBe(false));
});
