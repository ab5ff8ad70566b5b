import { join } from 'node:path';
import { findProtected } from '../changes/protected.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { agentLine, agentStatus, type AgentStatus } from '../gate/install/agents-status.ts';
import { hooksFolder } from '../gate/install/checks/hooks.ts';
import { EVENTS, isOurHook } from '../gate/install/hook-files.ts';
import { readLayout } from '../gate/install/layout.ts';
import { readManifest } from '../gate/install/manifest.ts';
import { readReadings } from '../gate/readings.ts';
import { type ReviewStatus, reviewStatus } from '../gate/review/status.ts';
import { repositoryId } from '../gate/repository-id.ts';
import { openCurrentLog } from '../log/current.ts';
import { lastVerdicts, type VerdictSummary } from '../log/read.ts';
import { watchedSince, type WatchedRecord } from '../log/watched.ts';
import { readRegistry } from '../gate/registry.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { tellReviewStatus } from '../speak/review-status.ts';
import { readState } from '../system/files.ts';
import type { Io } from '../system/io.ts';
import type { Command } from './command.ts';

type Status = {
  readonly guarded: boolean;
  readonly hooks: { readonly folder: string | null; readonly events: readonly string[] };
  readonly engine: string | null;
  readonly rules: readonly { readonly reading: string; readonly packs: readonly string[]; readonly rules: number }[];
  readonly broken: readonly string[];
  readonly protected: readonly string[];
  readonly agents: readonly AgentStatus[];
  readonly repo: string;
  readonly log: { readonly path: string; readonly state: string };
  readonly last: readonly VerdictSummary[];
  readonly watched: Watched;
  readonly review: ReviewStatus;
};

type Watched = {
  /** Null: init has not enrolled this clone. */
  readonly since: number | null;
  readonly restore: boolean;
  /** Every clone of this account that is watched. */
  readonly clones: readonly string[];
  /** What went around the gate or changed it from outside in the last days, the newest first. */
  readonly seen: readonly WatchedRecord[];
};
const SEEN_MS = 30 * 86_400_000;

export const command: Command = {
  name: 'status',
  summary: 'Guarded or not, by which rules, and what was judged last',
  takes: '',
  examples: [['guardrail status', 'one screen']],
  flags: [{ name: 'json', type: 'boolean', says: 'the same as JSON' }],
  run: async (args, io) => {
    const status = await readStatus(io);
    await io.out(args.has('json') ? `${sayJson({ v: 1, ...status })}\n` : screen(status, io.now()));
    return status.guarded ? 0 : 1;
  },
};

async function readStatus(io: Io): Promise<Status> {
  const gate = await openGate(io);
  const { head } = gate.repository;
  const readings = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const rules = readings.usable.map((reading) => reading.rules);
  const repo = await repositoryId(gate, rules);
  return {
    ...(await readHooks(gate, io)),
    rules: rules.map((reading) => ({
      reading: reading.name,
      packs: reading.packs.map((pack) => pack.name),
      rules: reading.rules.length,
    })),
    broken: readings.broken.map((error) => error.message),
    protected: findProtected(gate.repository, readings.protected).tips.map((tip) => tip.branch),
    agents: await agentStatus(io, gate.repository.root ?? io.cwd, gate.operator.agent),
    repo,
    ...(await readLog(io, repo)),
    watched: await readWatched(gate, io, repo),
    review: await reviewStatus(gate, rules),
  };
}

async function readWatched(gate: Gate, io: Io, repo: string): Promise<Watched> {
  const { guarded } = await readRegistry(io.env);
  const here = guarded.find(({ common }) => common === gate.repository.commonDir) ?? null;
  const log = await openCurrentLog(io.env);
  try {
    const names = log.schema === 'ours' ? [...new Set([repo, here?.repo ?? repo])] : [];
    const seen = names.flatMap((name) => watchedSince(log, name, io.now() - SEEN_MS));
    const clones = guarded.map(({ root }) => root);
    return { since: here?.since ?? null, restore: here?.restore ?? false, clones, seen };
  } catch {
    return { since: here?.since ?? null, restore: here?.restore ?? false, clones: [], seen: [] }; // `log` says what is wrong with it
  } finally {
    log.close();
  }
}

async function readHooks(gate: Gate, io: Io): Promise<Pick<Status, 'guarded' | 'hooks' | 'engine'>> {
  const layout = await readLayout(gate.git);
  const manifest = await readManifest(layout.ours);
  if (manifest === null) return { guarded: false, hooks: { folder: null, events: [] }, engine: null };
  const folder = hooksFolder({ git: gate.git, io, layout, manifest });
  const here = layout.worktrees.find((worktree) => worktree.root === layout.root);
  const states = await Promise.all(EVENTS.map((event) => readState(join(here?.hooks ?? folder, event))));
  const events = EVENTS.filter((_, i) => isRunning(states[i]));
  return { guarded: events.length === EVENTS.length, hooks: { folder, events }, engine: manifest.engine };
}

