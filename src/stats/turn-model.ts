import type { FailureModel } from '../model/failure-model.ts';
import { betaCdf } from './beta.ts';
import { certify } from './certify.ts';
import type { Heard, ModelContract } from './contract.ts';
import {
  dot,
  type Ground,
  groundOf,
  IS_NOISY,
  IS_TRUSTED,
  loses,
  LOSES_ALONE,
  type Losers,
  percent,
  sayShare,
  shown,
  type Turn,
} from './ground.ts';
import { isAsked, isTold, MISSED, NOISE, noiseOf, recallOf, tallyOf } from './laws.ts';

type Voice = 'reviewer' | 'detector';
type Blocks = FailureModel['blocks'];

const STEP = 0.1;
const LOWEST = 0.5;
/** A promise that is worth writing down: at most one in five wrong, but for one case in ten. */
const PROMISE = { alpha: 0.2, delta: 0.1, least: 20 };

/** What refuses is made surer or stops refusing; what does not and is right begins to; where seeded defects are missed it looks deeper. */
export function turnModel(contract: ModelContract, losers: Losers): Turn | null {
  return (
    loosenReviewer(contract, losers) ??
    loosenDetector(contract) ??
    deepen(contract) ??
    certifyLower(contract) ??
    trust(contract, 'reviewer') ??
    trust(contract, 'detector')
  );
}

function loosenReviewer(contract: ModelContract, losers: Losers): Turn | null {
  const { set, heard } = contract;
  if (!isHeeded(set.blocks, 'reviewer')) return null;
  const refusing = saidBy(heard, 'reviewer').filter(isAbove(set.confidence));
  const raised = surer(refusing, set.confidence);
  if (raised !== null) return turned(contract, raised.ground, { confidence: raised.at });
  const loser = groundOf(refusing.filter(isTold), loses(losers));
  if (loser === null) return null;
  // before it is no longer heeded at all, what it says most surely is heard
  return set.confidence < SUREST && !isNoise(refusing.filter(isAbove(SUREST)))
    ? turned(contract, loser, { confidence: SUREST })
    : turned(contract, loser, { blocks: withoutVoice(set.blocks, 'reviewer') });
}

function loosenDetector(contract: ModelContract): Turn | null {
  const { set, heard } = contract;
  if (!isHeeded(set.blocks, 'detector')) return null;
  const ground = groundOf(saidBy(heard, 'detector').filter(isTold), LOSES_ALONE);
  return ground === null ? null : turned(contract, ground, { blocks: withoutVoice(set.blocks, 'detector') });
}

const SUREST = 0.9;

function isNoise(heard: readonly Heard[]): boolean {
  const tally = tallyOf(heard);
  return tally.n >= FEWEST_ABOVE && noiseOf(tally) > NOISE.sure;
}

type Raised = { readonly at: number; readonly ground: Ground };

/**
 * The class that is wrong most often goes first: what is said least surely. The lowest bar below which it is noise, as the law has it, and above
 * which little of what is labelled is. Null where no bar helps: then all of it is wrong, or nothing is.
 */
function surer(refusing: readonly Heard[], from: number): Raised | null {
  for (const at of BARS.filter((bar) => bar > from)) {
    const ground = groundOf(
      refusing.filter((one) => !isAbove(at)(one)),
      IS_NOISY,
    );
    const { wrong, nEff, n } = tallyOf(refusing.filter(isAbove(at)));
    if (ground !== null && n >= FEWEST_ABOVE && (wrong + 0.5) / (nEff + 1) <= PROMISE.alpha) return { at, ground };
  }
  return null;
}

const BARS: readonly number[] = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
const FEWEST_ABOVE = 3;

function isAbove(bar: number): (heard: Heard) => boolean {
  return ({ confidence }) => (confidence ?? 0) >= bar;
}

