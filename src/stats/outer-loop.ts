import type { Label } from '../model/label.ts';
import type { Turned } from '../model/tuning.ts';
import { type Contract, criterionName, type Heard } from './contract.ts';
import { propose } from './controller.ts';
import type { Setting } from './counterfactual.ts';
import type { Turn } from './ground.ts';
import { sense } from './waiting.ts';

/** Who answers: rightly, one in ten times wrongly, or nobody is asked and somebody labels what annoys him. */
export type Rater = 'honest' | 'slips' | 'annoyed';

/** Whether the log can see that the model behind a reader is another one: its identity changes with its name (log/identity.ts). */
export type DriftKind = 'named' | 'silent';

export type Week = {
  readonly week: number;
  /** Of what stands in the way: true shares, not estimates. */
  readonly noise: number;
  readonly gap: number;
  /** Of what was right to refuse, and is refused. */
  readonly kept: number;
  readonly questions: number;
  readonly turned: readonly Turned[];
};

export type Run = { readonly weeks: readonly Week[]; readonly reversals: number; readonly loosened: number };

/** A world in which some readers can be mended by a higher bar, some by none, and one becomes another in week eight. */
type Model = { readonly id: string; readonly perWeek: number; readonly noiseAt: (confidence: number) => number };
type Criterion = { readonly id: string; readonly share: number; readonly gap: number };
type World = { readonly models: readonly Model[]; readonly criteria: readonly Criterion[] };

const SPEC = 'specs/cart/spec.md';
const CRITERIA: readonly Criterion[] = [
  { id: 'FR-001', share: 0.25, gap: 0.86 },
  { id: 'FR-002', share: 0.25, gap: 0.64 },
  { id: 'FR-003', share: 0.25, gap: 0.06 },
  { id: 'FR-004', share: 0.25, gap: 0.04 },
];
/** Wrong below a confidence of about `middle`, and mostly right above it. */
const steerable =
  (middle: number) =>
  (confidence: number): number =>
    0.02 + 0.93 / (1 + Math.exp(30 * (confidence - middle)));

const DRIFT_WEEK = 8;
const DRIFTS = 'errors.swallowed';
const MODELS: readonly Model[] = [
  { id: DRIFTS, perWeek: 16, noiseAt: () => 0.06 },
  { id: 'money.rounding', perWeek: 16, noiseAt: steerable(0.84) },
  { id: 'style.naming', perWeek: 42, noiseAt: () => 0.96 },
];
/** The vendor has replaced the model behind one reader. */
const DRIFTED: readonly Model[] = MODELS.map((model) =>
  model.id === DRIFTS ? { ...model, noiseAt: steerable(0.84) } : model,
);
/** A question that was answered leaves a tenth of its gaps; half of the others is no longer said, and half is right or wrong like any other. */
const CLARIFIED = 0.1;

const WEEK_MS = 7 * 86_400_000;
const WINDOW_MS = 90 * 86_400_000;
const QUESTIONS = 10;
const START: Setting = { confidence: 0.7, blocks: 'reviewer' };

type State = {
  readonly set: ReadonlyMap<string, Setting>;
  readonly clear: ReadonlySet<string>;
  readonly heard: readonly Told[];
  readonly turned: readonly Turned[];
};
type Told = Heard & { readonly of: string };

/** The whole loop over so many weeks: what is said, who is asked, what is proposed, and what becomes of it. */
export function simulateLoop(
  random: () => number,
  { weeks, rater, drift }: { readonly weeks: number; readonly rater: Rater; readonly drift: DriftKind },
): Run {
  let state: State = {
    set: new Map(MODELS.map(({ id }) => [id, START])),
    clear: new Set(),
    heard: [],
    turned: [],
  };
  const run: Week[] = [{ week: 0, ...truthOf(worldAt(0), state), questions: 0, turned: [] }];
  for (let week = 1; week <= weeks; week += 1) {
    const world = worldAt(week);
    if (week === DRIFT_WEEK && drift === 'named')
      state = { ...state, heard: state.heard.filter(({ of }) => of !== DRIFTS) };
    const answers = answersOf(said(world, state, week, random), state, rater, random);
    const before = state.turned.length;
    state = turnAll({ ...state, heard: [...state.heard, ...answers] }, week);
    const turned = state.turned.slice(before);
    run.push({ week, ...truthOf(world, state), questions: answers.length, turned });
  }
  return { weeks: run, reversals: reversalsOf(state.turned), loosened: loosenedOf(state.turned) };
}

