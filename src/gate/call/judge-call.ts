import { toolChange, type ToolChange } from '../../changes/tool/inlet.ts';
import type { Agent } from '../../agents/agent.ts';
import type { HostEvent, Said } from '../../agents/host.ts';
import { passedOn } from '../../agents/identify.ts';
import { guard, readFacts, type Deps } from '../../guard.ts';
import { verdictEvent } from '../../log/verdict-event.ts';
import type { Actor } from '../../model/actor.ts';
import type { Change } from '../../model/change.ts';
import type { Fact } from '../../model/fact.ts';
import { isRefusal } from '../../model/level.ts';
import type { NewEvent } from '../../model/event.ts';
import type { Ruling, Verdict } from '../../model/verdict.ts';
import { tell } from '../../speak/refusal.ts';
import { plain } from '../../speak/style.ts';
import { engine } from '../../system/engine.ts';
import type { Environment } from '../../system/git.ts';
import { loadGrammars } from '../../system/grammars.ts';
import { recall } from '../memory.ts';
import { nearApprovals } from '../near-approvals.ts';
import { keepRefusals } from '../refusals.ts';
import { type CallGround, groundOf } from './ground.ts';
import { withoutIgnored } from './ignored.ts';
import { withSpecs } from '../specs/of-change.ts';
import { sceneOf } from './scene.ts';

export type Caller = {
  readonly cwd: string;
  readonly env: Environment;
  readonly now: () => number;
  readonly tell: (line: string) => void;
  readonly isGone: () => boolean;
};

export type JudgedCall = {
  readonly change: Change;
  readonly verdict: Verdict;
  readonly said: Said;
  readonly ground: CallGround;
  readonly event: NewEvent;
};

export type PreparedCall = {
  readonly tool: ToolChange;
  readonly ground: CallGround;
  readonly deps: Deps;
};

/** The call as a change and everything it is judged by; nothing is judged or remembered yet. */
export async function prepareCall(agent: Who, asked: HostEvent, caller: Caller): Promise<PreparedCall> {
  const cwd = asked.cwd ?? caller.cwd;
  const operator = actorOf(agent, asked, caller.env);
  const ground = await groundOf({ ...caller, cwd, operator });
  const scene = sceneOf(cwd, caller.env, ground.place);
  const made = await toolChange(ground.ground, ground.context, scene, asked.tool ?? 'a tool', asked.uses);
  const tool =
    ground.gate === null
      ? made
      : { ...made, change: await withSpecs(ground.gate, made.change, ground.rules, BEFOREHAND) };
  return { tool, ground, deps: depsOf(ground, tool) };
}

/** No message yet, and no later look at this very call. */
const BEFOREHAND = { message: null, isJudgedAgain: false };

/** What an agent's tool would do, through the same pipeline as a commit. */
export async function judgeCall(agent: Who, asked: HostEvent, caller: Caller): Promise<JudgedCall> {
  const started = performance.now();
  const { tool, ground, deps } = await prepareCall(agent, asked, caller);
  const { change } = tool;
  const verdict = await guard(change, deps);
  const said = await saidOf(ground, change, verdict);
  const event = verdictEvent(verdict, {
    checkout: ground.place.root ?? asked.cwd ?? caller.cwd,
    operator: change.operator,
    authors: [change.operator],
    role: null,
    hook: 'tool-call',
    ms: performance.now() - started,
    objects: {
      tree: null,
      base: null,
      head: ground.ground?.repository.head ?? null,
      commits: [],
      refs: [],
      files: change.parts.flatMap(({ edits }) =>
        edits.flatMap(({ path, after }) => (after === null ? [] : [{ path, oid: after.oid }])),
      ),
    },
  });
  return { change, verdict, said, ground, event };
}

export type Who = Pick<Agent, 'id' | 'vendors'>;

/** Who asks: the agent whose hook this is. What its process claims of itself may narrow its role and no more. */
export function actorOf(
  agent: Who,
  { session, subagent, model }: Pick<HostEvent, 'session' | 'subagent' | 'model'>,
  env: Environment,
): Actor {
  const own = subagent === null ? {} : { GUARDRAIL_SUBAGENT: subagent };
  return {
    kind: 'agent',
    agent: agent.id,
    vendors: agent.vendors,
    session,
    name: null,
    email: null,
    env: { ...passedOn(env), ...own },
    evidence: [`its hook asks${model === null ? '' : `, for ${model}`}`],
  };
}

function depsOf(ground: CallGround, { read, earlier }: ToolChange): Deps {
  const { gate, rules } = ground;
  return {
    read,
    load: loadGrammars,
    recall: async (change, facts) => {
      const own = earlier === null ? facts : withoutEarlier(facts, await factsOf(earlier));
      const fresh = await withoutIgnored(ground.ground, own);
      return gate === null ? fresh : await recall(gate, change, fresh);
    },
    books: [{ readings: rules, covers: () => true }],
    approvals: ground.approvals,
    engine,
    record: () => Promise.resolve(),
  };
}

async function factsOf({ change, read }: ToolChange): Promise<readonly Fact[]> {
  return await readFacts(change, { read, load: loadGrammars, recall: (_change, facts) => Promise.resolve(facts) });
}

/** What was so before this call is not its doing: a person's uncommitted edit must not keep the agent out of the file. */
function withoutEarlier(facts: readonly Fact[], earlier: readonly Fact[]): readonly Fact[] {
  const known = new Set(earlier.map(keyOf));
  return facts.filter((fact) => fact.kind.startsWith('file.') || !known.has(keyOf(fact)));
}

function keyOf({ kind, subject, where, attributes }: Fact): string {
  return JSON.stringify([kind, subject, where.path, attributes]);
}

async function saidOf(ground: CallGround, change: Change, verdict: Verdict): Promise<Said> {
  const { gate, notes } = ground;
  const isRefused = isRefusal(verdict.level);
  if (isRefused && gate !== null && !gate.isGone()) await keepRefusals(gate, verdict);
  const near = isRefused ? nearApprovals(change, verdict, await ground.approvals()) : [];
  const text = tell({ verdict, change, next: null, near, notes, style: plain, verbose: false });
  return { level: verdict.level, text: text.trimEnd(), short: shortOf(verdict.rulings, isRefused) };
}

function shortOf(rulings: readonly Ruling[], isRefused: boolean): string {
  const first = rulings.find(({ level }) => isRefusal(level)) ?? rulings[0];
  if (first === undefined) return '';
  return `guardrail ${isRefused ? 'refuses' : 'warns'}: ${first.say} (${first.rule})`;
}
