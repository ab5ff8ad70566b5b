import { join } from 'node:path';
import type { Settings } from '../../agents/host.ts';
import { readBytes, readState } from '../../system/files.ts';
import { findProgram } from '../../system/find-program.ts';
import type { Environment } from '../../system/git.ts';
import { homeFolder } from '../../system/paths.ts';
import { runProgram } from '../../system/process.ts';
import { agentShimPath } from './agent-shim.ts';
import { codexTrust } from './agents-codex-trust.ts';
import { signOf, wirable, type Wired } from './agents-find.ts';
import { readAgentManifest, type AgentEntry } from './agents-manifest.ts';
import { fine, wrong, type Row } from './checks/check.ts';

/** For each agent that is used here: is it wired, is that in force, and what must a person know about it. */
export async function checkAgents(env: Environment, root: string | null): Promise<readonly Row[]> {
  const { entries } = await readAgentManifest(env);
  const wired = (agent: Wired): readonly AgentEntry[] =>
    entries.filter((one) => one.agent === agent.id && one.line === null);
  const used = wirable.filter((agent) => wired(agent).length > 0 || signOf(agent, env, root) !== null);
  const rows: Row[] = [];
  for (const agent of used) rows.push(...(await checkAgent(agent, wired(agent), env)));
  return rows;
}

/** What `init --agents` wrote, as far as it does not stand there any more: file by file, without asking the agents anything. */
export async function strippedAgents(
  env: Environment,
): Promise<readonly { readonly agent: string; readonly path: string; readonly detail: string }[]> {
  const { entries } = await readAgentManifest(env);
  const found = entries.flatMap((entry) => {
    const agent = wirable.find(({ id }) => id === entry.agent);
    return agent === undefined || entry.line !== null ? [] : [{ entry, agent }];
  });
  const rows = await Promise.all(
    found.map(async ({ entry, agent }) => {
      const name = `agent ${agent.id}`;
      const faults = [...(await checkShim(name, env, '')), ...(await checkFile(name, agent, entry, env, ''))];
      return faults.map(({ detail }) => ({ agent: agent.id, path: entry.path, detail }));
    }),
  );
  return rows.flat();
}

async function checkAgent(agent: Wired, entries: readonly AgentEntry[], env: Environment): Promise<readonly Row[]> {
  const name = `agent ${agent.id}`;
  const again = `guardrail init --agents ${agent.id}`;
  // somebody may want it so: the gates at commit and push hold all the same
  if (entries.length === 0) return [fine(name, `not wired, so it asks nobody before it runs something: ${again}`)];
  const shim = await checkShim(name, env, again);
  const files = await Promise.all(entries.map((entry) => checkFile(name, agent, entry, env, again)));
  const others = await Promise.all(OTHERS[agent.id]?.map((check) => check(name, env)) ?? []);
  const rows = [...shim, ...files.flat(), ...others.flat()];
  const limits = agent.host.limits.map((limit) => fine(`${name}, what to know`, limit));
  return [
    ...(rows.every((row) => row.ok) ? [fine(name, 'wired and in force')] : rows.filter((row) => !row.ok)),
    ...limits,
  ];
}

async function checkShim(name: string, env: Environment, again: string): Promise<readonly Row[]> {
  const path = agentShimPath(env);
  const state = await readState(path);
  if (state.kind === 'absent') return [wrong(name, `${path} is missing, so every call of the agent fails`, again)];
  if (state.kind === 'file' && (state.mode & 0o111) === 0)
    return [wrong(name, `${path} cannot be run`, `chmod +x ${path}`)];
  return [];
}

async function checkFile(
  name: string,
  agent: Wired,
  entry: AgentEntry,
  env: Environment,
  again: string,
): Promise<readonly Row[]> {
  const bytes = await readBytes(entry.path);
  if (bytes === null) return [wrong(name, `${entry.path} is gone`, again)];
  const shim = { path: agentShimPath(env), http: entry.http };
  const faults = agent.host.settings.map((settings: Settings) => settings.check(bytes.toString('utf8'), shim));
  // one of its files is meant: the others know nothing of it
  const [fewest = []] = [...faults].sort((a, b) => a.length - b.length);
  return fewest.map((fault) => wrong(name, `${entry.path}: ${fault}`, again));
}

