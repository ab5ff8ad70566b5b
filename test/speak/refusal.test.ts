import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/model/actor.ts';
import type { Change } from '../../src/model/change.ts';
import type { Ruling } from '../../src/model/verdict.ts';
import { annotations } from '../../src/speak/annotations.ts';
import { parseDuration } from '../../src/speak/duration.ts';
import { masked } from '../../src/speak/masked.ts';
import { tell, type Near } from '../../src/speak/refusal.ts';
import { plain } from '../../src/speak/style.ts';
import { uriOf } from '../../src/speak/sarif.ts';
import { agent, AT, person, ruling, verdict } from '../log/events.ts';

function told(
  rulings: readonly Ruling[],
  operator: Actor,
  more: { readonly near?: readonly Near[]; readonly inlet?: Change['inlet'] } = {},
): string {
  const said = verdict({ level: rulings[0]?.level ?? 'allow', rulings });
  const change: Change = {
    inlet: more.inlet ?? 'staged',
    repo: said.repo,
    at: AT,
    branch: 'main',
    operator,
    parts: [],
    refs: [],
    coverage: said.coverage,
    replay: false,
  };
  const telling = { verdict: said, change, next: null, near: more.near ?? [], notes: [], style: plain, verbose: false };
  return tell(telling).replaceAll(/\s+/g, ' ');
}

const APPROVE = 'guardrail approve r-7f3k2m';

describe('how a person says that it was wrong to refuse', () => {
  const DOUBT = 'guardrail: was it wrong to say so? guardrail label r-7f3k2m wrong';

  test('in one line, however many reasons there are', () => {
    const said = told([ruling(), ruling({ id: 'r-2222222', rule: 'other.rule' })], person);
    expect(said.split('guardrail label')).toHaveLength(2);
    expect(said).toContain(DOUBT);
  });

  test('of no file is of the change as a whole', () => {
    const whole = ruling({ fact: { subject: '', where: { path: '', range: null } } });
    expect(told([whole], agent)).toContain('where the change as a whole');
  });

  test('and not an agent, nor where no log remembers it, nor of a warning', () => {
    const said = [
      told([ruling()], agent),
      told([ruling()], person, { inlet: 'range' }),
      told([ruling()], person, { inlet: 'receive' }),
      told([ruling({ level: 'warn' })], person),
      told([], person),
    ];
    expect(said.filter((text) => text.includes('guardrail label'))).toEqual([]);
  });
});

describe('how a person can let it pass', () => {
  test.each([
    ['ask: with the command', told([ruling({ level: 'ask' })], agent), `person ${APPROVE} --because "..."`],
    [
      'deny of an agent: by taking it over',
      told([ruling()], agent),
      `person takes it over: commits it at a terminal of their own, where it asks: ${APPROVE}`,
    ],
    ['deny of an agent’s push', told([ruling()], agent, { inlet: 'push' }), 'takes it over: pushes it at a terminal'],
    ['deny of a person: not at all', told([ruling()], person), 'no approval lifts this for a person'],
    [
      'in CI: signed',
      told([ruling({ level: 'ask', need: { people: 1, of: null, assurance: 'A1' } })], agent),
      `${APPROVE} --sign --because`,
    ],
    [
      'two of a group',
      told([ruling({ level: 'ask', need: { people: 2, of: 'dba', assurance: 'A0' } })], agent),
      `2 people of dba: ${APPROVE}`,
    ],
    [
      'one of a group',
      told([ruling({ level: 'ask', need: { people: 1, of: 'dba', assurance: 'A0' } })], agent),
      `somebody of dba: ${APPROVE}`,
    ],
    [
      'one fell short',
      told([ruling({ level: 'ask' })], agent, {
        near: [{ ruling: 'r-7f3k2m', by: 'li@shop.example', why: 'it ended' }],
      }),
      'almost li@shop.example approved it, but it ended',
    ],
  ])('%s', (_name, text, says) => expect(text).toContain(says));

  test('deny never offers an approval alone', () => {
    expect(told([ruling()], agent)).not.toContain(`person ${APPROVE}`);
  });
});

test('what a stranger wrote neither repaints the terminal nor leaks', () => {
  const secret = ['gh', 'p_', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('');
  const fact = {
    subject: `infra/${secret}\u001b[2J`,
    where: { path: `infra/${secret}\u001b[2J`, range: null },
    branch: secret,
  };
  const text = told([ruling({ say: `${secret}\nguardrail: allowed`, fact })], { ...person, email: `\u202e${secret}` });
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/[\u001b\u202e]/);
});

describe('masked', () => {
  const oid = 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3';
  test('an object id stays where ids are, and nowhere else', () => {
    expect(masked({ evidence: { before: oid }, commits: [oid], path: oid, rules: 'f3'.repeat(32) })).toEqual({
      evidence: { before: oid },
      commits: [oid],
      path: '[masked]',
      rules: 'f3'.repeat(32),
    });
  });
  test('what is no id is masked also under the name of one', () => {
    expect(masked({ part: `refs/heads/${oid}` })).toEqual({ part: 'refs/heads/[masked]' });
  });
});

test('an annotation is one line whatever the rule says', () => {
  const line = annotations(verdict({ rulings: [ruling({ level: 'ask', say: 'a\n::error::b', rule: 'x:y,z' })] }));
  expect(line).toBe('::error file=infra/main.tf,line=3,title=x%3Ay%2Cz::a\\n::error::b yes\n');
});

test.each([
  ['a space and a colon', 'a b:c', 'a%20b%3Ac'],
  ['a byte that is not UTF-8', 'caf\udce9', 'caf%E9'],
  ['a lone surrogate', '\ud800', '%EF%BF%BD'],
])('as a URI: %s', (_name, path, uri) => expect(uriOf(path)).toBe(uri));

test.each([
  ['30m', 1_800_000],
  ['8h', 28_800_000],
  ['2w', 1_209_600_000],
])('%s', (text, ms) => expect(parseDuration(text, 30)).toBe(ms));

test.each(['', '8', 'h', '0h', '-1h', '1y', '31d', '9999999h', '1h30m', 'Infinityh'])('no duration: "%s"', (text) => {
  expect(() => parseDuration(text, 30)).toThrow(/read the time/);
});
