import { expect, test } from 'vitest';
import type { Row } from '../../src/log/driver.ts';
import { openLog } from '../../src/log/open.ts';
import { PROJECTION_TABLES } from '../../src/log/projections/schema.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { isRecord } from '../../src/model/json.ts';
import type { Json, NewEvent } from '../../src/model/event.ts';
import { agent, context, freshEnvironment, person, ruling, verdict } from './events.ts';

const OID = 'c'.repeat(40);

test('a verdict that found nothing says only what it is: a million of them are kept', () => {
  const quiet = { operator: person, authors: [person] };
  const { payload } = verdictEvent(verdict(), context(quiet));
  expect(Object.keys(payload).toSorted()).toEqual(
    'authors branch coverage engine hook inlet level looked ms node objects rules'.split(' '),
  );
  expect(JSON.stringify(payload).length).toBeLessThan(470);
  expect(JSON.stringify(verdictEvent(verdict({ rulings: [ruling()] }), context(quiet)).payload)).toMatch(
    /"salt":"[0-9a-f]{32}"/,
  );
});

test('no wait is kept as such, and who only handed it over is named beside the author', () => {
  const { payload } = verdictEvent(verdict(), context({ ms: 0, operator: person, authors: [agent] }));
  expect([payload['ms'], payload['operator'], payload['authors']]).toMatchObject([
    0,
    { kind: 'human', email: 'ana@shop.example' },
    [{ kind: 'agent', agent: 'claude-code', vendors: ['anthropic'] }],
  ]);
});

test('everything that is read of a verdict is the same where each empty field is spelled out, as older engines did', async () => {
  const events = [
    verdictEvent(verdict(), context()),
    verdictEvent(verdict({ branch: null }), context({ operator: person, authors: [person], ms: 0 })),
    verdictEvent(verdict({ level: 'deny', rulings: [ruling(), ruling({ level: 'allow' })] }), context({ hook: null })),
    verdictEvent(
      verdict({ level: 'deny', rulings: [ruling({ fact: { where: { path: 'x', range: null } } })] }),
      context(),
    ),
    verdictEvent(
      verdict({ inlet: 'push' }),
      context({
        hook: 'pre-push',
        objects: { tree: OID, base: null, head: OID, commits: [OID], refs: [{ ref: 'r', before: null, after: OID }] },
      }),
    ),
    verdictEvent(
      verdict({ inlet: 'tool' }),
      context({
        hook: 'PreToolUse',
        objects: { tree: null, base: null, head: null, commits: [], refs: [], files: [{ path: 'a', oid: OID }] },
      }),
    ),
  ];
  expect(await projected(events)).toEqual(await projected(events.map(spelledOut)));
});

/** As version 0.1.0 wrote them. */
function spelledOut(event: NewEvent): NewEvent {
  const { payload } = event;
  const one = { agent: null, vendors: [], session: null, name: null, email: null, evidence: [] };
  const actors = recordsIn(payload['authors']).map((author) => ({ ...one, ...author }));
  const none = { hook: null, branch: null, role: null, session: null, salt: '', omitted: [], reviews: [], notes: [] };
  const rulings = recordsIn(payload['rulings']).map((each) => ({ line: null, approvals: [], answers: false, ...each }));
  const objects = { tree: null, base: null, head: null, commits: [], commitCount: 0, refs: [] };
  const [operator = one] = actors;
  return {
    ...event,
    payload: {
      ...none,
      operator,
      unread: 0,
      ...payload,
      authors: actors,
      rulings,
      objects: { ...objects, ...(isRecord(payload['objects']) ? recordsIn([payload['objects']])[0] : {}) },
    },
  };
}

function recordsIn(value: Json | undefined): readonly { readonly [key: string]: Json }[] {
  const all: readonly Json[] = Array.isArray(value) ? value : [];
  return all.filter((one) => isFields(one));
}

function isFields(value: Json): value is { readonly [key: string]: Json } {
  return isRecord(value);
}

async function projected(events: readonly NewEvent[]): Promise<Readonly<Record<string, readonly Row[]>>> {
  const log = await openLog({ env: freshEnvironment().env });
  try {
    log.append(events);
    const rows = Object.fromEntries(
      PROJECTION_TABLES.map((table) => [table, log.all(`SELECT * FROM ${table} ORDER BY 1, 2`).map(anyId)]),
    );
    expect([rows['verdict']?.length, rows['decision']?.length]).toEqual([6, 3]);
    return rows;
  } finally {
    log.close();
  }
}

/** Each event has a number of its own, by which alone two logs of the same differ. */
function anyId(row: Row): Row {
  return 'id' in row ? { ...row, id: '' } : row;
}
