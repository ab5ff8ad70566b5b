import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTemplate, type Template } from './clone.ts';

const ENTRANCE = (name: string, isProtected: boolean): string => `resource "aws_lb" "${name}" {
  name                       = "${name}"
  enable_deletion_protection = ${isProtected}
}
`;
const OTHER = 'resource "aws_lb" "back" {\n  name = "back"\n}\n';

let template: Template;
beforeAll(async () => {
  template = await makeTemplate({
    'infra/main.tf': ENTRANCE('front', true) + ENTRANCE('side', true) + OTHER,
    'README.md': 'shop\n',
  });
});
afterAll(() => template.remove());

test('a protection that a person took off, and the deletion by an agent on another branch, are one act', async () => {
  const { repo, ana, agent } = await template.copy();
  await repo.write('infra/main.tf', ENTRANCE('front', false) + ENTRANCE('side', true) + OTHER);
  const first = await ana('git add . && git commit -qm "Take the protection off" && git push -q origin HEAD:main');
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('infra.unprotect')]);

  await ana('git switch -q -c tidy');
  await repo.write('infra/main.tf', ENTRANCE('side', true) + OTHER);
  const second = await agent('git add . && git commit -qm "Remove the old entrance"');
  expect(second.code).not.toBe(0);
  expect(second.stderr).toContain('infra.two-steps');
  expect(second.stderr).toMatch(/a protection\s+of\s+it\s+was\s+taken\s+off\s+on/);
});

test('a try that was refused took nothing off', async () => {
  const { repo, agent } = await template.copy();
  await repo.write('infra/main.tf', ENTRANCE('front', true) + ENTRANCE('side', false) + OTHER);
  expect((await agent('git add . && git commit -qm "Take the protection off"')).code).not.toBe(0);
  await repo.write('infra/main.tf', ENTRANCE('front', true) + OTHER);
  const second = await agent('git add . && git commit -qm "Remove the old entrance"');
  expect(second.code).not.toBe(0);
  expect(second.stderr).not.toContain('infra.two-steps');
});

test('what never had one is judged by itself', async () => {
  const { repo, agent } = await template.copy();
  await repo.write('infra/main.tf', ENTRANCE('front', true) + ENTRANCE('side', true));
  const ran = await agent('git add . && git commit -qm "Remove the back entrance"');
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toContain('infra.critical.destroy');
  expect(ran.stderr).not.toContain('infra.two-steps');
});
