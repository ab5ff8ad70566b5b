import type { Calibration, Rate } from '../../src/model/calibration.ts';
import type { Dashboard, Spoken } from '../../src/model/dashboard.ts';
import type { Statement } from '../../src/model/statement.ts';
import type { Tally } from '../../src/model/tally.ts';
import { reportOf } from '../../src/stats/report.ts';

export const AT: number = Date.UTC(2026, 0, 15, 12);

export function known(share: number, n: number): Rate {
  const half = 1 / Math.sqrt(n);
  return {
    kind: 'known',
    share,
    low: Math.max(0, share - half),
    high: Math.min(1, share + half),
    n,
    nEff: n,
    method: 'jeffreys',
    guard: 'n >= 5',
  };
}
const FEW: Rate = { kind: 'too few', n: 2, needed: 3, guard: 'n >= 5' };

export function tallyOf(word: string): Tally {
  const counted = { level: 'deny', raised: 'deny', n: 7 } as const;
  return {
    from: 20_400,
    to: 20_467,
    repo: word,
    days: Array.from({ length: 60 }, (_, i) => ({
      day: 20_405 + i,
      level: 'allow' as const,
      raised: 'allow' as const,
      n: 20 + ((i * 7) % 30),
    })),
    groups: [{ repo: word, actorKind: word, agent: word, role: word, ms: 5, ...counted }],
    rules: [{ rule: word, rulings: 7, ...counted }],
    counts: [{ name: word, n: 1 }],
    latency: [{ hook: word, bucket: 40, n: 3 }],
    refusals: [{ rule: word, outcome: 'redone', n: 1, tries: 2, minutes: 3 }],
    waits: [4],
    labels: [
      { rule: word, says: 'right', n: 7 },
      { rule: word, says: 'wrong', n: 3 },
    ],
  };
}

/** With this word wherever a stranger could have written one. */
export function calibrationOf(word: string, name: (like: string) => string = () => word): Calibration {
  const bins = [0.35, 0.55, 0.72, 0.86, 0.95].map((stated, i) => ({
    stated,
    right: stated - 0.12 + i * 0.02,
    low: stated - 0.3,
    high: Math.min(1, stated + 0.08),
    n: 22 + i,
  }));
  const contract = {
    spoke: 40,
    labels: { right: 6, wrong: 9, gap: 2, unclear: 1 },
    gap: known(0.2, 18),
    recall: known(0.6, 20),
  };
  return {
    from: '2025-10-17',
    to: '2026-01-15',
    repo: word,
    changes: { n: 412, byAgents: 371 },
    statements: 1038,
    labels: { right: 120, wrong: 40, gap: 20, unclear: 7, n: 187, drawn: 150, disagreed: [word] },
    log: { events: 48_211, anchored: { seq: 48_000, ts: AT, where: word } },
    readers: [
      {
        identity: name('gpt-x@3f1a9c'),
        vendor: word,
        model: word,
        mode: word,
        runs: 371,
        precision: known(0.62, 118),
        recall: known(0.58, 48),
        fit: {
          kind: 'known',
          n: 118,
          overConfidence: 0.14,
          brier: 0.21,
          skill: 0.08,
          excess: 0.05,
          chance: 0.03,
          a: -0.2,
          b: 0.8,
          bins,
        },
        threshold: { kind: 'certified', at: 0.85, alpha: 0.2, delta: 0.1, n: 143 },
        money: 0.021,
        drift: { kind: 'quiet', n: 118, at: 1.2, limit: 4 },
      },
      {
        identity: name('claude-y@a07b11'),
        vendor: word,
        model: word,
        mode: word,
        runs: 371,
        precision: known(0.71, 69),
        recall: known(0.49, 35),
        fit: { kind: 'too few', n: 4, needed: 6 },
        threshold: { kind: 'none', n: 69, alpha: 0.2, delta: 0.1, why: word },
        money: null,
        drift: { kind: 'alarm', n: 69, at: 5, limit: 4, since: AT },
      },
    ],
    pairs: [
      {
        one: word,
        other: word,
        both: 20,
        onlyOne: 10,
        onlyOther: 12,
        overlap: { kind: 'known', phi: 0.31, n: 24 },
        missed: { kind: 'known', atLeast: 11, median: 38, low: 14, high: 120 },
      },
      {
        one: word,
        other: word,
        both: 2,
        onlyOne: 1,
        onlyOther: 1,
        overlap: { kind: 'too few', n: 4, needed: 16 },
        missed: { kind: 'too few', n: 2, needed: 5 },
      },
    ],
    contracts: [
      {
        id: name('style.naming'),
        kind: 'rule',
        ...contract,
        precision: known(0.19, 21),
        shrunk: { share: 0.25, low: 0.1, high: 0.45 },
        loser: 0.998,
        reads: 'loser',
      },
      {
        id: name('api.inline-comments'),
        kind: 'failure-model',
        ...contract,
        precision: known(0.42, 24),
        shrunk: { share: 0.45, low: 0.28, high: 0.62 },
        loser: 0.79,
        reads: 'watch',
      },
      {
        id: name('money.rounding'),
        kind: 'failure-model',
        ...contract,
        precision: known(0.91, 22),
        shrunk: { share: 0.88, low: 0.74, high: 0.97 },
        loser: 0.001,
        reads: 'good',
      },
      {
        id: name('cart.pricing'),
        kind: 'failure-model',
        ...contract,
        precision: known(0.55, 17),
        shrunk: null,
        loser: 0.3,
        reads: 'gap',
      },
      {
        id: name('auth.session'),
        kind: 'rule',
        ...contract,
        precision: FEW,
        shrunk: null,
        loser: null,
        recall: null,
        reads: 'too few',
      },
    ],
    criteria: [{ spec: word, criterion: word, real: 6, gap: 9, noise: 2, share: known(0.53, 17) }],
    records: [
      {
        agent: word,
        model: word,
        area: word,
        commits: 61,
        matured: 27.4,
        bad: 3,
        share: 0.11,
        low: 0.03,
        high: 0.26,
        upper: 0.2,
        baseline: 0.08,
        held: '',
        toNext: 33,
      },
      {
        agent: word,
        model: word,
        area: word,
        commits: 4,
        matured: 0,
        bad: 0,
        share: 0,
        low: 0,
        high: 1,
        upper: 1,
        baseline: 0.08,
        held: word,
        toNext: null,
      },
    ],
    lag: Array.from({ length: 40 }, (_, i) => ({ days: i * 10, share: 1 - Math.exp(-i / 12) })),
    outcomes: { revert: 3, fixes: 30 },
    weeks: Array.from({ length: 12 }, (_, i) => ({
      from: new Date(Date.UTC(2025, 9, 27) + i * 7 * 86_400_000).toISOString().slice(0, 10),
      right: 6 + (i % 4),
      wrong: 5 - Math.floor(i / 3),
      gap: (i * 5) % 4,
      unclear: i % 3 === 0 ? 1 : 0,
      turned: i === 4 || i === 9 ? [word] : [],
    })),
    tuned: [{ id: word, ts: AT, repo: word, contract: word, knob: 'confidence', from: word, to: word, undone: true }],
    proposals: [
      {
        id: word,
        signal: 'noise',
        knob: { kind: 'confidence', failureModel: word },
        contract: word,
        from: word,
        to: word,
        why: word,
        sure: 0.95,
        n: 24,
        examples: [word],
        replay: {
          statements: 90,
          lets: [word],
          silences: [word, word],
          catches: [],
          bothers: [],
          irreversible: [],
          unknown: 3,
        },
        waits: word,
      },
    ],
  };
}

