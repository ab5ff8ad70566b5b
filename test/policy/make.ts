import { fileURLToPath } from 'node:url';
import type { Actor } from '../../src/model/actor.ts';
import type { Approval } from '../../src/model/approval.ts';
import type { Change, Edit, Part } from '../../src/model/change.ts';
import type { Shipped } from '../../src/model/document.ts';
import type { Fact } from '../../src/model/fact.ts';
import { type Rules, compile } from '../../src/policy/compile.ts';
import { sha256 } from '../../src/system/files.ts';
import { parseYaml } from '../../src/system/yaml.ts';

export const nothingShipped: Shipped = { documents: [] };

export const agent: Actor = {
  kind: 'agent',
  agent: 'claude-code',
  vendors: ['anthropic'],
  session: null,
  name: 'Dev',
  email: 'dev@shop.example',
  env: {},
  evidence: [],
};
export const human: Actor = { ...agent, kind: 'human', agent: null, vendors: [] };
export const bot: Actor = { ...agent, kind: 'bot', agent: 'renovate', vendors: [], email: null };
export const nobody: Actor = { ...agent, kind: 'unknown', agent: null, vendors: ['unknown'], email: null };

/** Rules of a repository whose `.guardrail` holds these files. */
export function rulesOf(
  files: Readonly<Record<string, string>>,
  shipped: Shipped = nothingShipped,
  name = 'HEAD',
): Rules {
  const ruleFiles = Object.entries(files).map(([path, text]) => ({
    path: path.startsWith('.git') ? path : `.guardrail/${path}`,
    text,
  }));
  return compile({ name, files: ruleFiles, shipped, parse: parseYaml, sha256 });
}

/** Rules of one policy with these rules, in flow or block YAML indented by two. */
export function rulesWith(rules: string, config = ''): Rules {
  return rulesOf({
    'config.yaml': `extends: []\n${config}`,
    'policies/p.yaml': `policy: p\ntitle: t\nwhy: w\nrules:\n${rules}`,
  });
}

export function factOf(kind: string, attributes: Fact['attributes'], more: Partial<Fact> = {}): Fact {
  return {
    kind,
    subject: more.where?.path ?? 'subject',
    where: { path: 'src/a.ts', range: null },
    from: null,
    attributes,
    part: 'index',
    scope: 'whole',
    branch: null,
    evidence: { before: 'b1', after: 'a1' },
    commits: [],
    authors: [agent],
    ...more,
  };
}

export function changeOf(more: Partial<Change> = {}): Change {
  return {
    inlet: 'staged',
    repo: 'shop',
    at: Date.UTC(2026, 0, 14, 12),
    branch: 'main',
    operator: agent,
    parts: [],
    refs: [],
    coverage: { refs: 0, commits: 0, files: 0, bytes: 0, unread: [] },
    replay: false,
    ...more,
  };
}

export function editOf(path: string, more: Partial<Edit> = {}): Edit {
  const version = { oid: 'aa', mode: '100644', size: 10 } as const;
  return {
    status: 'modify',
    path,
    from: null,
    before: version,
    after: { ...version, oid: 'bb' },
    lines: { added: 1, removed: 1 },
    landed: true,
    generated: false,
    commits: [],
    authors: [agent],
    ...more,
  };
}

export function partOf(edits: readonly Edit[], more: Partial<Part> = {}): Part {
  return { id: 'index', scope: 'whole', title: 'index', branch: 'main', edits, ...more };
}

export function approvalOf(more: Partial<Approval> = {}): Approval {
  return {
    id: '01J',
    repo: 'shop',
    rule: 'r',
    subject: 'subject',
    before: 'b1',
    after: 'a1',
    by: { name: 'Ana', email: 'ana@shop.example' },
    assurance: 'A0',
    at: 0,
    expires: Number.MAX_SAFE_INTEGER,
    because: 'it is planned',
    ...more,
  };
}

export const policiesFolder: string = fileURLToPath(new URL('../../policies', import.meta.url));
