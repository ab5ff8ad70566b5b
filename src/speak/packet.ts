import { OPEN_STATES } from '../model/finding.ts';
import type { LedgerEntry, Round } from '../model/review.ts';
import { redact } from '../model/redact.ts';
import { escapeText } from './escape.ts';
import { howRead, placeOf, tellFinding } from './review.ts';
import type { Style } from './style.ts';
import { count, wrap } from './words.ts';

const WIDTH = 78;

/** One page for the person who decides: what is asked of them first, then what it rests on. */
export function packet(rounds: readonly Round[], style: Style): string {
  const last = rounds.at(-1);
  if (last === undefined) return 'No review of this branch is remembered.\n';
  const open = last.ledger.filter(({ state }) => OPEN_STATES.includes(state));
  const blocking = open.filter(({ finding }) => finding.blocking);
  const denied = last.ledger.filter(({ state }) => state === 'disputed' || state === 'invalid');
  const others = last.ledger.filter(({ state }) => state === 'fixed' || state === 'waived');
  const lines = [
    style.bold(
      `Review ${last.loop} of ${shown(last.branch ?? last.tree.slice(0, 9))}: ${last.outcome} after ${count(rounds.length, 'round')}`,
    ),
    ...wrap(shown(last.stop?.says ?? last.reasons[0] ?? 'It goes on.'), WIDTH),
    '',
    style.bold('What you are asked'),
    ...askOf(last, blocking),
    '',
    ...section(
      `Open (${open.length}, of which ${blocking.length} hold the push)`,
      open.flatMap((entry) => [...tellFinding(entry, style), ...historyOf(entry, rounds), '']),
      style,
    ),
    ...section(
      `Denied by a second reading (${denied.length})`,
      denied.flatMap((entry) => [line(entry), ...noteOf(entry)]),
      style,
    ),
    ...section(`Settled (${others.length})`, others.map(line), style),
    style.bold('The rounds'),
    ...rounds.map(roundLine),
    '',
    style.bold('What it rests on'),
    ...wrap(`  read by ${shown(howRead(last))}`, WIDTH),
    ...last.reasons.flatMap((reason) => wrap(`  ${shown(reason)}`, WIDTH)),
    `  spec ${last.spec === null ? 'none' : shown(last.spec.path)}; ${costOf(rounds)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function askOf(last: Round, blocking: readonly LedgerEntry[]): readonly string[] {
  const ids = blocking.map(({ finding }) => finding.id);
  return [
    ...(ids.length === 0
      ? []
      : [
          '  Is a finding wrong, or right and bearable? Then waive it, with a reason:',
          `    guardrail waive ${ids.slice(0, 6).join(' ')} --because "..."`,
          '  Is it right? Then the author has to settle it; say how in your own words, and have it read again:',
          '    guardrail review --again',
        ]),
    '  Have you read the change yourself? Then answer for it as it stands:',
    `    guardrail waive ${last.loop} --because "..."`,
  ];
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [style.bold(title), ...lines, ...(lines.at(-1) === '' ? [] : [''])];
}

/** How it fared: `new 1, persisting 2, reopened 4`. */
function historyOf({ finding }: LedgerEntry, rounds: readonly Round[]): readonly string[] {
  const states = rounds.flatMap(({ round, ledger }) => {
    const entry = ledger.find((one) => one.finding.id === finding.id);
    return entry === undefined ? [] : [`${entry.state} in round ${round}`];
  });
  return states.length < 2 ? [] : wrap(`        rounds  ${states.join(', ')}`, WIDTH);
}

function line({ finding, state }: LedgerEntry): string {
  return `  ${finding.id}  ${state.padEnd(9)} ${shown(finding.failureModel)}  ${placeOf(finding)}  ${shown(finding.title).slice(0, 60)}`;
}

function noteOf({ note }: LedgerEntry): readonly string[] {
  return note === '' ? [] : wrap(`             ${shown(note)}`, WIDTH);
}

function roundLine({ round, head, outcome, ledger, calls }: Round): string {
  const open = ledger.filter(({ state }) => OPEN_STATES.includes(state)).length;
  return `  ${round}  ${(head ?? '').slice(0, 9).padEnd(9)}  ${outcome.padEnd(12)} ${count(open, 'open finding')}, ${count(calls.length, 'call')}`;
}

function costOf(rounds: readonly Round[]): string {
  const money = rounds.reduce((sum, round) => sum + round.money, 0);
  const tokens = rounds.reduce((sum, round) => sum + round.tokens.input + round.tokens.output, 0);
  return `${count(tokens, 'token')}${money === 0 ? '' : `, ${money.toFixed(2)} in money`}`;
}

function shown(text: string): string {
  return redact(escapeText(text));
}
