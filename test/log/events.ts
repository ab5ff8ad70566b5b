import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Actor } from '../../src/model/actor.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Ruling, Verdict } from '../../src/model/verdict.ts';
import type { VerdictContext } from '../../src/log/verdict-event.ts';
import type { Environment } from '../../src/system/git.ts';

/** A home of its own for each test, gone when it is over. */
export function freshEnvironment(): { readonly env: Environment; readonly home: string; readonly folder: string } {
  const home = mkdtempSync(join(tmpdir(), 'guardrail-log-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return { env: { PATH: '/usr/bin:/bin', HOME: home }, home, folder: join(home, '.local/state/guardrail') };
}

export const AT: number = Date.UTC(2026, 0, 15, 12);

export const agent: Actor = {
  kind: 'agent',
  agent: 'claude-code',
  vendors: ['anthropic'],
  session: null,
  name: null,
  email: null,
  env: {},
  evidence: ['CLAUDECODE=1'],
};
export const person: Actor = {
  ...agent,
  kind: 'human',
  agent: null,
  vendors: [],
  name: 'Ana',
  email: 'ana@shop.example',
};

export function ruling(over: Omit<Partial<Ruling>, 'fact'> & { readonly fact?: Partial<Fact> } = {}): Ruling {
  const fact: Fact = {
    kind: 'file.delete',
    subject: 'infra/main.tf',
    where: { path: 'infra/main.tf', range: { from: 3, to: 9 } },
    from: null,
    attributes: {},
    part: 'index',
    scope: 'whole',
    branch: 'main',
    evidence: { before: 'a'.repeat(40), after: null },
    commits: [],
    authors: [agent],
    ...over.fact,
  };
  return {
    id: 'r-7f3k2m',
    rule: 'infra.stateful.destroy',
    policy: 'infra.stateful',
    source: { file: 'policies/infra.yaml', line: 3 },
    reading: 'head',
    level: 'deny',
    say: 'no',
    instead: 'yes',
    why: 'because',
    need: { people: 1, of: null, assurance: 'A0' },
    grantable: false,
    approved: [],
    raised: 'deny',
    ...over,
    fact,
  };
}

export function verdict(over: Partial<Verdict> = {}): Verdict {
  return {
    level: 'allow',
    inlet: 'staged',
    repo: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    at: AT,
    branch: 'main',
    rulings: [],
    notes: [],
    coverage: { refs: 0, commits: 0, files: 1, bytes: 10, unread: [] },
    reviews: [],
    looked: { facts: 1, rules: 1, readings: ['head'] },
    rules: 'f'.repeat(64),
    engine: '0.1.0',
    ...over,
  };
}

export function context(over: Partial<VerdictContext> = {}): VerdictContext {
  return {
    checkout: '/home/ana/shop',
    operator: agent,
    authors: [agent],
    role: null,
    hook: 'pre-commit',
    ms: 42.5,
    objects: { tree: 'b'.repeat(40), base: null, head: null, commits: [], refs: [] },
    ...over,
  };
}
