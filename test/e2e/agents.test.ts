import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { guardrail, guardrailHere, seedEngine, snapshot } from '../helpers/guarded.ts';
import { makeRepo, type Ran, type Repo } from '../helpers/repo.ts';

let repo: Repo;
const home = (...path: readonly string[]): string => join(repo.env['HOME'] ?? '', ...path);
const CLAUDE = '.claude/settings.json';

beforeEach(async () => {
  repo = await makeRepo();
  await seedEngine(repo);
});
afterEach(async () => {
  // a hook that was tried has started a daemon, which would keep the folder busy
  if (existsSync(home('.local/share/guardrail/agent.env'))) await guardrail(repo, ['daemon', 'stop']);
  await repo.remove();
});

async function put(path: string, text: string | Buffer, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, mode);
}

async function ok(...args: readonly string[]): Promise<Ran> {
  const ran = await guardrailHere(repo, args);
  expect(ran.code, ran.stderr).toBe(0);
  return ran;
}

/** The home without what is ours and stays: log, engine and what V8 compiled. */
async function homeNow(): Promise<Readonly<Record<string, string>>> {
  return await snapshot(home(), '.local');
}

const THEIRS =
  '{\n\t"model": "opus",\r\n\t"hooks": {\n\t\t"PreToolUse": [ { "matcher": "Bash", "hooks": [ {"type":"command","command":"lint.sh"} ] } ]\n\t}\n}';
const STARTS: readonly (readonly [string, string | null, number])[] = [
  ['nothing', null, 0o644],
  ['an empty file', '', 0o600],
  ['an empty object', '{}', 0o644],
  ['an empty object and a line end', '{}\n', 0o640],
  ['empty hooks', '{\n  "hooks": {}\n}\n', 0o644],
  ['an empty list', '{"hooks": {"PreToolUse": []}}', 0o644],
  ['two spaces', '{\n  "model": "opus"\n}\n', 0o644],
  ['four spaces', '{\n    "model": "opus",\n    "env": {}\n}\n', 0o600],
  ['tabs, Windows ends and hooks of others', THEIRS, 0o664],
  ['one line', '{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"bell"}]}]}}', 0o644],
  ['a byte order mark', '\ufeff{\r\n  "model": "opus"\r\n}\r\n', 0o644],
  ['spaces alone', '  \n', 0o644],
];

test.each(STARTS)(
  'puts back %s, byte for byte and with its mode, and changes nothing the second time',
  async (_name, text, mode) => {
    if (text !== null) await put(home(CLAUDE), text, mode);
    const before = await homeNow();
    await ok('init', '--agents', 'all');
    const wired = await homeNow();
    expect(wired[CLAUDE]).not.toBe(before[CLAUDE]);
    await ok('init', '--agents', 'all');
    expect(await homeNow()).toEqual(wired);
    await ok('uninstall', '--agents');
    expect(await homeNow()).toEqual(before);
    expect(existsSync(home('.local/share/guardrail/agent'))).toBe(false);
    expect(existsSync(home('.local/share/guardrail/agents.json'))).toBe(false);
  },
);

it('takes out only what is ours from a file that was edited since', async () => {
  await put(home(CLAUDE), '{\n  "model": "opus"\n}\n');
  await ok('init', '--agents', 'claude-code');
  const text = await readFile(home(CLAUDE), 'utf8');
  await put(home(CLAUDE), text.replace('"opus"', '"haiku"'));
  await ok('init', '--agents', 'claude-code');
  await ok('uninstall', '--agents');
  expect(await readFile(home(CLAUDE), 'utf8')).toBe('{\n  "model": "haiku"\n}\n');
});

it.each([
  ['comments', '{\n  // mine\n}\n', 'line 2: it has comments'],
  ['a mistake', '{\n  "a": 1,\n}\n', 'line 3: there is a comma too many'],
  ['other bytes', Buffer.from([0x7b, 0xff, 0x7d]), 'not UTF-8'],
])('leaves a file with %s alone, names it, and wires the others', async (_name, text, says) => {
  await put(home(CLAUDE), text);
  const ran = await guardrail(repo, ['init', '--agents', 'claude-code,codex']);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(home(CLAUDE));
  expect(ran.stderr).toContain(says);
  expect(ran.stderr).toMatch(/next: .*guardrail init --agents claude-code/);
  expect(await readFile(home(CLAUDE))).toEqual(Buffer.from(text));
  expect(existsSync(home('.codex/hooks.json'))).toBe(true);
});

