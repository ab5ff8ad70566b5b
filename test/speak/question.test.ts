import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Question } from '../../src/model/question.ts';
import type { Statement } from '../../src/model/statement.ts';
import { type Card, tellCard, tellPast } from '../../src/speak/question.ts';
import { coloured, plain } from '../../src/speak/style.ts';

/** Clears the screen, goes up a line, and says that all is well. */
const EVIL = 'x\u001b[2J\u001b[1A\rKept.\u202e\u0007\n<script>alert(1)</script>';
const ACTS = /[\p{Cc}\p{Cf}]/u;
const NOW = 1_800_000_000_000;

const statement: Statement = {
  id: 'f-7f3k2mq',
  kind: 'finding',
  of: 'errors.swallowed',
  by: { kind: 'reviewer', identity: 'm@abc', vendor: 'mistral', model: 'm' },
  repo: 'shop',
  branch: 'pay',
  first: NOW,
  last: NOW - 3 * 86_400_000,
  subject: 'src/pay.ts',
  path: 'src/pay.ts',
  line: 12,
  refuses: true,
  confidence: 0.8,
  criterion: 'AC-2',
  spec: 'specs/pay.md',
  became: 'redone',
  loop: 'l-1',
  label: null,
};
const evidence: Evidence = {
  title: 'An error is swallowed',
  why: 'nobody hears of it',
  asks: 'Does any caller learn that it failed?',
  said: 'charge() hides the refusal of the bank',
  because: 'the catch returns true',
  author: 'agent claude-code',
  shown: { kind: 'lines', lines: [{ mark: '+', number: 12, text: '  } catch { return true; }' }] },
};

function card(
  more: { readonly question?: Partial<Question>; readonly evidence?: Partial<Evidence> } & Partial<
    Omit<Card, 'question' | 'evidence'>
  >,
): Card {
  const { question, evidence: other, ...rest } = more;
  const asked = { statement, chance: 0.5, worth: 1, cluster: 'c', disputed: [], ...question };
  const base = { past: [], at: 2, of: 5, now: NOW, columns: 80, style: plain };
  return { ...base, ...rest, question: asked, evidence: { ...evidence, ...other } };
}

describe('a question', () => {
  test('says what, where, by whom, what became of it, and which key means what', () => {
    const said = tellCard(card({}));
    for (const part of [
      '2 of 5: finding of errors.swallowed (f-7f3k2mq)',
      'charge() hides the refusal of the bank',
      'src/pay.ts:12 on pay',
      'agent claude-code, 3 days ago',
      'mistral m',
      'the change was made otherwise',
      'criterion AC-2 of specs/pay.md',
      '12 +   } catch { return true; }',
      'Is this a real bug?',
      'r real bug, w noise, g spec gap, u unclear',
    ])
      expect(said).toContain(part);
  });

  test('of a rule asks in other words', () => {
    const said = tellCard(card({ question: { statement: { ...statement, kind: 'ruling', by: { kind: 'rule' } } } }));
    expect(said).toContain('Was the rule right to speak here?');
    expect(said).toContain('r right, w wrong, g gap, u unclear');
  });

  test('whose words are gone says so', () => {
    const said = tellCard(card({ evidence: { shown: { kind: 'gone', why: 'the words of its review were deleted' } } }));
    expect(said).toContain('cannot be shown: the words of its review were deleted');
  });

  test('over which people do not agree names them', () => {
    const past = ['right', 'wrong'].map((says, i) => ({
      event: `${i}`,
      ts: NOW,
      rater: `human:${i === 0 ? 'ana' : 'li'}@shop.example`,
      says: says === 'right' ? ('right' as const) : ('wrong' as const),
      because: '',
      counts: true,
      chance: null,
      secs: null,
    }));
    const said = tellCard(card({ past, question: { disputed: ['right', 'wrong'] } }));
    expect(said.replaceAll(/\s+/g, ' ')).toContain('ana@shop.example says right, li@shop.example says wrong');
  });

  test.each([0, 20, 40, 80, 500])('on a terminal of %i columns has no longer line than words allow', (columns) => {
    const lines = tellCard(card({ columns })).split('\n');
    const most = columns === 0 ? 78 : Math.max(24, Math.min(78, columns - 1));
    expect(lines.filter((line) => line.length > most && line.trim().includes(' '))).toEqual([]);
    expect(lines.length).toBeGreaterThan(10);
  });

  test('shows nothing that a stranger wrote as it is', () => {
    const evil = {
      statement: { ...statement, of: EVIL, path: EVIL, subject: EVIL, branch: EVIL, criterion: EVIL, spec: EVIL },
    };
    const texts = { title: EVIL, why: EVIL, asks: EVIL, said: EVIL, because: EVIL, author: EVIL };
    const shown = { kind: 'lines', lines: [{ mark: '+', number: 1, text: EVIL }] } as const;
    const lines = tellCard(card({ question: evil, evidence: { ...texts, shown } })).split('\n');
    expect(lines.filter((line) => ACTS.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('Kept.'))).toEqual([]);
    const past = [
      { event: '1', ts: NOW, rater: EVIL, says: 'right' as const, because: EVIL, counts: false, chance: null, secs: 1 },
    ];
    expect(tellPast(statement, past, NOW).filter((line) => ACTS.test(line))).toEqual([]);
  });

  test('with colours says the same as without', () => {
    const bare = tellCard(card({ style: coloured })).replaceAll(/\u001b\[\d+m/g, '');
    expect(bare).toBe(tellCard(card({})));
  });
});
