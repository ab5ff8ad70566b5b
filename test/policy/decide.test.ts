import { expect, test } from 'vitest';
import { compile } from '../../src/policy/compile.ts';
import { decide } from '../../src/policy/decide.ts';
import { settle } from '../../src/policy/settle.ts';
import { loadShipped } from '../../src/system/shipped.ts';
import { parseYaml } from '../../src/system/yaml.ts';
import { changeOf, factOf, human, rulesWith } from './make.ts';

const destroy = (attributes: Record<string, string | number | boolean>) =>
  factOf('infra.destroy', { landed: true, stateful: true, environment: 'prod', dependents: 3, ...attributes });

const rules = rulesWith(`
  - id: r
    when: { fact: infra.destroy, stateful: true, landed: true, not: { environment: [dev, test] } }
    then: { agent: deny, human: ask }
    say: "{subject} would be destroyed ({path}:{line}); {dependents} depend on it"
    instead: ask
`);

test('a rule that meets a fact refuses the agent and asks the person', () => {
  const decision = decide(changeOf(), [destroy({})], [rules], []);
  expect(decision.level).toBe('deny');
  expect(decision.rulings[0]).toMatchObject({
    rule: 'r',
    say: 'subject would be destroyed (src/a.ts); 3 depend on it',
  });
  expect(decision.rulings[0]?.id).toMatch(/^r-[0-9a-z]{7}$/);
  const byPerson = decide(changeOf({ operator: human }), [{ ...destroy({}), authors: [human] }], [rules], []);
  expect(byPerson.level).toBe('ask');
  expect(settle(changeOf(), decision, { readings: [rules], engine: '1' }).level).toBe('deny');
});

test('unknown meets a positive condition and never satisfies one inside not', () => {
  expect(decide(changeOf(), [destroy({ stateful: 'unknown' })], [rules], []).level).toBe('deny');
  expect(decide(changeOf(), [destroy({ environment: 'unknown' })], [rules], []).level).toBe('deny');
  expect(decide(changeOf(), [destroy({ environment: 'dev' })], [rules], []).level).toBe('allow');
});

test('without rules of its own a repository has the pack recommended', async () => {
  const shipped = await loadShipped();
  const recommended = compile({ name: 'recommended', files: [], shipped, parse: parseYaml });
  expect(recommended.rules.length).toBeGreaterThan(0);
  const push = factOf('git.force-push', { protected: true, commits: 1, lease: true, foreign: 0 });
  expect(decide(changeOf(), [push], [recommended], []).level).toBe('deny');
});