/** Not because little was found, but because what is known to be there was not seen. */
function deepen(contract: ModelContract): Turn | null {
  const { id, set, trials } = contract;
  const hit = trials.filter(({ isHit }) => isHit).length;
  const recall = recallOf(hit, trials.length - hit);
  if (recall.reads !== 'missed' || !isHeeded(set.blocks, 'reviewer') || set.confidence <= LOWEST) return null;
  const to = Math.max(LOWEST, hundredths(set.confidence - STEP));
  return {
    signal: 'missed',
    knob: { kind: 'confidence', failureModel: id },
    contract: id,
    from: String(set.confidence),
    to: String(to),
    why: `${hit} of ${recall.n} seeded defects were seen: ${dot(recall.share)} [${dot(recall.low)}-${dot(recall.high)}], which may be less than ${dot(MISSED.share)}`,
    sure: betaCdf(MISSED.share, hit + 0.5, recall.n - hit + 0.5),
    n: recall.n,
    examples: [],
    waits: '',
  };
}

function certifyLower(contract: ModelContract): Turn | null {
  const { id, set, heard } = contract;
  if (!isHeeded(set.blocks, 'reviewer')) return null;
  const asked = saidBy(heard, 'reviewer').filter(isAsked);
  const threshold = certify(asked.flatMap(pointOf), PROMISE);
  if (threshold.kind === 'none' || threshold.at < LOWEST || threshold.at >= set.confidence) return null;
  const { alpha, delta, at, n } = threshold;
  return {
    signal: 'bug',
    knob: { kind: 'confidence', failureModel: id },
    contract: id,
    from: String(set.confidence),
    to: String(at),
    why: `from ${dot(at)} on at most ${percent(alpha)} are noise with ${percent(1 - delta)} certainty (n ${n})`,
    sure: 1 - delta,
    n,
    examples: [],
    waits: '',
  };
}

function trust(contract: ModelContract, voice: Voice): Turn | null {
  const { set, heard } = contract;
  if (isHeeded(set.blocks, voice)) return null;
  const own = saidBy(heard, voice).filter(
    ({ confidence }) => voice === 'detector' || (confidence ?? 0) >= set.confidence,
  );
  const ground = groundOf(own, IS_TRUSTED);
  return ground === null ? null : turned(contract, ground, { blocks: withVoice(set.blocks, voice) });
}

function turned(
  { id, set }: ModelContract,
  ground: Ground,
  to: { readonly confidence: number } | { readonly blocks: Blocks },
): Turn {
  const isTighter = 'blocks' in to && BLOCKS.indexOf(to.blocks) > BLOCKS.indexOf(set.blocks);
  const says = isTighter ? 'right' : 'wrong';
  const change =
    'blocks' in to
      ? { knob: { kind: 'blocks' as const, failureModel: id }, from: set.blocks, to: to.blocks }
      : {
          knob: { kind: 'confidence' as const, failureModel: id },
          from: String(set.confidence),
          to: String(to.confidence),
        };
  return {
    signal: isTighter ? 'bug' : 'noise',
    ...change,
    contract: id,
    why: `${sayShare(ground.tally, says)} of what it says is ${isTighter ? 'right' : 'noise'} (${percent(ground.sure)} sure)`,
    ...shown(ground, says),
  };
}

const BLOCKS: readonly Blocks[] = ['never', 'detector', 'reviewer', 'both'];

function isHeeded(blocks: Blocks, voice: Voice): boolean {
  return blocks === voice || blocks === 'both';
}

function withoutVoice(blocks: Blocks, voice: Voice): Blocks {
  if (blocks === 'both') return voice === 'reviewer' ? 'detector' : 'reviewer';
  return blocks === voice ? 'never' : blocks;
}

function withVoice(blocks: Blocks, voice: Voice): Blocks {
  return blocks === 'never' ? voice : 'both';
}

function saidBy(heard: readonly Heard[], voice: Voice): readonly Heard[] {
  return heard.filter(({ by }) => by === voice);
}

function pointOf({ confidence, says, chance }: Heard): readonly Parameters<typeof certify>[0][number][] {
  return confidence === null || says === 'unclear' ? [] : [{ stated: confidence, right: says === 'right', chance }];
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
