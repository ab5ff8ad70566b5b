import type { Counterfactual, Knob, Proposal, Turned } from '../../model/tuning.ts';
import type { Effect } from '../../stats/effect.ts';
import { dot } from '../../stats/ground.ts';
import { rateText } from '../../stats/rate-text.ts';
import { dayName } from '../../stats/calendar.ts';
import { escapeText } from '../../speak/escape.ts';
import { count, wrap } from '../../speak/words.ts';
import type { Tuning } from './proposals.ts';

const WIDTH = 96;
const DAY_MS = 86_400_000;

/** Everything that is proposed, what waits and what no knob mends. */
export function tellTuning({ proposals, readings, labelled, turned }: Tuning): string {
  const ready = proposals.filter(({ waits }) => waits === '').length;
  const head =
    proposals.length === 0
      ? `Nothing to turn: ${labelled === 0 ? 'nobody has labelled anything yet' : `${count(labelled, 'label')} of the last year ask for nothing`}.`
      : `${count(proposals.length, 'proposal')}, ${ready} to accept now, from ${count(labelled, 'label')}.`;
  const next = labelled === 0 || proposals.length === 0 ? ['next: guardrail ask'] : [];
  const past = turned.length === 0 ? [] : [`${turned.length} turned before: guardrail tune history`];
  return lines([
    head,
    '',
    ...proposals.flatMap((one) => [...tellProposal(one), `  next: guardrail tune show ${one.id}`, '']),
    ...readings.flatMap((one) => wrap(`- ${escapeText(one)}`, WIDTH)),
    ...(readings.length === 0 ? [] : ['']),
    ...past,
    ...next,
  ]);
}

/** One of them. What cannot be undone is said before anything else. */
export function tellProposal(proposal: Proposal): readonly string[] {
  const { id, contract, why, waits, replay, examples } = proposal;
  return [
    ...tellDanger(replay),
    `${id}  ${escapeText(contract)}: ${tellChange(proposal)}`,
    ...indented(escapeText(why)),
    ...indented(tellReplay(proposal)),
    ...(examples.length === 0
      ? []
      : indented(`for example ${examples.join(', ')} (guardrail explain ${examples[0] ?? ''})`)),
    ...(waits === '' ? [] : indented(`waits: ${escapeText(waits)}`)),
  ];
}

export function tellDanger({ irreversible }: Counterfactual): readonly string[] {
  if (irreversible.length === 0) return [];
  const ids = irreversible.slice(0, MOST_IDS).join(', ');
  return [
    `! would have let through ${count(irreversible.length, 'thing')} that nobody can undo, and that people said was rightly refused: ${ids}`,
  ];
}

function tellChange({ knob, from, to }: Pick<Proposal, 'knob' | 'from' | 'to'>): string {
  const words: Readonly<Record<Knob['kind'], string>> = {
    'rule-level': `${from}, then ${to}`,
    confidence: `a reviewer refuses from ${from}, then from ${to}`,
    blocks: `its findings refuse: ${from}, then ${to}`,
    criterion: 'a question in the spec, for a person to answer',
    case: `a failure model begun from it (${to})`,
  };
  return escapeText(words[knob.kind]);
}

/** `of 120 statements of the last 90 days it would have let through 2 that were right, and silenced 31 that were noise` */
function tellReplay({ knob, replay }: Proposal): string {
  if (knob.kind === 'criterion' || knob.kind === 'case') return 'on the past it would have changed no verdict';
  const { statements, lets, silences, catches, bothers, unknown } = replay;
  const parts = [
    `let through ${lets.length} that were right${named(lets)}`,
    `silenced ${silences.length} that were noise${named(silences)}`,
    ...(catches.length + bothers.length === 0
      ? []
      : [
          `refused ${catches.length} rightly${named(catches)} and ${bothers.length} wrongly${named(bothers)} that passed`,
        ]),
    ...(unknown === 0 ? [] : [`changed ${unknown} that nobody has labelled`]),
  ];
  return `of ${count(statements, 'statement')} of the last 90 days it would have ${parts.join(', ')}`;
}

const MOST_IDS = 8;

function named(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return ` (${ids.slice(0, MOST_IDS).join(', ')}${ids.length > MOST_IDS ? ', ...' : ''})`;
}

/** What was turned, and what became of it. */
export function tellHistory(effects: readonly Effect[]): string {
  if (effects.length === 0) return 'Nothing was turned within a year.\nnext: guardrail tune\n';
  return lines(effects.flatMap((effect) => [...tellEffect(effect), '']));
}

function tellEffect({ turned, of, before, after, paired }: Effect): readonly string[] {
  const how = turned.undone ? 'taken back' : 'accepted';
  const word = of === 'gap' ? 'gaps' : 'noise';
  const since =
    after.kind === 'too few'
      ? `too early to tell: ${after.needed} more labels of what it says since`
      : rateText(after, word);
  return [
    `${turned.id}  ${dayName(Math.floor(turned.ts / DAY_MS))}  ${escapeText(turned.contract)}: ${how}, ${tellTurned(turned)}`,
    ...(turned.knob === 'case' ? [] : [`  before: ${word} ${rateText(before, 'labels')}`, `  since:  ${since}`]),
    ...(paired.kind === 'known'
      ? [`  of ${paired.n} statements it decides otherwise than before (p ${dot(paired.p)}, McNemar)`]
      : []),
    ...(turned.undone ? [] : [`  back: guardrail tune undo ${turned.id}`]),
  ];
}

function tellTurned({ knob, from, to }: Turned): string {
  if (knob === 'criterion') return 'a question in the spec';
  if (knob === 'case') return escapeText(to);
  return escapeText(`${from}, then ${to}`);
}

function indented(text: string): readonly string[] {
  return wrap(text, WIDTH - 2).map((line) => `  ${line}`);
}

function lines(some: readonly string[]): string {
  return `${some.join('\n').replace(/\n+$/, '')}\n`;
}
