import type { Gate } from '../../gate/open.ts';
import { readReadings } from '../../gate/readings.ts';
import { repositoryId } from '../../gate/repository-id.ts';
import { questionOf } from '../../gate/review/asking.ts';
import type { Rows } from '../../log/open.ts';
import { readTrials } from '../../log/trials.ts';
import type { Trial } from '../../model/trial.ts';
import { mostOf } from '../../review/ask.ts';
import type { Cost } from '../../review/budget.ts';
import { priceOf } from '../../review/price.ts';
import { type Cover, readCovers } from './covers.ts';
import { dueFor } from './due.ts';
import { escapedSeeds } from './escaped.ts';
import { MODE, type Reader, type Readers, readReaders } from './readers.ts';
import { readSeeds, type Seed, type Seeds } from './seeds.ts';
import { planNames, weave, type Woven } from './weave.ts';

/** What trials are made of, read once. */
export type OpenedTrials = Readers &
  Seeds & {
    readonly gate: Gate;
    readonly repo: string;
    readonly covers: readonly Cover[];
    readonly trials: readonly Trial[];
  };
export type Asked = {
  /** Names of reviewers and ids of failure models; empty: all. */
  readonly reviewers: readonly string[];
  readonly models: readonly string[];
  readonly bare: boolean;
};

/** One question that would be asked, and what it may cost at most. */
export type Planned = { readonly reader: Reader; readonly woven: Woven; readonly most: Cost };
export type Plan = {
  readonly planned: readonly Planned[];
  readonly most: Cost;
  /** Defects that could not be shown to somebody, and why: as many as were met on the way. */
  readonly unshown: readonly { readonly reviewer: string; readonly seed: Seed; readonly why: string }[];
};

export async function openTrials(gate: Gate, log: Rows, asked: Asked): Promise<OpenedTrials> {
  const { head } = gate.repository;
  const [found, seeds, { usable }] = await Promise.all([
    readReaders(gate, log),
    readSeeds(gate),
    readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]),
  ]);
  const repo = await repositoryId(
    gate,
    usable.map(({ rules }) => rules),
  );
  const escaped = await escapedSeeds(gate, log, { repo, models: seeds.models });
  const isWanted = (words: readonly string[], word: string): boolean => words.length === 0 || words.includes(word);
  return {
    ...found,
    ...seeds,
    gate,
    repo,
    readers: found.readers.filter(({ rule }) => isWanted(asked.reviewers, rule.name)),
    seeds: [...escaped, ...seeds.seeds].filter(({ model }) => isWanted(asked.models, model.id)),
    without: seeds.without.filter(({ id }) => isWanted(asked.models, id)),
    covers: asked.bare || found.rules === null ? [] : await readCovers(gate, found.rules),
    // who a reader is does not depend on the repository, and what it was shown elsewhere it has seen
    trials: readTrials(log, { from: 0, now: gate.now(), repo: null }),
  };
}

/** Of seeds that cannot be shown, so many are passed over for each that can. */
const MOST_PASSED = 20;

/** The next questions, each reader in its turn. Nothing is asked and nothing is written. */
export async function planTrials(opened: OpenedTrials, most: number, bare: boolean): Promise<Plan> {
  const { readers, seeds, trials, gate, rules, models } = opened;
  const queues = readers.map((reader) => ({
    reader,
    due: [...dueFor(seedsFor(reader, seeds), trials, reader.identity, gate.now())],
  }));
  const planned: Planned[] = [];
  const unshown: Plan['unshown'][number][] = [];
  const weaving = { rules: rules ?? NOTHING_PRIVATE, models, covers: opened.covers, bare, hmac: planNames };
  while (planned.length < most && unshown.length < MOST_PASSED * most && queues.some(({ due }) => due.length > 0)) {
    for (const { reader, due } of queues) {
      const seed = due.shift();
      if (seed === undefined || planned.length >= most) continue;
      const woven = await weave(seed, reader.rule, weaving);
      if (typeof woven === 'string') unshown.push({ reviewer: reader.rule.name, seed, why: woven });
      else planned.push({ reader, woven, most: costOf(woven) });
    }
  }
  const sum = (of: keyof Cost): number => planned.reduce((all, one) => all + one.most[of], 0);
  return { planned, unshown, most: { tokens: sum('tokens'), money: sum('money') } };
}

function seedsFor({ identity }: Reader, seeds: readonly Seed[]): readonly Seed[] {
  return seeds.filter(({ knownTo }) => knownTo !== identity);
}

const NOTHING_PRIVATE = { isPrivate: () => true };

/** By the question as it would be sent, and the longest answer its reader may give. */
function costOf({ reviewer, sheet, failureModels }: Woven): Cost {
  const topic = { purpose: MODE, sheet, failureModels, spec: null, open: [], messages: [] } as const;
  const { question } = questionOf({ hmac: planNames }, reviewer, topic, sheet.id);
  return mostOf(question, priceOf(reviewer)).cost;
}
