import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../../src/review/ask.ts';
import { openBudget } from '../../../src/review/budget.ts';
import { vendors } from '../../../src/review/vendors/index.ts';
import type { Reply } from '../../../src/review/vendors/reviewer.ts';
import { KEY, MODEL, QUESTION, TEXT } from './apis.ts';

type Way = 'claude-cli' | 'codex-cli' | 'gemini-cli';
const PROGRAM: Readonly<Record<Way, string>> = { 'claude-cli': 'claude', 'codex-cli': 'codex', 'gemini-cli': 'gemini' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardrail-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Told = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly cwd: string;
  readonly files: Readonly<Record<string, string>>;
};

/** A program of that name that writes down what it was told, and then does what the script says. */
function standIn(way: Way, script: string): { readonly bin: string; readonly told: () => Told } {
  const bin = mkdtempSync(join(folder, 'bin-'));
  const note = join(bin, 'told.json');
  const head = `#!${process.execPath}
const fs = require('node:fs');
const stdin = fs.readFileSync(0, 'utf8');
const argv = process.argv.slice(2);
const files = {};
for (const name of fs.readdirSync('.', { recursive: true })) {
  if (fs.statSync(name).isFile()) files[name] = fs.readFileSync(name, 'utf8');
}
fs.writeFileSync(${JSON.stringify(note)}, JSON.stringify({ argv, env: process.env, stdin, cwd: process.cwd(), files }));
`;
  writeFileSync(join(bin, PROGRAM[way]), head + script, { mode: 0o755 });
  return { bin, told: () => JSON.parse(readFileSync(note, 'utf8')) as Told };
}

const say = (value: unknown): string =>
  `process.stdout.write(${JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value))});\n`;
const lastMessage = (text: string): string =>
  `fs.writeFileSync(argv[argv.indexOf('--output-last-message') + 1], ${JSON.stringify(text)});\n`;

async function run(way: Way, bin: string, deadlineMs = 30_000): Promise<{ reply: Reply; tries: number }> {
  const { vendor } = (await vendors[way]?.()) ?? {};
  if (vendor === undefined) throw new Error(way);
  const plenty = { tokens: 1e9, money: 1e9 };
  const nothing = { tokens: 0, money: 0 };
  return await ask(vendor, QUESTION, {
    line: { url: null, key: KEY, env: { PATH: bin, HOME: folder } },
    deadlineMs,
    budget: openBudget({ change: plenty, day: plenty }, { change: nothing, day: nothing }),
    price: null,
    sleep: () => Promise.resolve(),
    now: () => Date.now(),
  });
}

const WHOLE: Readonly<Record<Way, string>> = {
  'claude-cli': say({
    type: 'result',
    subtype: 'success',
    is_error: false,
    result: TEXT,
    structured_output: { ok: true },
    stop_reason: 'tool_use',
    usage: { input_tokens: 60, cache_creation_input_tokens: 10, cache_read_input_tokens: 30, output_tokens: 7 },
    modelUsage: { 'claude-haiku-4-5': { outputTokens: 2 }, [MODEL]: { outputTokens: 7 } },
  }),
  'codex-cli':
    lastMessage(TEXT) +
    say(
      `a line of its log\n${[
        { type: 'thread.started', thread_id: 't' },
        { type: 'turn.completed', usage: { input_tokens: 100, cached_input_tokens: 30, output_tokens: 7 } },
      ]
        .map((event) => JSON.stringify(event))
        .join('\n')}\n`,
    ),
  'gemini-cli': say({
    session_id: 's',
    response: `\`\`\`json\n${TEXT}\n\`\`\``,
    stats: { models: { [MODEL]: { tokens: { prompt: 100, cached: 30, candidates: 5, thoughts: 2 } } } },
  }),
};
const WAYS = Object.keys(WHOLE) as readonly Way[];

