import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { AGENT, makeTemplate, type Template } from './clone.ts';

const DB = 'resource "aws_db_instance" "main" {\n  engine = "postgres"\n}\n';
const plan = (actions: readonly string[]): string =>
  JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      {
        address: 'aws_db_instance.main',
        mode: 'managed',
        type: 'aws_db_instance',
        name: 'main',
        change: { actions, before: { engine: 'postgres' }, after: actions.includes('create') ? {} : null },
      },
    ],
  });

let template: Template;
beforeAll(async () => {
  template = await makeTemplate({ 'infra/main.tf': `${DB}# end\n`, 'README.md': 'shop\n' });
});
afterAll(() => template.remove());

test('a plan is judged by the same rules as the code, and each says what the other missed', async () => {
  const { repo } = await template.copy();
  await repo.write('infra/plan.json', plan(['delete']));
  const alone = await guardrail(repo, ['check', '--plan', 'infra/plan.json'], { env: AGENT });
  expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining('infra.stateful.destroy')]);
  expect(alone.stderr).not.toContain('only the plan shows');

  await repo.write('infra/main.tf', '# end\n');
  await repo.git('add', 'infra/main.tf');
  const both = await guardrailHere(repo, ['check', '--plan', 'infra/plan.json'], { env: AGENT });
  expect([both.code, both.stderr]).toEqual([1, expect.stringContaining('agrees')]);

  await repo.write('infra/plan.json', plan(['no-op']));
  const clears = await guardrailHere(repo, ['check', '--plan', 'infra/plan.json']);
  expect([clears.code, clears.stderr]).toEqual([0, expect.stringMatching(/the\s+plan\s+leaves\s+them\s+alone/)]);
  const log = await guardrailHere(repo, ['log', '--json']);
  expect(log.code).toBe(0);

  await repo.write('infra/main.tf', `${DB}# the end\n`);
  await repo.git('add', 'infra/main.tf');
  await repo.write('infra/plan.json', plan(['delete']));
  const missed = await guardrailHere(repo, ['check', '--plan', 'infra/plan.json']);
  expect([missed.code, missed.stderr]).toEqual([1, expect.stringMatching(/only\s+the\s+plan\s+shows/)]);
});

test('what is no plan is not let through', async () => {
  const { repo } = await template.copy();
  await repo.write('plan.json', 'Error: no state\n');
  const ran = await guardrailHere(repo, ['check', '--plan', 'plan.json'], { env: AGENT });
  expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('files.unreadable')]);
  expect((await guardrailHere(repo, ['check', '--plan', 'nowhere.json'])).code).toBe(2);
});
