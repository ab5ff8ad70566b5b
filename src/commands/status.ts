import { join } from 'node:path';
import { findProtected } from '../changes/protected.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { hooksFolder } from '../gate/install/checks/hooks.ts';
import { EVENTS, isOurHook } from '../gate/install/hook-files.ts';
import { readLayout } from '../gate/install/layout.ts';
import { readManifest } from '../gate/install/manifest.ts';
import { readReadings } from '../gate/readings.ts';
import { repositoryId } from '../gate/repository-id.ts';
import { openCurrentLog } from '../log/current.ts';
import { lastVerdicts, type VerdictSummary } from '../log/read.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
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
  readonly repo: string;
  readonly log: { readonly path: string; readonly state: string };
  readonly last: readonly VerdictSummary[];
};

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
    repo,
    ...(await readLog(io, repo)),
  };
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
    `  log        ${status.log.path} (${status.log.state})`,
    ...status.last.map((verdict) => `  ${ago(now - verdict.ts)}  ${verdict.level.padEnd(5)} ${verdictLine(verdict)}`),
  ];
  return lines.map((line) => `${escapeText(line)}\n`).join('');
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
