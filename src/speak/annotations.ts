import { redact } from '../model/redact.ts';
import { isRefusal } from '../model/level.ts';
import type { Verdict } from '../model/verdict.ts';
import { escapeText } from './escape.ts';

/** GitHub shows about ten annotations a step; the summary line carries the rest. */
const MOST = 10;

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions: `::error file=app.js,line=1::message` */
export function annotations(verdict: Verdict): string {
  const shown = verdict.rulings.filter((ruling) => ruling.level !== 'allow');
  const lines = shown.slice(0, MOST).map((ruling) => {
    const { path, range } = ruling.fact.where;
    const place = path === '' ? '' : `file=${property(path)},line=${range?.from ?? 1},`;
    const level = isRefusal(ruling.level) ? 'error' : 'warning';
    return `::${level} ${place}title=${property(ruling.rule)}::${message(`${ruling.say} ${ruling.instead}`.trim())}`;
  });
  const rest =
    shown.length > MOST ? [`::notice title=guardrail::${shown.length - MOST} more in the log of this step`] : [];
  return [...lines, ...rest].map((line) => `${line}\n`).join('');
}

/** A message that could start a workflow command of its own would be a way in: nothing of a stranger's goes out raw. */
function message(text: string): string {
  return redact(escapeText(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
