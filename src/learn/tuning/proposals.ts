import { createHash } from 'node:crypto';
import type { Gate } from '../../gate/open.ts';
import type { Rows } from '../../log/open.ts';
import { labelledStatements, recentStatements, type Span } from '../../log/statements.ts';
import { readTrials } from '../../log/trials.ts';
import { lifeOf, pastIdentities, readTurned, rulingSpoken } from '../../log/tuned.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { readLevels } from '../../model/level.ts';
import type { Statement } from '../../model/statement.ts';
import type { Counterfactual, Proposal, Turned } from '../../model/tuning.ts';
import { propose } from '../../stats/controller.ts';
import { NOTHING_CHANGES, replayLevels, replaySetting, type Spoken } from '../../stats/counterfactual.ts';
import { everAsked } from '../../stats/ever-asked.ts';
import type { Turn } from '../../stats/ground.ts';
import { contractsOf } from './contracts.ts';
import { readSettings, type Settings } from './in-force.ts';

/** What the log proposes to turn, what was turned, and what it says that no knob mends. */
export type Tuning = {
  readonly proposals: readonly Proposal[];
  /** The newest first. */
  readonly turned: readonly Turned[];
  readonly readings: readonly string[];
  /** Why nothing can be proposed; empty where it can. */
  readonly why: string;
  readonly labelled: number;
};

export type Wanted = { readonly gate: Gate; readonly repo: string; readonly now: number };

const DAY_MS = 86_400_000;
/** Of what seldom speaks, the last twenty labels count however old; older than this, nobody remembers what they were about. */
const OLDEST_MS = 365 * DAY_MS;
const REPLAYED_MS = 90 * DAY_MS;
const MOST_REPLAYED = 3_000;

export async function readProposals(log: Rows, { gate, repo, now }: Wanted): Promise<Tuning> {
  const span: Span = { from: now - OLDEST_MS, now, repo };
  // another clone's clock may be a little ahead; one that stands in another year is not waited for
  const turned = readTurned(log, { ...span, now: now + DAY_MS });
  const labelled = everAsked(labelledStatements(log, span), now);
  const cited = [...new Set(labelled.flatMap(({ spec }) => spec ?? []))];
  const settings = await readSettings(gate, cited);
  const found = { turned, labelled: labelled.length };
  if (settings.kind === 'broken') return { ...found, proposals: [], readings: [], why: settings.why };
  const spoken = spokenOf(log, labelled);
  const { contracts, gone } = contractsOf(settings, {
    spoken,
    trials: readTrials(log, { ...span, from: now - REPLAYED_MS }),
    past: pastIdentities(log, span),
    now,
  });
  const past = turned.toReversed();
  const { turns, readings } = propose(contracts, past, now);
  const all = [...turns, ...bugTurns(log, labelled, settings, past)];
  const recent =
    all.length === 0 ? [] : spokenOf(log, statementsToReplay(log, { ...span, from: now - REPLAYED_MS }, labelled));
  const proposals = all.map((turn) => ({
    ...turn,
    id: idOf(repo, turn),
    replay: replayOf(turn, settings.models, recent),
  }));
  return { ...found, proposals, readings: [...readings, ...goneReading(gone)], why: '' };
}

/** Labelled or not, each once: what was labelled long ago is replayed only as far as the time goes. */
function statementsToReplay(log: Rows, span: Span, labelled: readonly Statement[]): readonly Statement[] {
  const recent = recentStatements(log, span, MOST_REPLAYED);
  const known = new Set(recent.map(({ id }) => id));
  return [...recent, ...labelled.filter(({ id, last }) => !known.has(id) && last >= span.from)];
}

export function spokenOf(log: Rows, statements: readonly Statement[]): readonly Spoken[] {
  return statements.map((statement) => {
    const ruling = statement.kind === 'ruling' ? rulingSpoken(log, statement.id) : null;
    return { statement, who: ruling?.who ?? 'agent', fact: ruling?.fact ?? '' };
  });
}

function replayOf({ knob, to }: Turn, models: readonly FailureModel[], spoken: readonly Spoken[]): Counterfactual {
  switch (knob.kind) {
    case 'rule-level': {
      const levels = readLevels(to);
      return levels === null ? NOTHING_CHANGES : replayLevels(spoken, knob.rule, levels);
    }
    case 'confidence':
    case 'blocks': {
      const model = models.find(({ id }) => id === knob.failureModel);
      if (model === undefined) return NOTHING_CHANGES;
      const { confidence, blocks } = model;
      const next =
        knob.kind === 'confidence' ? { confidence: Number(to), blocks } : { confidence, blocks: blocksOf(to) };
      return replaySetting(spoken, model.id, { confidence, blocks }, next);
    }
    case 'criterion':
    case 'case':
      return NOTHING_CHANGES;
  }
}

export function blocksOf(word: string): FailureModel['blocks'] {
  return (['never', 'detector', 'reviewer', 'both'] as const).find((known) => known === word) ?? 'never';
}

const MOST_BUGS = 5;
const BUG_MS = 90 * DAY_MS;

/** A finding that was a real bug and was mended shows both sides: it need not be found a second time. */
function bugTurns(
  log: Rows,
  labelled: readonly Statement[],
  { models }: Extract<Settings, { kind: 'read' }>,
  turned: readonly Turned[],
): readonly Turn[] {
  const newest = labelled[0]?.label?.ts ?? 0;
  return labelled
    .filter(({ kind, label, became }) => kind === 'finding' && label?.says === 'right' && became === 'redone')
    .filter(({ label }) => newest - (label?.ts ?? 0) < BUG_MS)
    .flatMap((statement): readonly Turn[] => {
      const to = draftId(statement.id);
      const was = turned.findLast(({ knob, to: drafted }) => knob === 'case' && drafted === to);
      const isThere = models.some(({ id }) => id === to) || (was !== undefined && !was.undone);
      if (isThere || lifeOf(log, statement.id) === null) return [];
      return [
        {
          signal: 'bug',
          knob: { kind: 'case', finding: statement.id },
          contract: statement.of,
          from: '',
          to,
          why: `${statement.id} was a real bug in ${statement.path}, and was mended: what it looked like before and after makes a case`,
          sure: 1,
          n: 1,
          examples: [statement.id],
          waits: '',
        },
      ];
    })
    .slice(0, MOST_BUGS);
}

/** A failure model begun from a finding: `incidents.f-7f3k2mq`. */
function draftId(finding: string): string {
  return `incidents.${finding}`;
}

/** Base 32 without letters that read like digits: people type these. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LETTERS = 6;

/** Of what is proposed for what: the same tomorrow, and in another clone. */
function idOf(repo: string, { knob, contract, from, to }: Turn): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([repo, knob.kind, contract, from, to]))
    .digest();
  return `t-${[...digest.subarray(0, LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '0').join('')}`;
}

const MOST_NAMED = 5;

function goneReading(gone: readonly string[]): readonly string[] {
  if (gone.length === 0) return [];
  const named = gone.slice(0, MOST_NAMED).join(', ');
  return [`labels of what is not in force any more are left out: ${named}${gone.length > MOST_NAMED ? ', ...' : ''}`];
}
