import { readDisk } from '../../changes/tool/disk.ts';
import type { HostEvent } from '../../agents/host.ts';
import { agents } from '../../agents/index.ts';
import type { Carrier } from '../../facts/shell/invocation.ts';
import { invocationsOf } from '../../facts/shell/lower.ts';
import { decideAll, readFacts } from '../../guard.ts';
import type { Scene, Started } from '../../model/call.ts';
import type { Change } from '../../model/change.ts';
import type { Fact } from '../../model/fact.ts';
import { redact } from '../../model/redact.ts';
import type { Decision } from '../../model/verdict.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { prepareCall } from './judge-call.ts';

export type ExplainedCommand = {
  readonly started: readonly Started[];
  readonly change: Change;
  readonly facts: readonly Fact[];
  readonly decision: Decision;
};

/** A command line as an agent would run it here: every program in it, what they do, and what each rule says of that. */
export async function explainCommand(text: string, agent: string | null, io: Io): Promise<ExplainedCommand> {
  const caller = { cwd: io.cwd, env: io.env, now: io.now, tell: () => undefined, isGone: () => false };
  const { tool, deps } = await prepareCall(whoIs(agent), asksFor(text), caller);
  const { change } = tool;
  const facts = await readFacts(change, deps);
  const decision = await decideAll(change, facts, { ...deps, options: { trace: true } });
  const scene = change.parts[0]?.call?.scene;
  return { started: scene === undefined ? [] : startedBy(text, scene), change, facts, decision };
}

function whoIs(id: string | null): { readonly id: string; readonly vendors: readonly string[] } {
  if (id === null) return { id: 'an agent', vendors: ['unknown'] };
  const agent = agents.find((one) => one.id === id && one.kind === 'agent');
  if (agent !== undefined) return agent;
  const known = agents.filter(({ host }) => host !== undefined).map((one) => one.id);
  throw new UsageError(
    `--agent ${id}: no such agent`,
    `guardrail explain --agent ${known[0] ?? 'claude-code'} --command ...`,
  );
}

function asksFor(text: string): HostEvent {
  const nothing = { session: null, cwd: null, model: null, subagent: null, mode: null, transcript: null, use: null };
  return {
    kind: 'before-tool',
    name: 'explain',
    tool: 'a command',
    ...nothing,
    uses: [{ kind: 'command', text, shell: 'sh' }],
  };
}

function startedBy(text: string, scene: Scene): readonly Started[] {
  return invocationsOf(text, { scene, file: (path) => readDisk(path).content }).map((run) => ({
    words: [run.program, ...run.args].map((word) => redact(word.text)),
    line: run.line,
    cwd: run.cwd === scene.cwd ? null : run.cwd,
    through: run.through.map(nameCarrier),
    certainty: run.certainty,
  }));
}

function nameCarrier({ by, at }: Carrier): string {
  return at === '' ? by : `${by} ${at}`;
}
