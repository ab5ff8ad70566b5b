import { openGit, type Git } from '../../system/git.ts';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Io } from '../../system/io.ts';
import { isSameState } from '../../system/files.ts';
import { homeFolder, userPaths } from '../../system/paths.ts';
import { UsageError } from '../../system/usage.ts';
import { escapeText, sayJson } from '../../speak/escape.ts';
import { managedFor, SYSTEM_SHIM } from './agents-managed.ts';
import { namedAgents, signOf, wirable, type Wired } from './agents-find.ts';
import { readAgentManifest } from './agents-manifest.ts';
import { rememberAgents } from './agents-told.ts';
import {
  changedAgents,
  installAgents,
  planAgentRestore,
  planAgents,
  restoreAgents,
  type AgentPlan,
  type Scope,
} from './agents.ts';
import { showEdit } from './show-edit.ts';

export type Asked = {
  readonly names: readonly string[];
  readonly scope: string | null;
  readonly dryRun: boolean;
  readonly http: boolean;
  readonly json: boolean;
};

/** `guardrail init --agents`: 0 all wired, 1 something was left alone. */
export async function initAgents(asked: Asked, io: Io): Promise<0 | 1> {
  const scope = scopeOf(asked.scope);
  const git = await repositoryHere(io);
  if (scope === 'repo' && git === null)
    throw new UsageError('--scope repo: this is no repository', 'guardrail init --agents');
  const agents = namedAgents(asked.names, io.env, git?.cwd ?? null);
  const http = asked.http ? httpFor(agents, scope, io) : null;
  if (agents.length === 0) return await sayNoneFound(io);
  const plan = await planAgents({ agents, scope, env: io.env, git, http });
  if (asked.dryRun) return await sayDryRun(plan, io);
  await carryOut(plan, scope === 'repo' ? (git?.cwd ?? '') : '', io);
  if (asked.json) await io.out(`${sayJson(summary(plan))}\n`);
  else await io.err(told(plan, agents, io));
  return plan.problems.length === 0 ? 0 : 1;
}

async function carryOut(plan: AgentPlan, checkout: string, io: Io): Promise<void> {
  const agents = changedAgents(plan).map((edit) => edit.agent);
  if (plan.edits.length > 0) await installAgents(plan, io.env);
  if (agents.length > 0) await rememberAgents(io, 'install', { checkout, agents });
}

function scopeOf(named: string | null): Scope {
  if (named === null || named === 'user') return 'user';
  if (named === 'repo') return 'repo';
  throw new UsageError(`--scope ${named}: it is user or repo`, 'guardrail init --agents --scope user');
}

async function repositoryHere(io: Io): Promise<Git | null> {
  const git = openGit(io.cwd, io.env);
  const top = await git.ask(['rev-parse', '--show-toplevel']);
  const root = top.stdout.toString('utf8').replace(/\n$/, '');
  return top.code === 0 && root !== '' ? git.at(root) : null;
}

