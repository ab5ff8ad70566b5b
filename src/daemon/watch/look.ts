import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findGuarded } from '../../gate/registry.ts';
import { openLog, type Log } from '../../log/open.ts';
import { bringForward } from '../../log/rebuild.ts';
import type { NewEvent } from '../../model/event.ts';
import { engine } from '../../system/engine.ts';
import { openGit, type Git } from '../../system/git.ts';
import { keepSnapshot, type Clone } from './clone.ts';
import type { WatchDeps } from './deps.ts';
import { finding, type Finding } from './finding.ts';
import { installationMark, readInstallation, type Installation } from './installation.ts';
import { readMovements, type Movements } from './movements.ts';
import { findRules } from './rules.ts';
import { findSkips, judgeSkips, type Scene, type Skips } from './skips.ts';
import { gitFolders, isSameRefs, readRefs, type Refs, type Snapshot } from './snapshot.ts';
import { findFaults, findLog, findUnlogged, restore, sayFault } from './tampering.ts';

export type Looked = { readonly clone: Clone; readonly findings: readonly Finding[] };

/** An init, another hook manager or git itself may be half done: what looks wrong must look so twice. */
const TWICE_MS = 400;
/** How old a snapshot may get while nothing happens: after a restart it says since when nobody watched. */
const HEARTBEAT_MS = 5 * 60_000;

/**
 * Compares a clone with what it was at the last look, judges and remembers what went around the gate, and keeps what it is now.
 * INVARIANT: events first, then the snapshot: what could not be remembered is found again the next time.
 */
export async function look(clone: Clone, deps: WatchDeps): Promise<Looked> {
  const { guarded, snapshot: before } = clone;
  const git = openGit(guarded.common, deps.env);
  const refs = await readRefs(git, guarded.common, before);
  const mark = await installationMark(guarded, clone.layout, deps);
  if (before !== null && isQuiet(clone, before, refs, mark, deps.now())) return { clone, findings: [] };
  const root = rootOf(clone);
  if (root === null) throw new Error(`watch ${guarded.common}: none of its working trees is there`);
  // rules that were told to differ from what is committed: a commit may have settled that
  const isSame = mark === clone.mark && (before === null || before.rules === '' || isSameRefs(before, refs));
  const well = isSame ? asBefore(clone) : await lookAtInstallation({ ...clone, mark }, git.at(root), deps);
  const log = await openFresh(guarded.common, deps);
  try {
    const scene: Scene = { git, guarded, root, roots: rootsOf(well.clone), log, deps };
    const moved = before === null ? begin(clone, refs) : await lookAtRefs(scene, before, refs);
    const findings = [
      ...findLog(log, before?.log ?? null).findings,
      ...moved.findings,
      ...(before === null ? [] : well.findings), // what was wrong before anybody looked is nobody's doing
    ];
    remember(log, well.clone, findings, deps);
    const { faults, rules } = well;
    const { open } = moved;
    const snapshot: Snapshot = { ...moved.refs, at: deps.now(), faults, open, log: findLog(log, null).mark, rules };
    await keepSnapshot(deps.env, guarded.common, snapshot);
    return { clone: { ...well.clone, snapshot, note: null }, findings };
  } finally {
    log.close();
  }
}

function isQuiet(clone: Clone, before: Snapshot, refs: Refs, mark: string, now: number): boolean {
  return mark === clone.mark && isSameRefs(before, refs) && now - before.at < HEARTBEAT_MS;
}

function begin({ guarded }: Clone, refs: Refs): Seen {
  const detail = 'nothing is remembered of this clone: what happened before now is not known';
  return { refs, findings: [finding('watch', 'begun', guarded.root, detail)], open: new Map() };
}

type Seen = { readonly refs: Refs; readonly findings: readonly Finding[]; readonly open: Snapshot['open'] };

async function lookAtRefs(scene: Scene, before: Snapshot, first: Refs): Promise<Seen> {
  if (isSameRefs(before, first)) return { refs: first, findings: [], open: before.open };
  const { git, guarded, deps } = scene;
  const compare = async (refs: Refs): Promise<{ readonly moves: Movements; readonly skips: Skips }> => {
    const moves = await readMovements(guarded.common, before, refs, deps.now());
    return { moves, skips: await findSkips(scene, before, moves) };
  };
  const once = await compare(first);
  const isWell = once.moves.unlogged.length + once.skips.skipped.length + once.skips.pushes.length === 0;
  if (isWell) return { refs: first, findings: [], open: once.skips.open };
  await wait(TWICE_MS);
  await takeIn(scene.log, guarded.common); // a verdict may have waited for the log longer than git for its verdict
  const refs = await readRefs(git, guarded.common, before);
  const { moves, skips } = await compare(refs);
  const findings = [...findUnlogged(moves.unlogged), ...(await judgeSkips(scene, before, skips))];
  return { refs, findings, open: skips.open };
}

