import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../../src/review/ask.ts';
import { openBudget } from '../../src/review/budget.ts';
import { vendors } from '../../src/review/vendors/index.ts';
import { openScriptedModel, type ScriptedModel, type Step } from '../../src/system/scripted-model.ts';
import { CACHE, install, type Name, pathWith } from './programs.ts';

/** The real command lines as reviewers, against a model on this machine: no account, no key of anybody, no network. */
type Live = {
  readonly via: string;
  readonly name: Name;
  readonly model: string;
  readonly steps: readonly Step[];
  readonly env: (url: string) => Readonly<Record<string, string>>;
  /** Before its other arguments, by a program around it: of the user's settings it reads none here. */
  readonly args?: (url: string) => readonly string[];
  /** Settings of a user, all of which would leave a mark. */
  readonly files: (mark: string) => Readonly<Record<string, string>>;
  readonly tools: readonly string[];
  readonly text: string;
  readonly served: string | null;
};

const hook = (mark: string): unknown => [{ matcher: '', hooks: [{ type: 'command', command: `touch '${mark}'` }] }];
const server = (mark: string): unknown => ({ marker: { command: 'touch', args: [mark] } });

const LIVE: readonly Live[] = [
  {
    via: 'claude-cli',
    name: 'claude-code',
    model: 'claude-sonnet-5-5',
    // its answer is the input of a tool that the schema makes
    steps: [{ tool: 'StructuredOutput', input: { ok: true } }],
    env: (url) => ({ ANTHROPIC_BASE_URL: url }),
    files: (mark) => ({
      '.claude/settings.json': JSON.stringify({
        hooks: Object.fromEntries(
          ['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'Stop', 'SessionEnd'].map((name) => [name, hook(mark)]),
        ),
      }),
      '.claude.json': JSON.stringify({ mcpServers: server(mark) }),
      '.claude/CLAUDE.md': 'MARKED INSTRUCTIONS',
    }),
    tools: ['DeferredToolPlaceholder', 'StructuredOutput'],
    text: '{"ok":true}',
    served: 'claude-sonnet-5-5',
  },
  {
    via: 'codex-cli',
    name: 'codex',
    model: 'gpt-5.4',
    steps: [],
    env: () => ({}),
    args: (url) => ['-c', `openai_base_url="${url}/v1"`],
    files: (mark) => ({
      '.codex/config.toml': `notify = ["touch", "${mark}"]\nmodel_provider = "gone"\n[mcp_servers.marker]\ncommand = "touch"\nargs = ["${mark}"]\n`,
      '.codex/hooks.json': JSON.stringify({
        hooks: Object.fromEntries(['SessionStart', 'UserPromptSubmit', 'Stop'].map((name) => [name, hook(mark)])),
      }),
      '.codex/AGENTS.md': 'MARKED INSTRUCTIONS',
    }),
    tools: ['request_user_input'], // stays for some models; its exec mode refuses to ask anybody
    text: 'done',
    served: null,
  },
  {
    via: 'gemini-cli',
    name: 'gemini-cli',
    model: 'gemini-2.5-pro',
    steps: [],
    env: (url) => ({ GOOGLE_GEMINI_BASE_URL: url }),
    files: (mark) => ({
      '.gemini/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        hooks: Object.fromEntries(
          ['SessionStart', 'BeforeAgent', 'BeforeModel', 'AfterModel'].map((name) => [name, hook(mark)]),
        ),
        mcpServers: server(mark),
      }),
      '.gemini/GEMINI.md': 'MARKED INSTRUCTIONS',
    }),
    tools: [],
    text: 'done',
    served: 'gemini-2.5-pro',
  },
];

const QUESTION = {
  system: 'You review changes.',
  prefix: 'Failure models: none.',
  prompt: '/help is where this change begins\n+ 1 const a = 1;',
  schema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'], additionalProperties: false },
  schemaName: 'review',
  mostOutput: 1_000,
};

let home: string;
let model: ScriptedModel;

beforeEach(() => {
  mkdirSync(CACHE, { recursive: true });
  home = mkdtempSync(join(CACHE, 'reviewer-'));
});
afterEach(async () => {
  await model.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

describe.each(LIVE)('$via', (live) => {
  const bin = install(live.name);

  test.skipIf(bin === null)('answers, with no tool, hook, server or instruction of the user’s', async () => {
    model = await openScriptedModel(live.steps);
    const mark = join(home, 'mark');
    for (const [name, text] of Object.entries(live.files(mark))) {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), text);
    }
    const around = join(home, 'around');
    const own = (live.args?.(model.url) ?? []).map((arg) => `'${arg}'`).join(' ');
    writeFileSync(around, `#!/bin/sh\nexec codex ${own} "$@"\n`, { mode: 0o755 });
    const { vendor } = (await vendors[live.via]?.()) ?? {};
    if (vendor === undefined) throw new Error(live.via);
    const plenty = { tokens: 1e9, money: 1e9 };
    const nothing = { tokens: 0, money: 0 };
    const outcome = await ask(
      vendor,
      { ...QUESTION, model: live.model },
      {
        line: {
          url: live.args === undefined ? null : around,
          key: 'not-a-key-0123456789',
          env: { PATH: pathWith(bin ?? ''), HOME: home, ...live.env(model.url) },
        },
        deadlineMs: 90_000,
        budget: openBudget({ change: plenty, day: plenty }, { change: nothing, day: nothing }),
        price: null,
        sleep: () => Promise.resolve(),
        now: () => Date.now(),
      },
    );
    console.info(`${live.via}: ${outcome.ms} ms, ${model.heard.length} requests, ${JSON.stringify(outcome.reply)}`);
    expect(outcome.reply).toMatchObject({ kind: 'said', end: 'whole', text: live.text, served: live.served });
    expect(outcome.tokens.input).toBeGreaterThan(0);
    expect(model.heard.length).toBeGreaterThan(0);
    expect(model.heard.map(({ tools }) => tools)).toEqual(model.heard.map(() => live.tools));
    expect(existsSync(mark)).toBe(false);
  });
});
