import { expect, test } from 'vitest';
import { readPush } from '../../src/log/risk-json.ts';
import type { Levels } from '../../src/model/level.ts';
import type { Turned } from '../../src/model/tuning.ts';
import type { Spoken } from '../../src/stats/counterfactual.ts';
import type { Heard } from '../../src/stats/contract.ts';
import { effectOf } from '../../src/stats/effect.ts';
import { costsOf } from '../../src/stats/need.ts';
import { turnRule } from '../../src/stats/turn-rule.ts';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;

test('a higher level never misses more than a lower one, whatever was measured of it', () => {
  const costs = costsOf(1, 1_000, { owner: 0.1, senior: 0.9 });
  expect(costs.senior - 30).toBeLessThanOrEqual(costs.owner - 10);
  expect(costs.two - 60).toBeLessThanOrEqual(costs.senior - 30);
});

test('a rule that is eased for agents refuses no person what an agent may do', () => {
  const levels: Levels = { agent: 'ask', human: 'ask', bot: 'ask', unknown: 'ask' };
  const heard = Array.from({ length: 30 }, (_, nth): Heard => {
    const said = { says: 'wrong', strategy: 'drawn', chance: 0.5 } as const;
    const about = { who: 'agent', by: 'rule', confidence: null, criterion: '' } as const;
    return { id: `r-${nth}`, ts: NOW - nth * DAY, cluster: `c${nth}`, ...about, ...said };
  });
  const turn = turnRule({ kind: 'rule', id: 'x.y', levels, held: '', heard }, { asked: 0.99, all: 0.99 });
  expect(turn?.to).toContain('warn');
  expect(turn?.to).not.toMatch(/human:? ask/);
});

test('what was said long before a knob was turned is no part of how it was before', () => {
  const turned: Turned = {
    id: 't-1',
    ts: NOW,
    repo: 'r',
    contract: 'x.y',
    knob: 'rule-level',
    from: 'deny',
    to: 'ask',
    undone: false,
  };
  const spoken = (first: number): Spoken => ({
    who: 'agent',
    fact: '',
    statement: {
      id: `r-${first}`,
      kind: 'ruling',
      of: 'x.y',
      by: { kind: 'rule' },
      repo: 'r',
      branch: 'main',
      first,
      last: first,
      subject: 's',
      path: 'p',
      line: null,
      refuses: true,
      confidence: null,
      criterion: null,
      spec: null,
      became: 'open',
      loop: '',
      label: { says: 'wrong', strategy: 'drawn', drawn: 1, ts: first, because: '' },
    },
  });
  const old = Array.from({ length: 10 }, (_, nth) => spoken(NOW - (100 + nth) * DAY));
  const near = Array.from({ length: 10 }, (_, nth) => spoken(NOW - (10 + nth) * DAY));
  const none = (): { better: number; worse: number } => ({ better: 0, worse: 0 });
  expect(effectOf(turned, old, none).before).toMatchObject({ kind: 'too few', n: 0 });
  expect(effectOf(turned, [...old, ...near], none).before).toMatchObject({ n: 10 });
});

test('a record that is no share is none', () => {
  const by = { agent: 'a', model: '', session: '', email: '', area: '.' };
  const reach = { blast: 'local', because: '', areas: [], dependents: 0 };
  const read = (record: unknown): unknown =>
    readPush({ by, own: { files: [], reach, isFix: false, experience: 0, commits: 1 }, signed: false, record })?.record;
  expect(read({ upper: 0.4, baseline: 0.2 })).toEqual({ upper: 0.4, baseline: 0.2 });
  for (const wrong of [{ upper: 40, baseline: 0.2 }, { upper: 0.4, baseline: 0 }, { upper: 0.4 }, 'x', null])
    expect(read(wrong)).toBeNull();
});
