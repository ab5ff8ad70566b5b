import type { TextLines } from './diff/text-lines.ts';

type Settled = {
  readonly before: TextLines;
  readonly after: TextLines;
  readonly notes: readonly string[];
  /** Every line ends otherwise than before: the header says all there is to say of those that do nothing else. */
  readonly every: boolean;
};

/**
 * CRLF told once for a file instead of on each line. Only where all lines of a side end alike: in a mixed file each `\r` is a
 * character of its line, and is shown.
 */
export function settleLineEnds(before: TextLines, after: TextLines): Settled {
  const [old, now] = [endsOf(before), endsOf(after)];
  const strange = old === 'mixed' || now === 'mixed' || (old !== 'crlf' && now !== 'crlf');
  if (strange) return { before, after, notes: [], every: false };
  const stripped = { before: withoutReturns(before, old), after: withoutReturns(after, now) };
  if (old === now || old === 'none' || now === 'none') return { ...stripped, notes: ['CRLF'], every: false };
  return { ...stripped, notes: [`every line ends in ${NAMES[now]}, it was ${NAMES[old]}`], every: true };
}

type Ends = 'none' | 'lf' | 'crlf' | 'mixed';
const NAMES: Readonly<Record<Ends, string>> = { none: 'nothing', lf: 'LF', crlf: 'CRLF', mixed: 'both' };

function endsOf({ lines, open }: TextLines): Ends {
  const ended = open ? lines.slice(0, -1) : lines;
  if (
    lines.some((line, at) => line.slice(0, -1).includes('\r') || (open && at === ended.length && line.endsWith('\r')))
  )
    return 'mixed';
  const carriage = ended.filter((line) => line.endsWith('\r')).length;
  if (ended.length === 0) return 'none';
  return carriage === 0 ? 'lf' : carriage === ended.length ? 'crlf' : 'mixed';
}

function withoutReturns({ lines, open }: TextLines, ends: Ends): TextLines {
  return { lines: ends === 'crlf' ? lines.map((line) => line.replace(/\r$/, '')) : lines, open };
}