function worldAt(week: number): World {
  return { models: week >= DRIFT_WEEK ? DRIFTED : MODELS, criteria: CRITERIA };
}

/** A question a week at least until it is answered: it lands with the next commit. */
function turnAll(state: State, week: number): State {
  const now = week * WEEK_MS;
  const { turns } = propose(contractsOf(state, now - WINDOW_MS), state.turned, now);
  const next = turns.find(({ waits }) => waits === '');
  return next === undefined ? state : turnAll(turnOne(state, next, now), week);
}

function turnOne(state: State, turn: Turn, now: number): State {
  const { knob, contract, from, to } = turn;
  const event = {
    id: `t-${state.turned.length}`,
    ts: now,
    repo: '',
    contract,
    knob: knob.kind,
    from,
    to,
    undone: false,
  };
  const turned = [...state.turned, event];
  if (knob.kind === 'criterion') return { ...state, turned, clear: new Set([...state.clear, contract]) };
  const set = state.set.get(contract) ?? START;
  const next = knob.kind === 'blocks' ? { ...set, blocks: blocksOf(to) } : { ...set, confidence: Number(to) };
  return { ...state, turned, set: new Map([...state.set, [contract, next]]) };
}

function blocksOf(word: string): Setting['blocks'] {
  return (['never', 'detector', 'reviewer', 'both'] as const).find((known) => known === word) ?? 'never';
}

function contractsOf({ set, clear, ...state }: State, from: number): readonly Contract[] {
  const heard = state.heard.filter(({ ts }) => ts >= from);
  return [
    ...MODELS.map(({ id }): Contract => {
      const own = heard.filter(({ of }) => of === id);
      return { kind: 'failure-model', id, set: set.get(id) ?? START, heard: own, trials: [] };
    }),
    ...CRITERIA.map(({ id }): Contract => {
      const own = heard.filter(({ criterion }) => criterion === criterionName(SPEC, id));
      return { kind: 'criterion', spec: SPEC, criterion: id, isAsked: clear.has(criterionName(SPEC, id)), heard: own };
    }),
  ];
}

/** What the readers say in a week that refuses. */
function said(world: World, state: State, week: number, random: () => number): readonly Told[] {
  return world.models.flatMap((model) =>
    Array.from({ length: model.perWeek }, (_, nth) => sayOne(world, state, { model, nth, week }, random)).flat(),
  );
}

type Which = { readonly model: Model; readonly nth: number; readonly week: number };

function sayOne(world: World, state: State, { model, nth, week }: Which, random: () => number): readonly Told[] {
  const confidence = 0.5 + random() / 2;
  const criterion = pick(world.criteria, random());
  const { gap, gone } = gapsOf(criterion, state.clear);
  const [kind, wrong] = [random(), random()];
  if (kind < gone || !refuses(state.set.get(model.id) ?? START, confidence)) return [];
  const isGap = kind < gone + gap;
  const says: Label = isGap ? 'gap' : wrong < model.noiseAt(confidence) ? 'wrong' : 'right';
  const id = `f-${week}-${model.id}-${nth}`;
  const ts = week * WEEK_MS - 86_400_000;
  const heard = { id, ts, who: 'agent', by: 'reviewer', confidence, cluster: id, says } as const;
  return [{ ...heard, strategy: 'drawn', chance: null, of: model.id, criterion: criterionName(SPEC, criterion.id) }];
}

function refuses({ blocks, confidence }: Setting, stated: number): boolean {
  return (blocks === 'reviewer' || blocks === 'both') && stated >= confidence;
}

function pick(criteria: readonly Criterion[], at: number): Criterion {
  let left = at;
  for (const criterion of criteria) {
    if (left < criterion.share) return criterion;
    left -= criterion.share;
  }
  return criteria[0] ?? { id: '', share: 1, gap: 0 };
}

