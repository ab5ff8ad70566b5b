import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { agents } from '../../src/agents/index.ts';
import { teamSnippet } from '../../src/gate/install/team.ts';

const FOLDER = fileURLToPath(new URL('../../hooks', import.meta.url));
const hooks = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

describe('shipped hooks', () => {
  it('are the five of a clone, the one of a server, the one of agents, and what they share', () => {
    expect(hooks.map(({ name }) => name)).toEqual([
      'agent',
      'commit-msg',
      'guardrail-engine.sh',
      'guardrail-node.sh',
      'guardrail-notes.sh',
      'guardrail.sh',
      'post-commit',
      'pre-commit',
      'pre-push',
      'pre-receive',
      'prepare-commit-msg',
    ]);
  });

  it.each(hooks)('$name has at most 30 lines', ({ text }) => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });

  it.each(hooks)('$name is POSIX sh', ({ name, text }) => {
    const checked = spawnSync('dash', ['-n', join(FOLDER, name)], { encoding: 'utf8' });
    expect(checked.stderr).toBe('');
    expect(text).not.toMatch(/\[\[|^\s*local\s|\bfunction\b|<<<|\$'|\bsource\b|&>|==/m);
  });

  it.each([...hooks, { name: 'the team snippet', text: teamSnippet('pre-push') }])(
    '$name teaches nobody to skip the gate',
    ({ text }) => {
      expect(text).not.toMatch(/--no-verify|commit -n\b|HUSKY=|LEFTHOOK=|SKIP|hooksPath=|disable|bypass/i);
    },
  );
});

describe('commit-msg', () => {
  const pattern = /grep -Eiq '([^']+)'/.exec(hooks.find(({ name }) => name === 'commit-msg')?.text ?? '')?.[1] ?? '';
  const isSeen = (line: string): boolean =>
    spawnSync('grep', ['-Eiq', pattern], { input: `Open the shop\n\n${line}\n` }).status === 0;

  it.each([
    'Co-authored-by: Claude <noreply@anthropic.com>',
    '🤖 Generated with [Claude Code](https://claude.com/claude-code)',
    'Made-with: Cursor',
    'Assisted-by: Codex',
    'Claude-Session: 1',
    ...agents.flatMap(({ trailers = [] }) => trailers.map((key) => `${key}: x`)),
  ])('starts the gate for "%s"', (line) => {
    expect(isSeen(line)).toBe(true);
  });

  it.each(['Signed-off-by: Ana <ana@shop.example>', 'Fixes: 17', 'We were open until nine.'])(
    'starts nothing for "%s"',
    (line) => {
      expect(isSeen(line)).toBe(false);
    },
  );
});
