import type { Started } from '../model/call.ts';
import type { Fact } from '../model/fact.ts';
import { redact } from '../model/redact.ts';
import { escapeText } from './escape.ts';
import type { Style } from './style.ts';
import { count } from './words.ts';

const MOST = 50;
const WIDTH = 78;

/** The parse and the facts of a command, before its rules: what would be started, and what that does. */
export function tellStarted(started: readonly Started[], facts: readonly Fact[], style: Style): string {
  const rows = started.slice(0, MOST).flatMap((one) => tellOne(one, style));
  const more = started.length > MOST ? [`  and ${count(started.length - MOST, 'more program')}`] : [];
  const deeds = facts.map(({ kind, subject, attributes }) => {
    const because = String(attributes['because'] ?? '');
    return `  ${style.bold(kind)}  ${shown(subject)}${because === '' ? '' : `: ${shown(because)}`}`;
  });
  return [
    `${count(started.length, 'program')} would be started:`,
    ...rows,
    ...more,
    '',
    deeds.length === 0 ? 'What they do is nothing a rule could be about.' : `${count(deeds.length, 'consequence')}:`,
    ...deeds,
    '',
  ].join('\n');
}

function tellOne({ words, line, cwd, through, certainty }: Started, style: Style): readonly string[] {
  const text = shown(words.join(' '));
  const notes = [
    ...(line > 1 ? [`line ${line}`] : []),
    ...(through.length > 0 ? [`through ${through.join(', ')}`] : []),
    ...(cwd === null ? [] : [`in ${cwd}`]),
    ...(certainty === 'certain' ? [] : [certainty === 'likely' ? 'likely to run' : 'may never run']),
  ];
  const cut = text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
  return [`  ${cut}`, ...(notes.length === 0 ? [] : [style.dim(`      ${shown(notes.join(', '))}`)])];
}

function shown(text: string): string {
  return redact(escapeText(text)).replaceAll(/\s+/g, ' ');
}
