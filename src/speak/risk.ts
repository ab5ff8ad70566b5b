import { redact } from '../model/redact.ts';
import type { Risk } from '../model/risk.ts';
import { escapeText, showPath } from './escape.ts';
import type { Style } from './style.ts';
import { wrap } from './words.ts';

const WIDTH = 78;

/** How likely each part needs mending and what it needs before it lands, with the sum behind it. */
export function tellRisks(risks: readonly Risk[], style: Style): string {
  const lines = risks.slice(0, MOST).flatMap((risk) => ['', ...tellRisk(risk, risks.length > 1, style)]);
  const more = risks.length > MOST ? ['', `and ${risks.length - MOST} more: --json`] : [];
  return lines.length === 0 ? '' : `${[...lines, ...more].join('\n')}\n`;
}

const MOST = 10;

function tellRisk(
  { part, weighed, reach, need, formula }: Risk,
  isOneOfMany: boolean,
  style: Style,
): readonly string[] {
  const chance = weighed.kind === 'weighed' ? weighed.upper.toFixed(2) : 'unknown';
  const of = isOneOfMany ? ` of ${showPath(part)}` : '';
  const head = `${style.bold(`risk ${chance}`)}${of}, reach ${reach.blast}: needs ${style.bold(need ?? 'unknown')} (${MEANS[need ?? 'unknown']})`;
  return [head, ...formula.flatMap(tellLine)];
}

const MEANS = {
  none: 'nobody has to look',
  review: 'a clean review by another vendor: guardrail review',
  owner: 'a person who knows this code: guardrail approve',
  senior: 'a person who answers for it, signed: guardrail approve --sign',
  two: 'two people: guardrail approve --sign, each',
  unknown: 'it could not be weighed',
} as const;

function tellLine(line: string): readonly string[] {
  const colon = line.indexOf(': ');
  const [name, rest] = colon > 0 && colon < 10 ? [line.slice(0, colon), line.slice(colon + 2)] : ['', line];
  return wrap(redact(escapeText(rest)), WIDTH - 12).map((text, i) => `  ${(i === 0 ? name : '').padEnd(9)} ${text}`);
}