function gapsOf({ id, gap }: Criterion, clear: ReadonlySet<string>): { readonly gap: number; readonly gone: number } {
  return clear.has(criterionName(SPEC, id))
    ? { gap: gap * CLARIFIED, gone: (gap - gap * CLARIFIED) / 2 }
    : { gap, gone: 0 };
}

/** At most ten a week, drawn with a chance that is written down: a fifth by lot, the others where the least is known. */
function answersOf(open: readonly Told[], state: State, rater: Rater, random: () => number): readonly Told[] {
  if (rater === 'annoyed') {
    const annoying = open.filter(({ says }) => says === 'wrong').slice(0, QUESTIONS);
    return annoying.map((one) => ({ ...one, strategy: 'volunteered', chance: null }));
  }
  const worth = open.map((one) => worthOf(one, state));
  const all = worth.reduce((sum, value) => sum + value, 0);
  const drawn = open.flatMap((one, i): readonly Told[] => {
    const chance = Math.min(1, EXPECTED * (0.2 / open.length + (0.8 * (worth[i] ?? 0)) / all));
    return random() < chance ? [{ ...one, chance, says: rater === 'slips' ? slip(one.says, random()) : one.says }] : [];
  });
  return drawn.slice(0, QUESTIONS);
}

/** Fewer than the budget, so that it seldom cuts off what was drawn. */
const EXPECTED = 9;

/** What nobody knows yet: a reader's sure and unsure statements apart, and a criterion that might be a gap. What is decided teaches nothing. */
function worthOf({ of, criterion, confidence }: Told, { heard, clear, turned }: State): number {
  const since = turned.findLast((one) => one.contract === of)?.ts ?? 0;
  const recent = heard.slice(-RECENT).filter(({ ts }) => ts >= since);
  const isSure = (one: Pick<Told, 'confidence'>): boolean => (one.confidence ?? 0) >= SURE;
  const known = recent.filter((one) => one.of === of && isSure(one) === isSure({ confidence })).length;
  const asked = recent.filter((one) => one.criterion === criterion).length;
  return (clear.has(criterion) ? 0 : 0.5 / (asked + 1)) + 1 / (known + 1);
}

const RECENT = 50;
const SURE = 0.85;

function slip(says: Label, chance: number): Label {
  if (chance >= 0.1) return says;
  return says === 'right' ? 'wrong' : says === 'wrong' ? 'right' : says;
}

/** True shares by the rates themselves, over a grid of confidences. */
function truthOf({ models, criteria }: World, state: State): Pick<Week, 'noise' | 'gap' | 'kept'> {
  const sums = { noise: 0, gap: 0, right: 0, all: 0, couldBe: 0 };
  for (const { id, perWeek, noiseAt } of models)
    for (const criterion of criteria)
      for (let confidence = 0.5025; confidence < 1; confidence += 0.005) {
        const { gap, gone } = gapsOf(criterion, state.clear);
        const weight = perWeek * criterion.share;
        const told = 1 - gap - gone;
        const wrong = told * noiseAt(confidence);
        const right = told - wrong;
        if (confidence >= START.confidence) sums.couldBe += weight * right;
        if (!refuses(state.set.get(id) ?? START, confidence)) continue;
        sums.noise += weight * wrong;
        sums.gap += weight * gap;
        sums.right += weight * right;
        sums.all += weight * (wrong + gap + right);
      }
  const { all } = sums;
  return {
    noise: all === 0 ? 0 : sums.noise / all,
    gap: all === 0 ? 0 : sums.gap / all,
    kept: sums.right / sums.couldBe,
  };
}

function reversalsOf(turned: readonly Turned[]): number {
  return turned.filter((one, i) => {
    const before = turned.slice(0, i).findLast(({ contract }) => contract === one.contract);
    return before !== undefined && sense(before.knob, before.from, before.to) * sense(one.knob, one.from, one.to) < 0;
  }).length;
}

function loosenedOf(turned: readonly Turned[]): number {
  return turned.filter(({ knob, from, to }) => sense(knob, from, to) < 0).length;
}
