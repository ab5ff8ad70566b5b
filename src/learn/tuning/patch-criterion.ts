import type { Gate } from '../../gate/open.ts';
import type { Rows } from '../../log/open.ts';
import { statementNamed } from '../../log/statements.ts';
import { parseSpec } from '../../review/spec.ts';
import { escapeText } from '../../speak/escape.ts';
import { textFile } from '../../system/files.ts';
import { UsageError } from '../../system/usage.ts';
import { MARK } from './contracts.ts';
import { fileHere, type Patch, type Turning } from './file-here.ts';

/** A question under the criterion, in the words that spec-kit knows: readers and people see it until somebody answers it. */
export async function askUnder(gate: Gate, log: Rows, turning: Turning): Promise<Patch> {
  const { spec, criterion, file, lines, text } = await specHere(gate, turning);
  const at = lineOf(spec, lines, criterion);
  const found = parseSpec(spec, text).criteria.find(({ id }) => id === criterion);
  if (at === null || found === undefined)
    throw new UsageError(`tune: ${spec} has no criterion ${criterion} any more`, `guardrail spec list`);
  if (found.text.includes(MARK))
    throw new UsageError(
      `tune: under ${criterion} of ${spec} somebody has asked already; answer it there`,
      'guardrail tune',
    );
  const below = endOf(spec, lines, at);
  const question = `  ${questionOf(gate, log, turning)}${lines[at]?.endsWith('\r') === true ? '\r' : ''}`;
  const wanted = [...lines.slice(0, below), question, ...lines.slice(below)].join('\n');
  return { ...file, wanted: textFile(wanted, file.mode) };
}

/** Takes away the line that was put there, if it is still there. */
export async function withoutQuestion(gate: Gate, turning: Turning): Promise<Patch> {
  const { spec, file, lines } = await specHere(gate, turning);
  const at = lines.findIndex((line) => line.includes(MARK) && line.includes(`(${turning.id})`));
  if (at === -1)
    throw new UsageError(
      `tune: the question ${turning.id} does not stand in ${spec} any more`,
      'guardrail tune history',
    );
  return { ...file, wanted: textFile(lines.filter((_line, i) => i !== at).join('\n'), file.mode) };
}

type Here = {
  readonly spec: string;
  readonly criterion: string;
  readonly file: Pick<Patch, 'path' | 'current'> & { readonly mode: number };
  readonly lines: readonly string[];
  readonly text: string;
};

async function specHere(gate: Gate, { knob }: Turning): Promise<Here> {
  const { spec, criterion } = knob.kind === 'criterion' ? knob : { spec: '', criterion: '' };
  const { path, current } = await fileHere(gate, spec);
  if (current.kind !== 'file') throw new UsageError(`tune: there is no ${spec} here any more`, 'guardrail spec list');
  const text = current.bytes.toString('utf8');
  return { spec, criterion, file: { path, current, mode: current.mode }, lines: text.split('\n'), text };
}

/**
 * The line on which a criterion begins: the last one of the shortest beginning of the file in which it is found. Criteria only become
 * more from line to line, so halving finds it.
 */
function lineOf(spec: string, lines: readonly string[], criterion: string): number | null {
  const has = (upTo: number): boolean =>
    parseSpec(spec, lines.slice(0, upTo).join('\n')).criteria.some(({ id }) => id === criterion);
  if (!has(lines.length)) return null;
  let [low, high] = [0, lines.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (has(middle)) high = middle;
    else low = middle;
  }
  return high - 1;
}

/** Behind the lines that belong to it: they are set in, and not blank. */
function endOf(spec: string, lines: readonly string[], at: number): number {
  const count = parseSpec(spec, lines.slice(0, at + 1).join('\n')).criteria.length;
  let end = at + 1;
  while (end < lines.length && /^\s{2,}\S/.test(lines[end] ?? '')) {
    // a criterion of its own may be set in, too
    if (parseSpec(spec, lines.slice(0, end + 1).join('\n')).criteria.length > count) break;
    end += 1;
  }
  return end;
}

const MOST_PLACES = 3;

function questionOf(gate: Gate, log: Rows, { id, why, examples }: Turning): string {
  const paths = examples.flatMap((one) => statementNamed(log, one, gate.now())?.path ?? []);
  const places = [...new Set(paths)].slice(0, MOST_PLACES).join(', ');
  const said = `${why}${places === '' ? '' : `; seen in ${places}`}`;
  // a bracket would end it, and a comment would swallow it
  return `${MARK}: ${escapeText(said).replaceAll(/[[\]<>]/g, ' ')} (${id})]`;
}