/** Only for Claude Code, only for this user, only where the daemon listens: its unit names the port. */
function httpFor(agents: readonly Wired[], scope: Scope, io: Io): string {
  const next = 'guardrail init --agents claude-code --http';
  if (scope === 'repo')
    throw new UsageError('--http: the token is for this user, so only --scope user can have it', next);
  if (agents.some(({ id }) => id !== 'claude-code'))
    throw new UsageError('--http: only Claude Code can be refused by HTTP', next);
  const units = ['.config/systemd/user/guardrail.service', 'Library/LaunchAgents/dev.guardrail.daemon.plist'];
  const paths = [
    join(userPaths(io.env).config, '..', 'systemd/user/guardrail.service'),
    ...units.map((unit) => join(homeFolder(io.env), unit)),
  ];
  const port = paths
    .map((path) => /--http["\s<>/a-z]*?(\d{2,5})/.exec(readOr(path))?.[1])
    .find((found) => found !== undefined);
  if (port === undefined)
    throw new UsageError('--http: the daemon does not listen on a port yet', 'guardrail daemon install --http');
  return `http://127.0.0.1:${port}`;
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function sayNoneFound(io: Io): Promise<0> {
  const known = wirable.map(({ id }) => id).join(', ');
  await io.err(`guardrail: found none of ${known} here\n  next: guardrail init --agents all\n`);
  return 0;
}

async function sayDryRun(plan: AgentPlan, io: Io): Promise<0 | 1> {
  const changed = changedAgents(plan);
  for (const edit of changed) await io.out(showEdit(edit, homeFolder(io.env)));
  await io.err(plan.problems.map(problemLine).join(''));
  const done = changed.length === 0 ? 'nothing to change' : 'nothing was changed (--dry-run)';
  await io.err(`guardrail: ${done}\n`);
  return plan.problems.length === 0 ? 0 : 1;
}

function problemLine({ agent, path, why, next }: AgentPlan['problems'][number]): string {
  return `  left     ${agent}: ${escapeText(path)}: ${escapeText(why)}\n  next: ${escapeText(next)}\n`;
}

function summary(plan: AgentPlan): unknown {
  const edits = plan.edits.map(({ agent, path, current, wanted }) => ({
    agent,
    path,
    changed: !isSameState(current, wanted),
  }));
  return { v: 1, edits, problems: plan.problems };
}

function told(plan: AgentPlan, agents: readonly Wired[], io: Io): string {
  const changed = changedAgents(plan);
  const head =
    changed.length === 0 && plan.problems.length === 0
      ? 'wired already; nothing changed'
      : `wired ${changed.length} files`;
  const lines = plan.edits.map(({ agent, path, current, wanted }) => {
    const word = isSameState(current, wanted) ? 'kept ' : 'wired';
    return `  ${word}    ${agent}: ${escapeText(path)}\n`;
  });
  const wired = new Set(plan.edits.map((edit) => edit.agent));
  const trust = wired.has('codex')
    ? ['  codex    asks once for your trust: type /hooks in Codex, or none of it holds\n']
    : [];
  const usesHttp = plan.edits.some((edit) => edit.http !== null);
  const token = usesHttp
    ? [
        `  http     export GUARDRAIL_TOKEN="$(head -n 1 '${escapeText(join(userPaths(io.env).state, 'http-token'))}')"\n`,
      ]
    : [];
  const first = agents.find(({ id }) => wired.has(id));
  const next = first === undefined ? '' : `  next: guardrail doctor --live ${first.id}\n`;
  return `guardrail: ${head}\n${[...lines, ...trust, ...token, ...plan.problems.map(problemLine)].join('')}${next}`;
}

/** The one line with which `init` offers it. Empty where all that is found is wired. */
export async function offerAgents(io: Io, root: string): Promise<string> {
  const wired = new Set((await readAgentManifest(io.env)).entries.map((entry) => entry.agent));
  const found = wirable.filter((agent) => !wired.has(agent.id) && signOf(agent, io.env, root) !== null);
  if (found.length === 0) return '';
  return `  agents   ${found.map(({ title }) => title).join(', ')}: found, and not asked before they run something; next: guardrail init --agents\n`;
}

export async function uninstallAgents(asked: Pick<Asked, 'names' | 'dryRun'>, io: Io): Promise<0 | 1> {
  const agents = asked.names.length === 0 ? wirable : namedAgents(asked.names, io.env, null);
  const plans = await planAgentRestore(io.env, agents);
  if (asked.dryRun) {
    for (const plan of plans)
      if (!isSameState(plan.current, plan.wanted)) await io.out(showEdit(plan, homeFolder(io.env)));
    await io.err('guardrail: nothing was changed (--dry-run)\n');
    return 0;
  }
  if (plans.length === 0) {
    await io.err('guardrail: no agent is wired; there is nothing to put back\n');
    return 0;
  }
  await restoreAgents(io.env, plans);
  await rememberAgents(io, 'uninstall', { checkout: '', agents: plans.map(({ entry }) => entry.agent) });
  const lines = plans.map(({ entry, path, kept }) =>
    kept === null
      ? `  restored ${entry.agent}: ${escapeText(path)}\n`
      : `  kept     ${entry.agent}: ${escapeText(path)}: ${escapeText(kept)}\n  next: take our hooks out by hand, then: guardrail uninstall --agents ${entry.agent}\n`,
  );
  await io.err(`guardrail: these agents are not asked any more\n${lines.join('')}  next: guardrail status\n`);
  return plans.some(({ kept }) => kept !== null) ? 1 : 0;
}

/** `guardrail init --managed`: what an administrator rolls out. It writes nothing: those files belong to root. */
export async function showManaged(names: readonly string[], json: boolean, io: Io): Promise<0 | 1> {
  const agents = names.length === 0 ? wirable : namedAgents(names, io.env, null);
  const shim = { path: SYSTEM_SHIM, http: null };
  const managed = agents.flatMap((agent) => managedFor(agent, shim) ?? []);
  const without = agents.filter(({ id }) => !managed.some((one) => one.agent === id));
  if (json) await io.out(`${sayJson({ v: 1, shim: SYSTEM_SHIM, managed, without: without.map(({ id }) => id) })}\n`);
  else for (const one of managed) await io.out(`# ${one.agent}: ${one.files.join(' or ')}\n${one.text}\n`);
  const notes = managed.flatMap((one) => one.notes.map((note) => `  ${one.agent}: ${note}\n`));
  const none = without.map(
    ({ id, title }) => `  ${id}: ${title} has no settings of an administrator that are known here\n`,
  );
  const place = dirname(SYSTEM_SHIM);
  const next = `  next: XDG_DATA_HOME=${dirname(place)} guardrail init --agents ${names[0] ?? 'claude-code'}, as root, puts the program into ${place}; then copy these files into place\n`;
  if (!json) await io.err(`guardrail: nothing was written; as root:\n${[...notes, ...none].join('')}${next}`);
  return managed.length > 0 ? 0 : 1;
}
