export const DAY_MS = 86_400_000;

const AGENTS = ['claude-code', 'codex', 'cursor', 'gemini-cli'];

/** The i-th verdict of a busy year: four agents and a person in three repositories, each tenth a refusal by one of forty rules. */
export function verdictAt(verdictEvent, i, count, end) {
  const isPerson = i % 4 === 3;
  const actor = {
    kind: isPerson ? 'human' : 'agent',
    agent: isPerson ? null : AGENTS[(i % 11) % 4],
    vendors: [],
    session: null,
    name: 'Ana',
    email: 'ana@shop.example',
    env: {},
    evidence: [],
  };
  const isRefused = i % 10 === 0;
  const at = end - 365 * DAY_MS + Math.floor((i / count) * 365 * DAY_MS);
  const hook = i % 5 === 0 ? 'pre-push' : 'pre-commit';
  return verdictEvent(
    {
      level: isRefused ? 'deny' : 'allow',
      inlet: i % 5 === 0 ? 'push' : 'staged',
      repo: `01HZZZZZZZZZZZZZZZZZZZZZZ${i % 3}`,
      at,
      branch: `branch-${i % 200}`,
      rulings: isRefused ? [rulingAt(i, actor)] : [],
      reviews: [],
      notes: [],
      coverage: { refs: 0, commits: 0, files: 1, bytes: 10, unread: [] },
      looked: { facts: 1, rules: 60, readings: ['HEAD'] },
      rules: 'f'.repeat(64),
      engine: '0.1.0',
    },
    {
      checkout: '/home/ana/shop',
      operator: actor,
      authors: [actor],
      role: null,
      hook,
      ms: 20 + (i % 300),
      objects: { tree: 'b'.repeat(40), base: null, head: null, commits: [], refs: [] },
    },
  );
}

function rulingAt(i, actor) {
  const path = `src/file-${i % 997}.ts`;
  return {
    id: `r-${i % 5_000}`,
    rule: `rule.number.${Math.floor(i / 10) % 40}`,
    policy: 'rule.number',
    source: { file: 'policies/rule.yaml', line: 3 },
    reading: 'HEAD',
    level: 'deny',
    raised: 'deny',
    say: 'no',
    instead: 'yes',
    why: 'because',
    need: { people: 1, of: null, assurance: 'A0' },
    approved: [],
    fact: {
      kind: 'file.delete',
      subject: path,
      where: { path, range: null },
      from: null,
      attributes: {},
      part: 'index',
      scope: 'whole',
      branch: 'main',
      evidence: { before: 'a'.repeat(40), after: null },
      commits: [],
      authors: [actor],
    },
  };
}
