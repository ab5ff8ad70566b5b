import { redact } from '../model/redact.ts';
import type { Actor } from '../model/actor.ts';
import type { Change } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Decision, Ruling, Trace } from '../model/verdict.ts';
import { blockOf } from './block.ts';
import { escapeText, showPath } from './escape.ts';
import { drawRadius } from './radius.ts';
import type { Style } from './style.ts';
import { count, nameActor, wrap } from './words.ts';

export type Explanation = {
  readonly change: Change;
  readonly facts: readonly Fact[];
  readonly decision: Decision;
  /** Ruling ids, rules or paths; none is everything. */
  readonly about: readonly string[];
  /** Also what came near. */
  readonly isFull: boolean;
  readonly style: Style;
};

const WIDTH = 78;

export function explain(explanation: Explanation): string {
  const { decision, about, style } = explanation;
  const isMeant = (rule: string, fact: Fact, id: string): boolean =>
    about.length === 0 || about.some((word) => word === id || word === rule || isUnder(fact, word));
  const rulings = decision.rulings.filter((ruling) => isMeant(ruling.rule, ruling.fact, ruling.id));
  const near = explanation.isFull ? (decision.trace ?? []).filter((trace) => isMeant(trace.rule, trace.fact, '')) : [];
  const lines = [
    `${count(explanation.facts.length, 'fact')} in this change, held against ${count(decision.looked.rules, 'rule')} of ${shown(decision.looked.readings.join(' and '))}`,
    shown(`made by ${withEvidence(explanation.change.operator)}`),
    '',
    ...rulings.flatMap((ruling) => [...tellRuling(ruling, style), '']),
    ...near.slice(0, 40).map((trace) => tellNear(trace)),
    ...(near.length > 40 ? [`  and ${count(near.length - 40, 'more rule')} that came near: --json`] : []),
    ...(rulings.length === 0 && near.length === 0 ? ['No rule says anything about this.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A person needs no evidence, and then there is none to show. */
function withEvidence(actor: Actor): string {
  return actor.evidence.length === 0 ? nameActor(actor) : `${nameActor(actor)} (${actor.evidence.join('; ')})`;
}

function isUnder(fact: Fact, word: string): boolean {
  const folder = word.endsWith('/') ? word : `${word}/`;
  return [fact.where.path, fact.from, fact.subject].some(
    (name) => name === word || (name?.startsWith(folder) ?? false),
  );
}

function tellRuling(ruling: Ruling, style: Style): readonly string[] {
  const { fact, source } = ruling;
  const attributes = Object.entries(fact.attributes).map(([name, value]) => `${name}: ${String(value)}`);
  const place = fact.where.range === null ? '' : `:${fact.where.range.from}`;
  return [
    `${style.bold(ruling.level)} ${style.bold(shown(ruling.rule))}  ${ruling.id}`,
    ...field('rule', `${source.file}:${source.line}, as ${ruling.reading} has it`),
    ...field('fact', `${fact.kind} about ${showPath(fact.subject)} in ${showPath(fact.where.path)}${place}`),
    ...field('is', attributes.join(', ')),
    ...radiusLines(fact),
    ...field('by', fact.authors.map(withEvidence).join(', ')),
    ...field('says', ruling.say),
    ...field('why', ruling.why),
    ...insteadLines(ruling),
    ...field('allows', whatWouldAllow(ruling)),
  ];
}

function insteadLines(ruling: Ruling): readonly string[] {
  const lines = blockOf(ruling);
  if (lines === null) return field('instead', ruling.instead);
  return lines.map((line, index) => `  ${(index === 0 ? 'instead' : '').padEnd(8)} ${shown(line)}`);
}

function radiusLines({ subject, radius = [] }: Fact): readonly string[] {
  return drawRadius(subject, radius).map(
    (line, index) => `  ${(index === 0 ? 'radius' : '').padEnd(8)} ${redact(line)}`,
  );
}

function whatWouldAllow(ruling: Ruling): string {
  const people = ruling.need.people === 1 ? 'one person' : `${ruling.need.people} people`;
  const group = ruling.need.of === null ? '' : ` of ${ruling.need.of}`;
  const who = `${people}${group}, at assurance ${ruling.need.assurance} or higher`;
  switch (ruling.level) {
    case 'allow':
      return `approved by ${ruling.approved.map((approval) => `${approval.by.email} (${approval.assurance})`).join(', ')}`;
    case 'warn':
      return 'it passes as it is';
    case 'ask':
      return `${who}: guardrail approve ${ruling.id} --because "..."`;
    case 'deny':
      return `nothing, for this actor; a person may take it over, and then needs ${who}: guardrail approve ${ruling.id}`;
  }
}

function tellNear(trace: Trace): string {
  const where = `${trace.rule} (${trace.source.file}:${trace.source.line})`;
  const what = `${trace.fact.kind} ${showPath(trace.fact.subject)}`;
  return shown(
    trace.outcome === 'allowed' ? `  allows  ${where}: ${what}` : `  misses  ${where}: ${what}, not ${trace.because}`,
  );
}

/** What a stranger wrote: escaped, and without secrets. */
function shown(text: string): string {
  return redact(escapeText(text));
}

function field(name: string, text: string): readonly string[] {
  if (text === '') return [];
  return wrap(shown(text), WIDTH - 11).map((line, index) => `  ${(index === 0 ? name : '').padEnd(8)} ${line}`);
}