it('shows every change and makes none with --dry-run', async () => {
  await put(home(CLAUDE), '{}\n');
  const before = await snapshot(home());
  const ran = await ok('init', '--agents', 'all', '--dry-run');
  expect(ran.stdout.toString('utf8')).toContain(`+++ ${CLAUDE}`);
  expect(await snapshot(home())).toEqual(before);
});

it('wires what it finds, and offers it in one line of init', async () => {
  await mkdir(home('.codex'));
  await repo.write('GEMINI.md', '# rules\n');
  const plain = await ok('init');
  expect(plain.stderr).toMatch(/agents +Codex, Gemini CLI: .*next: guardrail init --agents\n/);
  await ok('init', '--agents');
  expect(existsSync(home('.codex/hooks.json'))).toBe(true);
  expect(existsSync(home('.gemini/settings.json'))).toBe(true);
  expect(existsSync(home(CLAUDE))).toBe(false);
  expect((await ok('init')).stderr).not.toContain('guardrail init --agents');
});

it('says what there is where it finds none, and which name is wrong', async () => {
  expect((await ok('init', '--agents')).stderr).toContain('next: guardrail init --agents all');
  const wrong = await guardrail(repo, ['init', '--agents', 'claude']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('claude-code, codex');
});

it('follows a link to where the settings really lie, and the variable that moves them', async () => {
  await put(home('dotfiles/claude.json'), '{}\n');
  await mkdir(home('.claude'));
  await symlink('../dotfiles/claude.json', home(CLAUDE));
  await ok('init', '--agents', 'claude-code');
  expect(await readFile(home('dotfiles/claude.json'), 'utf8')).toContain('guardrail');
  await ok('uninstall', '--agents');
  expect(await readFile(home('dotfiles/claude.json'), 'utf8')).toBe('{}\n');
  const moved = await guardrail(repo, ['init', '--agents', 'codex'], { env: { CODEX_HOME: home('elsewhere') } });
  expect(moved.code, moved.stderr).toBe(0);
  expect(existsSync(home('elsewhere/hooks.json'))).toBe(true);
});

describe('--scope repo', () => {
  it('writes beside the repository what git does not offer to commit', async () => {
    await repo.commit('first', { 'a.txt': 'a\n' });
    const before = await snapshot(repo.root);
    await ok('init', '--agents', 'all', '--scope', 'repo');
    expect(await repo.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(repo.root, '.claude/settings.local.json'))).toBe(true);
    expect(existsSync(join(repo.root, '.gemini/settings.json'))).toBe(true);
    const wired = await snapshot(repo.root);
    await ok('init', '--agents', 'all', '--scope', 'repo');
    expect(await snapshot(repo.root)).toEqual(wired);
    await ok('uninstall', '--agents');
    expect(await snapshot(repo.root)).toEqual(before);
  });

  it('leaves a file alone that is committed', async () => {
    await repo.commit('first', { '.gemini/settings.json': '{}\n' });
    const ran = await guardrail(repo, ['init', '--agents', 'gemini-cli', '--scope', 'repo']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('it is committed');
    expect(ran.stderr).toContain('next: guardrail init --agents gemini-cli --scope user');
    expect(await repo.git('status', '--porcelain')).toBe('');
  });
});

it('works outside of a repository, where only the user can be meant', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-nowhere-'));
  const at = { cwd: folder };
  expect((await guardrail(repo, ['init', '--agents', 'codex'], at)).code).toBe(0);
  expect((await guardrail(repo, ['init', '--agents', 'codex', '--scope', 'repo'], at)).code).toBe(2);
  expect((await guardrail(repo, ['uninstall', '--agents'], at)).code).toBe(0);
  await rm(folder, { recursive: true });
});

it('asks by HTTP only where the daemon listens, only Claude Code, and names the token', async () => {
  const early = await guardrail(repo, ['init', '--agents', 'claude-code', '--http']);
  expect(early.code).toBe(2);
  expect(early.stderr).toContain('next: guardrail daemon install --http');
  await ok('daemon', 'install', '--http', '--port', '4801');
  const ran = await ok('init', '--agents', 'claude-code', '--http');
  expect(ran.stderr).toContain('GUARDRAIL_TOKEN');
  const text = await readFile(home(CLAUDE), 'utf8');
  expect(text).toContain('http://127.0.0.1:4801/v1/hook/claude-code/PreToolUse');
  expect(text).toContain('Bearer $GUARDRAIL_TOKEN');
  expect((await guardrail(repo, ['init', '--agents', 'claude-code', '--http', '--scope', 'repo'])).code).toBe(2);
  expect((await guardrail(repo, ['init', '--agents', 'codex', '--http'])).code).toBe(2);
});