type Well = {
  readonly clone: Clone;
  readonly findings: readonly Finding[];
  readonly faults: readonly string[];
  readonly rules: string;
};

async function lookAtInstallation(clone: Clone, git: Git, deps: WatchDeps): Promise<Well> {
  const { guarded, snapshot } = clone;
  const known = snapshot?.faults ?? [];
  const found = await readTwice(guarded, git, known, deps);
  if (found === null) return asBefore(clone);
  const { mended, after } = await mend(clone, git, found, deps);
  const roots = found.layout.worktrees.map((worktree) => worktree.root);
  const rules = await findRules(git, roots, snapshot?.rules ?? '');
  // what is to be put back and could not be is tried again at the next look, whether or not anything changes
  const mark = guarded.restore && after.faults.length > 0 ? '' : clone.mark;
  return {
    clone: { ...clone, layout: after.layout, mark, repairs: mended.repairs },
    findings: [...findFaults(found.faults, known), ...mended.findings, ...rules.findings],
    faults: after.faults.map(sayFault),
    rules: rules.mark,
  };
}

/** Null: `guardrail uninstall` was here meanwhile. */
async function readTwice(
  guarded: Clone['guarded'],
  git: Git,
  known: readonly string[],
  deps: WatchDeps,
): Promise<Installation | null> {
  const found = await readInstallation(git, guarded, deps);
  if (findFaults(found.faults, known).length === 0) return found;
  await wait(TWICE_MS);
  if ((await findGuarded(deps.env, guarded.common)) === null) return null;
  return await readInstallation(git, guarded, deps);
}

type Mended = { readonly mended: Awaited<ReturnType<typeof restore>>; readonly after: Installation };

async function mend(
  { guarded, snapshot, repairs }: Clone,
  git: Git,
  found: Installation,
  deps: WatchDeps,
): Promise<Mended> {
  if (!guarded.restore || snapshot === null) return { mended: { findings: [], repairs }, after: found };
  const mended = await restore(guarded, found, repairs, deps);
  const isChanged = mended.findings.some(({ kind }) => kind === 'restore');
  return { mended, after: isChanged ? await readInstallation(git, guarded, deps) : found };
}

function asBefore(clone: Clone): Well {
  const { faults = [], rules = '' } = clone.snapshot ?? {};
  return { clone, findings: [], faults, rules };
}

/** The log with all that waited for it. One that cannot be read, or that a newer engine counts in, tells nobody who was judged. */
async function openFresh(common: string, deps: WatchDeps): Promise<Log> {
  const log = await openLog({ env: deps.env });
  await takeIn(log, common);
  if (log.schema === 'ours') return log;
  log.close();
  throw new Error(`watch ${common}: a newer guardrail keeps the log ${log.path}; start that one's daemon`);
}

async function takeIn(log: Log, common: string): Promise<void> {
  for (const folder of await gitFolders(common)) {
    const spool = join(folder, 'guardrail/spool');
    if (folder === common || existsSync(spool)) log.append([], spool);
  }
  if (log.schema === 'ours') bringForward(log);
}

function remember(log: Log, { guarded, snapshot }: Clone, findings: readonly Finding[], deps: WatchDeps): void {
  if (findings.length === 0) return;
  const ts = deps.now();
  const events = findings.map(({ kind, what, subject, detail, level, actor, more }): NewEvent => {
    const payload = { ...more, what, detail, level, engine, seen: { from: snapshot?.at ?? null, to: ts } };
    return { ts, repo: guarded.repo, checkout: guarded.root, actor, kind, subject, payload };
  });
  const kept = log.append(events, join(guarded.common, 'guardrail/spool'));
  if (kept.kind === 'lost') throw new Error(`remember what was seen in ${guarded.root}: ${kept.why}`);
  for (const { what, detail } of findings) deps.tell(`${guarded.root}: ${what}: ${detail}`);
}

/** git takes a working tree's questions only in one that is there. */
function rootOf({ guarded, layout }: Clone): string | null {
  const roots = [guarded.root, ...(layout?.worktrees ?? []).map((worktree) => worktree.root)];
  return roots.find((root) => existsSync(join(root, '.git'))) ?? null;
}

function rootsOf({ guarded, layout }: Clone): readonly string[] {
  return [...new Set([guarded.root, ...(layout?.worktrees ?? []).map((worktree) => worktree.root)])];
}