describe.each(WAYS)('%s', (way) => {
  test('gets the question by its input, in a folder with nothing but ours, and only the variables of the line', async () => {
    const { bin, told } = standIn(way, WHOLE[way]);
    const { reply } = await run(way, bin);
    expect(reply).toMatchObject({
      kind: 'said',
      end: 'whole',
      text: TEXT,
      tokens: { input: 100, cached: 30, output: 7 },
    });
    expect(reply).toMatchObject({ served: way === 'codex-cli' ? null : MODEL });
    const { argv, env, stdin, cwd, files } = told();
    expect(stdin).toContain(QUESTION.prefix);
    expect(stdin).toContain(QUESTION.prompt);
    expect(argv.join(' ')).not.toContain(QUESTION.prompt);
    expect(argv).toContain(MODEL);
    expect([...argv, ...Object.values(files), stdin].join('\n')).toContain(QUESTION.system);
    expect([...argv, ...Object.values(files), stdin].join('\n')).toContain('"required":["ok","notes"]');
    expect(argv.join(' ')).not.toContain(KEY);
    expect(Object.values(env)).toContain(KEY);
    const inherited = Object.keys(process.env).filter((name) => !['PATH', 'HOME'].includes(name) && name in env);
    expect(inherited).toEqual([]);
    expect(dirname(cwd)).toBe(tmpdir());
    expect(Object.keys(files).filter((name) => !/^(\.gemini\/|schema\.json$|instructions\.md$)/.test(name))).toEqual(
      [],
    );
    expect(existsSync(cwd)).toBe(false);
  });

  test('has no tools', async () => {
    const { bin, told } = standIn(way, WHOLE[way]);
    await run(way, bin);
    const { argv, files } = told();
    const off = {
      'claude-cli': /--tools  --safe-mode --setting-sources  --strict-mcp-config/,
      'codex-cli': /--sandbox read-only .*features\.shell_tool=false .*features\.hooks=false .*web_search="disabled"/,
      'gemini-cli': /--extensions none --allowed-mcp-server-names none/,
    };
    expect(argv.join(' ')).toMatch(off[way]);
    if (way === 'gemini-cli')
      expect(JSON.parse(files['.gemini/settings.json'] ?? '')).toMatchObject({
        tools: { core: ['none'] },
        hooksConfig: { enabled: false },
      });
  });

  test.each([
    ['it is not logged in', `console.error('Not logged in · Please run /login'); process.exit(1);`, 'unauthorized'],
    ['its credit is used up', `console.error('You have hit your usage limit'); process.exit(1);`, 'no-credit'],
    ['it crashes', `process.exit(3);`, 'server'],
    ['it says nothing and calls that a success', '', 'garbled'],
    ['it says something that is no JSON', `console.log('Welcome!');`, 'garbled'],
    [
      'it echoes the key',
      `console.error('bad API key ' + Object.values(process.env).join(' ')); process.exit(1);`,
      'unauthorized',
    ],
    ['it does not stop talking', `for (;;) fs.writeSync(1, 'x'.repeat(65536));`, 'garbled'],
  ])('%s', async (_name, script, cause) => {
    const { bin } = standIn(way, script);
    const { reply, tries } = await run(way, bin);
    expect(reply).toMatchObject({ kind: 'failed', cause });
    expect(tries).toBe(1);
    expect(JSON.stringify(reply)).not.toContain(KEY);
  });

  test('hangs with a child of its own: both are ended, and the folder is gone', async () => {
    const { bin, told } = standIn(
      way,
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' });
fs.writeFileSync(${JSON.stringify(join(folder, `pid-${way}`))}, String(child.pid));
setInterval(() => 0, 1000);`,
    );
    const pid = (): number => Number(readFileSync(join(folder, `pid-${way}`), 'utf8'));
    const { vendor } = (await vendors[way]?.()) ?? {};
    const stop = new AbortController();
    const asked = vendor?.ask(QUESTION, { url: null, key: KEY, env: { PATH: bin, HOME: folder }, signal: stop.signal });
    await until(() => existsSync(join(folder, `pid-${way}`)) && pid() > 0);
    stop.abort();
    expect(await asked).toMatchObject({ kind: 'failed', cause: 'timeout' });
    await until(() => !isAlive(pid()));
    expect(existsSync(told().cwd)).toBe(false);
  });

  test('is not there', async () => {
    const empty = mkdtempSync(join(folder, 'bin-'));
    expect((await run(way, empty)).reply).toMatchObject({ kind: 'failed', cause: 'missing-program' });
  });
});

test('what claude refuses or does not end is not whole', async () => {
  const result = { type: 'result', subtype: 'success', is_error: false, result: 'no', usage: {}, modelUsage: {} };
  for (const [stop, end] of [
    ['refusal', 'refused'],
    ['max_tokens', 'truncated'],
  ] as const) {
    const { bin } = standIn('claude-cli', say({ ...result, stop_reason: stop }));
    expect((await run('claude-cli', bin)).reply).toMatchObject({ kind: 'said', end });
  }
  const { bin } = standIn(
    'claude-cli',
    say({ ...result, is_error: true, api_error_status: 529, result: 'Overloaded' }),
  );
  expect((await run('claude-cli', bin)).reply).toMatchObject({ kind: 'failed', cause: 'overloaded' });
});

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
}