type Other = (name: string, env: Environment) => Promise<readonly Row[]>;

const FIRST_WITH_ON_FAILURE = [2, 1, 295] as const;

const claudeVersion: Other = async (name, env) => {
  const version = await versionOf('claude', env);
  if (version === null || !isOlder(version, FIRST_WITH_ON_FAILURE)) return [];
  const detail = `claude ${version.join('.')} runs the call when a hook fails; ${FIRST_WITH_ON_FAILURE.join('.')} and newer refuse it`;
  return [wrong(name, detail, `npm install --global @anthropic-ai/claude-code@${FIRST_WITH_ON_FAILURE.join('.')}`)];
};

/** Other files of Claude Code can turn off what stands in this one; an administrator's comes last and wins. */
const claudeElsewhere: Other = async (name, env) => {
  const home = env['CLAUDE_CONFIG_DIR'] ?? join(homeFolder(env), '.claude');
  const paths = [
    join(home, 'settings.json'),
    '/etc/claude-code/managed-settings.json',
    '/Library/Application Support/ClaudeCode/managed-settings.json',
  ];
  const texts = await Promise.all(
    paths.map(async (path) => ({ path, text: (await readBytes(path).catch(() => null))?.toString('utf8') ?? '' })),
  );
  return texts
    .filter(({ text }) => /"(disableAllHooks|allowManagedHooksOnly)"\s*:\s*true/.test(text))
    .map(({ path }) =>
      wrong(name, `${path} turns hooks off`, `take disableAllHooks and allowManagedHooksOnly out of ${path}`),
    );
};

/** Codex remembers by hash which hooks a person has trusted, under the path of the file: `[hooks.state."/home/dev/.codex/hooks.json:..."]`. */
const codexInForce: Other = async (name, env) => {
  const home = env['CODEX_HOME'] ?? join(homeFolder(env), '.codex');
  const config = (await readBytes(join(home, 'config.toml')))?.toString('utf8') ?? '';
  const features = /^\[features\]([^[]*)/m.exec(config)?.[1] ?? '';
  if (/^\s*(codex_)?hooks\s*=\s*false/m.test(features))
    return [
      wrong(
        name,
        'hooks = false in its config.toml turns every hook off',
        `take it out of ${join(home, 'config.toml')}`,
      ),
    ];
  const fix = 'start codex, type /hooks in it and trust them';
  const trust = await codexTrust(env, homeFolder(env), agentShimPath(env));
  if (trust === null) {
    const isKnown = config.split('\n').some((line) => line.startsWith('[hooks.state.'));
    return isKnown ? [] : [wrong(name, 'nobody has trusted its hooks yet, and Codex runs none until then', fix)];
  }
  return trust
    .filter(({ status, enabled }) => !enabled || !['trusted', 'managed'].includes(status))
    .map(({ event, status, enabled }) =>
      wrong(name, `its hook for ${event} is ${enabled ? status : 'turned off'}, so Codex does not run it`, fix),
    );
};

const OTHERS: Readonly<Record<string, readonly Other[]>> = {
  'claude-code': [claudeVersion, claudeElsewhere],
  codex: [codexInForce],
};

async function versionOf(program: string, env: Environment): Promise<readonly number[] | null> {
  const path = findProgram(program, env);
  if (path === null) return null;
  const ran = await runProgram(path, ['--version'], { cwd: '/', env, milliseconds: 10_000 }).catch(() => null);
  const [, ...parts] = /(\d+)\.(\d+)\.(\d+)/.exec(ran?.stdout.toString('utf8') ?? '') ?? [];
  return parts.length === 0 ? null : parts.map(Number);
}

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  const at = than.findIndex((part, i) => part !== version[i]);
  return at !== -1 && (version[at] ?? 0) < (than[at] ?? 0);
}