describe('the hook that is wired', () => {
  const ask = async (agent: string, event: string, payload: unknown): Promise<Ran> =>
    await repo.run(home('.local/share/guardrail/agent'), [agent, event], {
      input: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const bash = (command: string): Record<string, unknown> => ({
    hook_event_name: 'PreToolUse',
    session_id: 's',
    cwd: repo.root,
    tool_name: 'Bash',
    tool_input: { command },
  });

  it('refuses a destruction, has no opinion of daily work, and blocks what it cannot read', async () => {
    await repo.commit('first', { 'a.txt': 'a\n' });
    await ok('init', '--agents', 'claude-code,codex');
    for (const agent of ['claude-code', 'codex']) {
      const refused = await ask(agent, 'PreToolUse', bash('rm -rf --no-preserve-root /'));
      expect(refused.code, refused.stderr).toBe(0);
      expect(JSON.parse(refused.stdout.toString('utf8'))).toMatchObject({
        hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' },
      });
      const passed = await ask(agent, 'PreToolUse', bash('git status'));
      expect([passed.code, passed.stdout.toString('utf8')], passed.stderr).toEqual([0, '']);
      for (const payload of ['', '{', 'null', '[1]', { tool_name: 'Bash' }, { ...bash('x'), tool_input: 7 }]) {
        const blocked = await ask(agent, 'PreToolUse', payload);
        expect(blocked.code).toBe(2);
        expect(blocked.stderr).toMatch(/guardrail[\s\S]*next: /);
      }
    }
    await ok('daemon', 'stop').catch(() => undefined);
  });

  it('shows in status that an agent asks, and in doctor when somebody took its hooks out', async () => {
    await repo.commit('first', { 'a.txt': 'a\n' });
    await ok('init');
    await ok('init', '--agents', 'gemini-cli');
    const line = async (): Promise<string> => (await guardrail(repo, ['status'])).stdout.toString('utf8');
    expect(await line()).toContain('gemini-cli: wired, and not seen at work yet');
    await ask('gemini-cli', 'BeforeTool', {
      hook_event_name: 'BeforeTool',
      cwd: repo.root,
      tool_name: 'run_shell_command',
      tool_input: { command: 'git status' },
    });
    expect(await line()).toMatch(/gemini-cli: asks before it acts; 1 calls/);
    const rows = async (): Promise<string> => (await guardrail(repo, ['doctor', '--verbose'])).stdout.toString('utf8');
    expect(await rows()).toMatch(/ok +agent gemini-cli: wired and in force/);
    await put(home('.gemini/settings.json'), '{"hooks": {}}\n');
    expect(await rows()).toMatch(/wrong agent gemini-cli: .*BeforeTool is missing/);
  });
});

it('prints what an administrator rolls out, and writes nothing', async () => {
  const before = await snapshot(home());
  const ran = await ok('init', '--managed');
  const said = ran.stdout.toString('utf8');
  for (const path of [
    '/etc/claude-code/managed-settings.json',
    '/etc/codex/requirements.toml',
    '/etc/gemini-cli/settings.json',
  ])
    expect(said).toContain(path);
  expect(said).toContain('/opt/guardrail/agent claude-code PreToolUse');
  expect(ran.stderr).toContain('next: ');
  expect(await snapshot(home())).toEqual(before);
});

it('says roles in the words of each agent, and what those have no words for', async () => {
  await repo.commit('first', {
    '.guardrail/config.yaml':
      'version: 1\nextends: [recommended]\nroles:\n  docs:\n    who: { agent: codex }\n    may: { paths: ["docs/**"] }\n    may-not: { paths: ["infra/**"], facts: ["infra.*"], commands: [{ tool: terraform }, { tool: kubectl, verb: delete }] }\n',
  });
  for (const agent of ['claude-code', 'codex', 'gemini-cli', 'cursor', 'copilot', 'opencode']) {
    const ran = await ok('compile', '--for', agent, '--role', 'docs');
    const both = ran.stdout.toString('utf8') + ran.stderr;
    for (const word of ['terraform', 'kubectl', 'delete', 'infra', 'infra.*', 'docs/**'])
      expect(both, agent).toContain(word);
  }
  expect((await ok('compile', '--for', 'codex')).stdout.toString('utf8')).toContain('pattern = ["kubectl","delete"]');
  expect((await ok('compile', '--for', 'gemini-cli')).stdout.toString('utf8')).not.toContain('terraform');
  expect((await guardrail(repo, ['compile', '--for', 'vim'])).code).toBe(2);
  expect((await stat(repo.root)).isDirectory()).toBe(true);
});
