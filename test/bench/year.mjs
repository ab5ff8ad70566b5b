import { DAY_MS, verdictAt } from './verdicts.mjs';

const HASH = 'c'.repeat(64);
const OID = 'd'.repeat(40);

/**
 * The i-th event of a year in which agents work and models review: of a hundred, 86 verdicts, 5 questions to reviewers, 3 rounds,
 * 2 sessions, 2 labels, 1 outcome and 1 seeded defect.
 */
export function eventAt({ verdictEvent, callEvent }, i, count, end) {
  const turn = i % 100;
  const ts = end - 365 * DAY_MS + Math.floor((i / count) * 365 * DAY_MS);
  const where = {
    repo: `01HZZZZZZZZZZZZZZZZZZZZZZ${i % 3}`,
    checkout: '/home/ana/shop',
    actor: 'agent:claude-code',
    ts,
  };
  const loop = `l-${(i / 100) | 0}`;
  if (turn < 86) return verdictAt(verdictEvent, i, count, end);
  if (turn < 91) return callEvent(where, callAt(i), { loop, round: turn - 85, topic: HASH });
  if (turn < 94) return { ...where, kind: 'review', subject: 'main', payload: roundAt(i, loop, turn - 90) };
  if (turn < 96) return { ...where, kind: 'session', subject: `s${i}`, payload: sessionAt(i, turn) };
  if (turn < 98)
    return { ...where, actor: 'human:ana@shop.example', kind: 'label', subject: 'r-1', payload: labelAt(i) };
  if (turn < 99) return { ...where, kind: 'outcome', subject: OID, payload: outcomeAt(i, ts) };
  return { ...where, kind: 'trial', subject: 'money.rounding', payload: trialAt(i) };
}

function callAt(i) {
  const tokens = { input: 9_000 + (i % 500), cached: 0, output: 700 };
  const more = {
    by: 'openai 6.49.0',
    mostOutput: 8_000,
    deadlineMs: 120_000,
    end: 'whole',
    errors: [],
    redactions: 0,
    priced: 'table of 2026-11',
    prompt: HASH,
  };
  return {
    purpose: 'blind',
    reviewer: `reader-${i % 3}`,
    vendor: 'openai',
    model: 'gpt-5.2',
    served: `gpt-5.2-2026-0${1 + (i % 4)}`,
    host: 'models.example',
    outcome: 'complete',
    cause: '',
    tokens,
    money: 0.021,
    ms: 9_000,
    tries: 1,
    requestId: null,
    asked: HASH,
    answered: HASH,
    more,
  };
}

function roundAt(i, loop, round) {
  const entry = (n) => ({
    id: `f-${i}${n}`,
    failureModel: `model.${i % 40}`,
    path: `src/file-${i % 997}.ts`,
    side: 'after',
    line: 10 + n,
    severity: 'high',
    blocking: true,
    confidence: 0.5 + (i % 5) / 10,
    criterion: '',
    state: n === 0 ? 'fixed' : 'new',
    open: n !== 0,
    since: 1,
    last: round,
    reopened: 0,
    finder: `reader-${i % 3}`,
    vendor: 'openai',
    model: 'gpt-5.2',
  });
  return {
    id: `v-${i}`,
    key: HASH,
    loop,
    round,
    branch: 'main',
    head: OID,
    base: OID,
    tree: OID,
    engine: '0.1.0',
    rules: HASH,
    failureModels: { hash: HASH },
    spec: null,
    outcome: 'findings',
    stop: '',
    ledger: [entry(0), entry(1), entry(2)],
    manifest: { files: 3, lines: 120, shown: 120 },
    readers: [],
    calls: 1,
    tokens: 9_700,
    money: 0.021,
    ms: 9_000,
    reading: 'head',
    spent: 0.021,
    blob: HASH,
  };
}

function sessionAt(i, turn) {
  return { what: turn === 94 ? 'start' : 'end', agent: 'claude-code', session: `s${i}`, model: 'sonnet', mode: '' };
}

function labelAt(i) {
  const says = ['right', 'wrong', 'gap', 'right', 'unclear'][((i / 100) % 5) | 0];
  return {
    target: `r-${i % 5_000}`,
    rule: `rule.number.${i % 40}`,
    says,
    because: '',
    p_sel: 0.2,
    strategy: 'uniform',
    secs: 12,
  };
}

function outcomeAt(i, ts) {
  return { id: `o-${i}`, commit: OID, kind: 'revert', weight: 1, evidence: OID, ts };
}

function trialAt(i) {
  return {
    failureModel: `model.${i % 40}`,
    seed: 'bad-1',
    diff: HASH,
    origin: 'case',
    identity: HASH.slice(0, 12),
    vendor: 'openai',
    model: 'gpt-5.2',
    mode: 'blind',
    result: i % 3 === 0 ? 'miss' : 'hit',
    cause: '',
    money: 0.01,
  };
}
