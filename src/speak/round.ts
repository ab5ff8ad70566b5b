import type { CallRecord, Round, RoundInputs } from '../model/review.ts';
import { escapeText } from './escape.ts';
import { coverageOf, readersOf, tellFinding } from './review.ts';
import type { Style } from './style.ts';
import { count } from './words.ts';

/** One round as the log remembers it: about what, by whom and why by them, what each call came to, and what it said. */
export function tellRound(round: Round, style: Style): readonly string[] {
  const { id, loop, branch, tree, outcome, stop, at, engine, inputs } = round;
  return [
    `Review ${style.bold(id)}, round ${round.round} of ${loop}: ${style.bold(outcome)}`,
    ...[
      ['when', `${new Date(at).toISOString()}, ${round.ms} ms, engine ${engine}`],
      ['of', `${branch ?? 'no branch'}, ${round.base} to ${inputs?.after ?? round.head ?? '?'}`],
      ['change', tree],
      ['rules', `${round.rules}; failure models ${round.failureModels}`],
      ['spec', round.spec === null ? 'none' : `${round.spec.path} ${round.spec.hash}`],
      ['read by', `${readersOf(round)} (${round.reading})`],
      ['shown', coverageOf(round.manifest)],
      ...(inputs === undefined ? [] : chosen(inputs)),
      ['left', `${count(round.left.length, 'failure model')} not asked about`],
      ['cost', `${round.tokens.input + round.tokens.output} tokens, ${round.money.toFixed(4)}`],
      ...(stop === null ? [] : [['stopped', stop.says]]),
      ...round.reasons.map((reason) => ['', reason]),
    ].map(([label = '', text = '']) => `  ${label.padEnd(9)} ${escapeText(text)}`),
    '',
    ...round.calls.map((call) => `  ${escapeText(callLine(call))}`),
    '',
    ...round.ledger.flatMap((entry) => [...tellFinding(entry, style), '']),
    `${count(round.ledger.length, 'finding')} in the ledger. To work it out again: guardrail log replay ${id}`,
  ];
}

/** Why these readers: who may have written it, and on what evidence. */
function chosen({ authors, choice, bearing, waivers }: RoundInputs): readonly (readonly string[])[] {
  const order = choice.order.map(({ name }) => name).join(', ');
  return [
    ...authors.map(({ kind, agent, vendors, evidence }) => [
      'author',
      `${agent ?? kind}${vendors.length === 0 ? '' : ` (${vendors.join(', ')})`}: ${evidence.join('; ') || 'no evidence of an agent'}`,
    ]),
    [
      'chosen',
      `${order === '' ? 'nobody' : order}; ${count(choice.needed, 'vendor')} needed, independence: ${bearing.independence}${choice.why === '' ? '' : `. ${choice.why}`}`,
    ],
    ...waivers.map(({ target, name, because }) => ['waived', `${target} by ${name}: ${because}`]),
  ];
}

function callLine({
  purpose,
  vendor,
  model,
  served,
  host,
  outcome,
  cause,
  tokens,
  money,
  ms,
  tries,
  requestId,
  more,
}: CallRecord): string {
  const as = served === null || served === model ? '' : ` (served ${served})`;
  const parts = [
    `${purpose} ${vendor} ${model}${as} at ${host}`,
    cause === '' ? outcome : `${outcome}: ${cause}`,
    `${tokens.input}+${tokens.output} tokens, ${money.toFixed(4)}`,
    `${Math.round(ms)} ms, ${tries === 1 ? 'one try' : `${tries} tries`}`,
    ...(more === undefined ? [] : [more.by, ...(more.errors.length === 0 ? [] : [more.errors.join(' ')])]),
    ...(more === undefined || more.redactions === 0 ? [] : [`${count(more.redactions, 'secret')} taken out`]),
    ...(requestId === null ? [] : [requestId]),
  ];
  return parts.join('; ');
}
