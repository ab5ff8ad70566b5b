import { redact } from '../model/redact.ts';
import { escapeText } from './escape.ts';
import type { Style } from './style.ts';
import { count, wrap } from './words.ts';

type Spoken = { readonly commits: number; readonly reverted: number; readonly perWeek: number };
export type Replay = {
  readonly commits: number;
  readonly weeks: number;
  readonly refused: number;
  readonly reverts: { readonly total: number; readonly caught: number };
  readonly rules: readonly {
    readonly rule: string;
    readonly refused: Spoken;
    readonly warned: Spoken;
    readonly examples: readonly {
      readonly oid: string;
      readonly subject: string;
      readonly say: string;
      readonly isReverted: boolean;
    }[];
  }[];
};

const WIDTH = 78;
const MOST = 20;

/** Proof before enforcement: what each rule would have stopped, what of that was taken back later, and how often it cries. */
export function tellReplay(replay: Replay, notes: readonly string[], style: Style): string {
  const weeks = Math.max(1, Math.round(replay.weeks));
  const { total, caught } = replay.reverts;
  const silent = replay.rules.filter((rule) => rule.refused.commits === 0 && rule.warned.commits > 0);
  const lines = [
    `${count(replay.commits, 'commit')} of the last ${count(weeks, 'week')}, judged by today's rules`,
    `  ${count(replay.refused, 'commit')} would have been refused: ${rate(replay.refused / replay.weeks)}`,
    `  ${count(total, 'commit')} later taken back${total === 0 ? '' : `, ${caught} of them among the refused`}`,
    '',
    ...replay.rules.slice(0, MOST).flatMap((rule) => [...tellRule(rule, style), '']),
    ...(replay.rules.length > MOST ? [`and ${count(replay.rules.length - MOST, 'more rule')}: --json`, ''] : []),
    ...(replay.rules.length === 0 ? ['No rule would have said anything.', ''] : []),
    ...tellPromotions(silent),
    ...notes.flatMap((note) => wrap(`note: ${escapeText(note)}`, WIDTH)),
    'Pushes (git.*), the environment and approvals leave no trace in a history: not replayed.',
  ];
  return `${lines.flatMap((line) => (line.startsWith('Pushes') ? wrap(line, WIDTH) : [line])).join('\n')}\n`;
}

function tellRule({ rule, refused, warned, examples }: Replay['rules'][number], style: Style): readonly string[] {
  return [
    style.bold(shown(rule)),
    ...(refused.commits > 0 ? [`  refuses ${spoken(refused)}`] : []),
    ...(warned.commits > 0 ? [`  warns   ${spoken(warned)}`] : []),
    ...examples.map((example) => {
      const mark = example.isReverted ? 'taken back: ' : '';
      const line = `    ${example.oid.slice(0, 9)}  ${mark}${shown(example.subject)}`;
      return line.length > WIDTH ? `${line.slice(0, WIDTH - 2)} …` : line;
    }),
  ];
}

function spoken({ commits, reverted, perWeek }: Spoken): string {
  return `${count(commits, 'commit')}, ${reverted} taken back later; ${rate(perWeek)}`;
}

function rate(perWeek: number): string {
  return `${perWeek >= 10 ? Math.round(perWeek) : Math.round(perWeek * 10) / 10} a week`;
}

/** Rules at warn that a promotion would let stop something; those that were right before the others. */
function tellPromotions(silent: readonly Replay['rules'][number][]): readonly string[] {
  if (silent.length === 0) return [];
  const best = silent.toSorted((a, b) => b.warned.reverted - a.warned.reverted || a.warned.commits - b.warned.commits);
  return [
    'Enforced, these would stop as well:',
    ...best.slice(0, 5).map((one) => `  guardrail promote ${shown(one.rule)}   ${spoken(one.warned)}`),
    '',
  ];
}

function shown(text: string): string {
  return redact(escapeText(text));
}