function isRunning(state: Awaited<ReturnType<typeof readState>> | undefined): boolean {
  return state !== undefined && isOurHook(state) && state.kind === 'file' && (state.mode & 0o111) !== 0;
}

async function readLog(io: Io, repo: string): Promise<Pick<Status, 'log' | 'last'>> {
  const log = await openCurrentLog(io.env);
  try {
    const last = log.schema === 'ours' ? lastVerdicts(log, repo, 5) : [];
    const states = { ours: 'open', newer: 'written by a newer guardrail', absent: 'nothing was judged yet' };
    return { log: { path: log.path, state: states[log.schema] }, last };
  } catch (error) {
    // one line of the screen: a log that cannot be read does not hide whether the clone is guarded
    return { log: { path: log.path, state: error instanceof Error ? error.message : String(error) }, last: [] };
  } finally {
    log.close();
  }
}

function screen(status: Status, now: number): string {
  const { hooks } = status;
  const rules = status.rules.map(({ reading, packs, rules: n }) => `${reading}: ${packs.join(', ')} (${n} rules)`);
  const lines = [
    status.guarded ? 'guarded' : 'NOT guarded; next: guardrail init, or guardrail doctor',
    `  hooks      ${hooks.events.length === 0 ? 'none' : `${hooks.events.join(', ')} in ${hooks.folder}`}`,
    `  engine     ${status.engine ?? 'none'}`,
    ...(rules.length === 0 ? ['the shipped pack recommended'] : rules).map((rule) => `  rules      ${rule}`),
    ...status.broken.map((why) => `  broken     ${why}`),
    `  protected  ${status.protected.length === 0 ? 'no branch' : status.protected.join(', ')}`,
    ...status.agents.map((agent) => agentLine(agent, (ts) => ago(now - ts))),
    `  log        ${status.log.path} (${status.log.state})`,
    ...tellReviewStatus(status.review).map((line) => `  review     ${line}`),
    ...watchedLines(status.watched, now),
    ...status.last.map((verdict) => `  ${ago(now - verdict.ts)}  ${verdict.level.padEnd(5)} ${verdictLine(verdict)}`),
  ];
  return lines.map((line) => `${escapeText(line)}\n`).join('');
}

function watchedLines({ since, restore, clones, seen }: Watched, now: number): readonly string[] {
  if (since === null) return ['  watched    no: what goes around the gate is not noticed; next: guardrail init'];
  const others = clones.length > 1 ? `, and ${clones.length - 1} other clones` : '';
  const of = (what: string): readonly WatchedRecord[] => seen.filter((one) => one.what === what);
  const tampered = seen.filter(({ kind }) => kind === 'tamper' || kind === 'restore');
  return [
    `  watched    since ${ago(now - since).trim()}${others}${restore ? '; what is taken out is put back' : ''}`,
    ...skipLines('unjudged', of('unjudged')),
    ...skipLines('bypass', of('bypass')),
    ...tampered
      .slice(0, MOST_SHOWN)
      .map((one) => `  ${one.kind.padEnd(9)}  ${ago(now - one.ts).trim()}: ${one.detail}`),
    ...(tampered.length > MOST_SHOWN ? [`             and ${tampered.length - MOST_SHOWN} more: guardrail log`] : []),
  ];
}

const MOST_SHOWN = 5;

/** Commits that nobody judged when they were made, and what the rules say of each. */
function skipLines(what: string, commits: readonly WatchedRecord[]): readonly string[] {
  if (commits.length === 0) return [];
  const shown = commits
    .slice(0, MOST_SHOWN)
    .map(({ subject, level }) => `${subject.slice(0, 10)} (${level || 'not judged'})`);
  return [`  ${what.padEnd(9)}  ${commits.length}: ${shown.join(', ')}${commits.length > MOST_SHOWN ? ', ...' : ''}`];
}

function verdictLine({ inlet, branch, actorKind, agent, rulings, id }: VerdictSummary): string {
  const who = agent === '' ? actorKind : agent;
  return `${inlet} on ${branch === '' ? 'no branch' : branch} by ${who}, ${rulings} rulings  ${id}`;
}

function ago(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes}m ago`.padEnd(9);
  return (minutes < 60 * 48 ? `${Math.floor(minutes / 60)}h ago` : `${Math.floor(minutes / 1440)}d ago`).padEnd(9);
}
