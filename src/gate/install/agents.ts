import { dirname, join, relative } from 'node:path';
import { SettingsError, type Settings, type Shim } from '../../agents/host.ts';
import {
  absent,
  digestState,
  isSameState,
  readState,
  removeEmptyFolder,
  textFile,
  writeState,
  type FileState,
} from '../../system/files.ts';
import { type Environment, type Git } from '../../system/git.ts';
import { agentShimPath, installAgentShim, removeAgentShim } from './agent-shim.ts';
import { real, userFile, type Wired } from './agents-find.ts';
import { readAgentManifest, writeAgentManifest, type AgentEntry } from './agents-manifest.ts';
import { applyEdits } from './apply.ts';
import type { FileEdit } from './plan.ts';

export type Scope = 'user' | 'repo';
export type AgentEdit = FileEdit & {
  readonly agent: string;
  readonly line: string | null;
  readonly http: string | null;
};
/** Left alone, and why. */
export type Problem = { readonly agent: string; readonly path: string; readonly why: string; readonly next: string };
export type AgentPlan = { readonly edits: readonly AgentEdit[]; readonly problems: readonly Problem[] };

export type Wish = {
  readonly agents: readonly Wired[];
  readonly scope: Scope;
  readonly env: Environment;
  /** Null outside of a repository. */
  readonly git: Git | null;
  /** Loopback endpoint, for the agents that can ask by HTTP. */
  readonly http: string | null;
};

export async function planAgents(wish: Wish): Promise<AgentPlan> {
  const known = new Map((await readAgentManifest(wish.env)).entries.map((entry) => [entry.path, entry]));
  const edits: AgentEdit[] = [];
  const problems: Problem[] = [];
  for (const agent of wish.agents) {
    for (const settings of agent.host.settings) {
      const found = await planFile(agent, settings, wish, known, edits);
      if ('why' in found) problems.push(found);
      else edits.push(...found.edits);
    }
  }
  return { edits, problems };
}

type Known = ReadonlyMap<string, AgentEntry>;

