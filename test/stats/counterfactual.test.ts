import { expect, test } from 'vitest';
import type { Label } from '../../src/model/label.ts';
import type { Statement } from '../../src/model/statement.ts';
import { replayLevels, replaySetting, type Spoken } from '../../src/stats/counterfactual.ts';

type Over = { readonly says?: Label; readonly who?: Spoken['who']; readonly fact?: string } & Partial<
  Omit<Statement, 'label'>
>;

function spoken(id: string, { says, who = 'agent', fact = 'file.modify', ...over }: Over = {}): Spoken {
  const label = says === undefined ? null : ({ says, ts: 1, because: '', strategy: 'drawn', drawn: 0.5 } as const);
  const statement: Statement = {
    id,
    kind: 'ruling',
    of: 'a.b',
    by: { kind: 'rule' },
    repo: 'r',
    branch: 'main',
    first: 1,
    last: 1,
    subject: 'x',
    path: 'x',
    line: null,
    refuses: true,
    confidence: null,
    criterion: null,
    spec: null,
    became: 'open',
    loop: '',
    label,
    ...over,
  };
  return { statement, who, fact };
}

test('a rule at other levels: what passes, what is silent, and of what nobody has spoken', () => {
  const past = [
    spoken('r-1', { says: 'right', fact: 'data.drop' }),
    spoken('r-2', { says: 'right' }),
    spoken('r-3', { says: 'wrong' }),
    spoken('r-4'),
    spoken('r-5', { says: 'gap' }),
    spoken('r-6', { says: 'right', who: 'human' }),
    spoken('r-7', { says: 'right', of: 'c.d' }),
    spoken('r-8', { says: 'right', refuses: false }),
  ];
  const to = { agent: 'warn', human: 'ask', bot: 'ask', unknown: 'ask' } as const;
  expect(replayLevels(past, 'a.b', to)).toEqual({
    statements: 7,
    lets: ['r-1', 'r-2'],
    silences: ['r-3'],
    catches: [],
    bothers: [],
    irreversible: ['r-1'],
    unknown: 2,
  });
  const all = { agent: 'deny', human: 'deny', bot: 'deny', unknown: 'deny' } as const;
  expect(replayLevels(past, 'a.b', all)).toMatchObject({ lets: [], catches: ['r-8'] });
});

test('a failure model that is set otherwise: by confidence, by who speaks, and not beyond what else keeps it quiet', () => {
  const by = { kind: 'reviewer', identity: 'm@1', vendor: 'openai', model: 'm' } as const;
  const finding = { kind: 'finding', by } as const;
  const past = [
    spoken('f-1', { ...finding, says: 'right', confidence: 0.75 }),
    spoken('f-2', { ...finding, says: 'wrong', confidence: 0.95 }),
    spoken('f-3', { ...finding, says: 'wrong', confidence: 0.6, refuses: false }),
    spoken('f-4', { ...finding, says: 'right', confidence: 0.9, refuses: false }), // denied by a second reading
    spoken('f-5', { ...finding, says: 'wrong', by: { kind: 'detector', detector: 'd' }, confidence: null }),
  ];
  const from = { confidence: 0.7, blocks: 'both' } as const;
  expect(replaySetting(past, 'a.b', from, { ...from, confidence: 0.8 })).toMatchObject({ lets: ['f-1'], silences: [] });
  expect(replaySetting(past, 'a.b', from, { ...from, confidence: 0.5 })).toMatchObject({
    catches: [],
    bothers: ['f-3'],
  });
  expect(replaySetting(past, 'a.b', from, { ...from, blocks: 'reviewer' })).toMatchObject({ silences: ['f-5'] });
  expect(replaySetting(past, 'a.b', from, { ...from, blocks: 'never' })).toMatchObject({
    lets: ['f-1'],
    silences: ['f-2', 'f-5'],
  });
  expect(replaySetting([], 'a.b', from, from).statements).toBe(0);
});