export function statementOf(word: string, id: string): Statement {
  return {
    id,
    kind: id.startsWith('f-') ? 'finding' : 'ruling',
    of: word,
    by: { kind: 'reviewer', identity: word, vendor: word, model: word },
    repo: word,
    branch: word,
    first: AT,
    last: AT,
    subject: word,
    path: word,
    line: 3,
    refuses: true,
    confidence: 0.8,
    criterion: word,
    spec: word,
    became: 'open',
    loop: word,
    label: null,
  };
}

export function spokenOf(word: string, id: string): Spoken {
  return {
    statement: statementOf(word, id),
    evidence: {
      title: word,
      why: word,
      asks: word,
      said: word,
      because: word,
      author: word,
      shown: {
        kind: 'lines',
        lines: [
          { mark: ' ', number: 2, text: word },
          { mark: '-', number: 3, text: word },
          { mark: '+', number: 3, text: word },
        ],
      },
    },
    past: [{ event: word, ts: AT, rater: word, says: 'wrong', because: word, counts: true, chance: 0.5, secs: 3 }],
  };
}

export function dashboardOf(word: string, calibration: Calibration = calibrationOf(word)): Dashboard {
  const { statement, evidence } = spokenOf(word, 'f-7f3k2mq');
  return {
    at: AT,
    report: reportOf(tallyOf(word)),
    calibration,
    asking: {
      kind: 'open',
      questions: [
        { statement, evidence, why: word },
        {
          statement: statementOf(word, 'r-7f3k2m'),
          evidence: { ...evidence, shown: { kind: 'gone', why: word } },
          why: word,
        },
        { statement: statementOf(word, 'f-9999999'), evidence: null, why: word },
      ],
      answered: 2,
    },
    findings: [
      {
        id: word,
        failureModel: word,
        path: word,
        line: 3,
        severity: word,
        state: word,
        blocking: true,
        by: word,
        last: AT,
        label: 'gap',
      },
    ],
    risks: [
      { name: word, ts: AT, p: 0.2, upper: 0.31, blast: 'service', need: 'owner', bad: false },
      { name: word, ts: AT, p: 0.6, upper: 0.72, blast: 'irreversible', need: 'two', bad: true },
      { name: word, ts: AT, p: 0.05, upper: 0.07, blast: 'local', need: 'none', bad: false },
    ],
    audit: {
      events: 48_211,
      head: word,
      checked: { kind: 'broken', says: word },
      anchors: [{ upTo: 48_000, ts: AT, where: word }],
      approvals: [{ assurance: word, n: 2 }],
      overrides: [{ ts: AT, what: word, about: word, by: word, because: word, assurance: word }],
      around: [{ kind: word, n: 1 }],
    },
    notes: [word],
  };
}