async function planFile(
  agent: Wired,
  settings: Settings,
  wish: Wish,
  known: Known,
  planned: readonly AgentEdit[],
): Promise<{ readonly edits: readonly AgentEdit[] } | Problem> {
  const path = wish.scope === 'user' ? userFile(settings, wish.env) : repositoryFile(settings, wish.git);
  if (path === null)
    return problem(agent, '', `${agent.title} has no such settings`, `guardrail init --agents ${agent.id}`);
  const shim: Shim = { path: agentShimPath(wish.env), http: agent.id === 'claude-code' ? wish.http : null };
  const current = await readState(path);
  if (current.kind === 'link') return problem(agent, path, 'it is a link to nothing', `rm ${path}`);
  try {
    const text = textOf(current);
    const wanted = stateOf(settings.add(text, shim), current);
    const original = originalOf(current, known.get(path), settings, shim);
    const edit: AgentEdit = {
      agent: agent.id,
      path,
      original,
      current,
      wanted,
      block: null,
      line: null,
      http: shim.http,
    };
    const hidden =
      wish.scope === 'repo' && wish.git !== null ? await planHiding(agent, path, wish.git, known, planned) : [];
    return 'why' in hidden ? hidden : { edits: [edit, ...hidden] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const next = `mend it by hand, then: guardrail init --agents ${agent.id}`;
    return problem(agent, path, `${error.message}; it was left alone`, next);
  }
}

function problem(agent: Wired, path: string, why: string, next: string): Problem {
  return { agent: agent.id, path, why, next };
}

function repositoryFile({ repository }: Settings, git: Git | null): string | null {
  if (repository === null || git === null) return null;
  return real(join(git.cwd, repository));
}

/** INVARIANT: what is no UTF-8 is not ours to write anew: every byte that we did not add must come back. */
function textOf(state: FileState): string | null {
  if (state.kind !== 'file') return null;
  const text = state.bytes.toString('utf8');
  if (!Buffer.from(text).equals(state.bytes)) throw new SettingsError('line 1: it is not UTF-8');
  return text;
}

function stateOf(text: string, current: FileState): FileState {
  return current.kind === 'file' ? { ...current, bytes: Buffer.from(text) } : textFile(text, 0o600);
}

/** What uninstall puts back: what we found the first time, or, where somebody has written since, that without our entries. */
function originalOf(current: FileState, entry: AgentEntry | undefined, settings: Settings, shim: Shim): FileState {
  if (entry === undefined || current.kind !== 'file') return current;
  if (digestState(current) === entry.after) return entry.before;
  const left = settings.remove(textOf(current) ?? '', shim);
  return left === null ? absent : { ...current, bytes: Buffer.from(left) };
}

/**
 * A file that names a path of this machine must not be committed: where git would offer it, it is excluded in this clone, and
 * where it is committed already it is left alone.
 */
async function planHiding(
  agent: Wired,
  path: string,
  git: Git,
  known: Known,
  planned: readonly AgentEdit[],
): Promise<readonly AgentEdit[] | Problem> {
  const name = relative(git.cwd, path);
  if ((await git.ask(['ls-files', '--error-unmatch', '--', name])).code === 0)
    return problem(
      agent,
      path,
      'it is committed, and what init writes holds only on this machine',
      `guardrail init --agents ${agent.id} --scope user`,
    );
  if ((await git.ask(['check-ignore', '--quiet', '--', name])).code === 0) return [];
  const common = await git.text(['rev-parse', '--path-format=absolute', '--git-common-dir']);
  const exclude = join(common, 'info', 'exclude');
  const current = planned.findLast((edit) => edit.path === exclude)?.wanted ?? (await readState(exclude));
  const line = `/${name.replaceAll('\\', '/')}\n`;
  const text = current.kind === 'file' ? current.bytes.toString('latin1') : '';
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  const bytes = Buffer.from(text + gap + Buffer.from(line).toString('latin1'), 'latin1');
  const wanted: FileState = current.kind === 'file' ? { ...current, bytes } : { kind: 'file', mode: 0o644, bytes };
  const original = known.get(exclude)?.before ?? current;
  return [{ agent: agent.id, path: exclude, original, current, wanted, block: line, line, http: null }];
}

export function changedAgents(plan: AgentPlan): readonly AgentEdit[] {
  return plan.edits.filter((edit) => !isSameState(edit.current, edit.wanted));
}

/** The shim first: settings that name nothing would stop every call of the agent. */
export async function installAgents(plan: AgentPlan, env: Environment): Promise<void> {
  await installAgentShim(env);
  const changed = changedAgents(plan);
  const manifest = await readAgentManifest(env);
  // written down before and after: whatever happens in between, uninstall knows what lay there
  const draft = mergeEntries(manifest.entries, plan.edits);
  await writeAgentManifest(env, { ...manifest, entries: draft });
  const made = [];
  for (const edit of changed) made.push(...(await applyEdits([edit])));
  await writeAgentManifest(env, { v: 1, entries: draft, folders: [...new Set([...manifest.folders, ...made])] });
}

function mergeEntries(entries: readonly AgentEntry[], edits: readonly AgentEdit[]): readonly AgentEntry[] {
  const fresh = edits.map(({ agent, path, original, wanted, line, http }): AgentEntry => ({
    agent,
    path,
    before: original,
    after: digestState(wanted),
    line,
    http,
  }));
  const isReplaced = (old: AgentEntry): boolean => fresh.some((one) => one.path === old.path && one.line === old.line);
  return [...entries.filter((old) => !isReplaced(old)), ...fresh];
}

export type AgentRestoration = {
  readonly entry: AgentEntry;
  readonly path: string;
  readonly current: FileState;
  readonly wanted: FileState;
  readonly kept: string | null;
};

/** What uninstall would do; `agents` are those whose hooks go. */
export async function planAgentRestore(
  env: Environment,
  agents: readonly Wired[],
): Promise<readonly AgentRestoration[]> {
  const { entries } = await readAgentManifest(env);
  const plans: AgentRestoration[] = [];
  for (const entry of [...entries].reverse()) {
    const agent = agents.find(({ id }) => id === entry.agent);
    const earlier = plans.findLast((plan) => plan.path === entry.path);
    if (agent !== undefined)
      plans.push(restoration(entry, agent, earlier?.wanted ?? (await readState(entry.path)), env));
  }
  return plans;
}

function restoration(entry: AgentEntry, agent: Wired, current: FileState, env: Environment): AgentRestoration {
  const answer = (wanted: FileState, kept: string | null = null): AgentRestoration => ({
    entry,
    path: entry.path,
    current,
    wanted,
    kept,
  });
  if (digestState(current) === entry.after) return answer(entry.before);
  if (current.kind !== 'file') return answer(current);
  if (entry.line !== null) {
    const line = Buffer.from(entry.line).toString('latin1');
    return answer({ ...current, bytes: Buffer.from(current.bytes.toString('latin1').replace(line, ''), 'latin1') });
  }
  try {
    const text = textOf(current) ?? '';
    const shim = { path: agentShimPath(env), http: entry.http };
    const [settings] = agent.host.settings;
    const left = settings === undefined ? text : settings.remove(text, shim);
    return answer(left === null ? leftOver(entry.before) : { ...current, bytes: Buffer.from(left) });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return answer(current, error.message);
  }
}

/** Nothing but ours was in it: what lay there before is all that can be meant. */
function leftOver(before: FileState): FileState {
  return before.kind === 'file' ? before : absent;
}

export async function restoreAgents(env: Environment, plans: readonly AgentRestoration[]): Promise<void> {
  for (const plan of plans) {
    if (!isSameState(plan.current, plan.wanted)) await writeState(plan.path, plan.wanted);
  }
  const { entries, folders } = await readAgentManifest(env);
  const gone = plans.filter((plan) => plan.kept === null).map((plan) => plan.entry);
  const isGone = (entry: AgentEntry): boolean => gone.some((one) => one.path === entry.path && one.line === entry.line);
  const left = entries.filter((entry) => !isGone(entry));
  for (const folder of [...folders].reverse()) await removeEmptyFolder(folder);
  const needed = folders.filter((folder) => left.some((entry) => dirname(entry.path).startsWith(folder)));
  await writeAgentManifest(env, { v: 1, entries: left, folders: needed });
  if (left.length === 0) await removeAgentShim(env);
}
