import { describe, expect, test } from 'vitest';
import { identifyAuthors, identifyOperator } from '../../src/agents/identify.ts';
import type { Actor } from '../../src/model/actor.ts';
import { authorCases, operatorCases } from './cases.ts';

describe('the authors of a commit', () => {
  test.each(authorCases)(
    '$name',
    ({ author = 'Ana Lima <ana@shop.example>', committer, message, notes, expect: expected }) => {
      const authors = identifyAuthors({
        author: person(author),
        committer: person(committer ?? author),
        message: message ?? 'Add a cache',
        notes: notes ?? [],
      });
      expect(authors.map(spell)).toEqual(expected);
      expect(authors.length).toBeGreaterThan(0);
    },
  );
});

describe('the operator of a process', () => {
  test.each(operatorCases)(
    '$name',
    ({ env = {}, ancestry = [], user = 'Ana Lima <ana@shop.example>', expect: expected }) => {
      expect(spell(identifyOperator({ env, ancestry, user: person(user) }))).toBe(expected);
    },
  );

  test('only our own variables are passed on', () => {
    const env = {
      GUARDRAIL_ROLE: 'docs',
      GUARDRAIL_EMPTY: undefined,
      AWS_SECRET_ACCESS_KEY: 'x',
      MY_GUARDRAIL_ROLE: 'y',
    };
    const claude = { ...env, CLAUDECODE: '1' };
    const user = { name: null, email: null };
    expect(identifyOperator({ env, ancestry: [], user }).env).toEqual({ GUARDRAIL_ROLE: 'docs' });
    expect(identifyOperator({ env: claude, ancestry: [], user }).env).toEqual({ GUARDRAIL_ROLE: 'docs' });
  });

  test('every suspect but a person comes with its evidence, and the session with its agent', () => {
    const env = { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 's-1' };
    const operator = identifyOperator({ env, ancestry: ['claude'], user: { name: 'Ana', email: 'ana@shop.example' } });
    expect(operator.session).toBe('s-1');
    expect(operator.evidence).toEqual([
      'CLAUDECODE=1 in the environment',
      'CLAUDE_CODE_SESSION_ID=s-1 in the environment',
      'claude is a process above',
    ]);
  });
});

test('at least 150 cases were looked at, none of them twice', () => {
  const names = [...authorCases, ...operatorCases].map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(150);
  expect(new Set(authorCases.map(({ name }) => name)).size).toBe(authorCases.length);
  expect(new Set(operatorCases.map(({ name }) => name)).size).toBe(operatorCases.length);
});

function person(text: string): { name: string | null; email: string | null } {
  const [, name = '', email = ''] = /^(.*?) ?<(.*)>$/.exec(text) ?? [];
  return { name: name.trim() || null, email: email || null };
}

function spell({ kind, agent, vendors, email, name }: Actor): string {
  if (kind === 'human') return `human:${email?.toLowerCase() ?? name ?? ''}`;
  return `${kind}:${agent ?? ''}:${vendors.join('+')}`;
}
