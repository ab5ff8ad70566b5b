import { readFileSync } from 'node:fs';
import { codeOf } from './files.ts';

/** `<pid> <start>`: a number is given to another process one day, a number and its start never. */
export function ownMark(): string {
  return `${process.pid} ${startIfKnown(process.pid) ?? '-'}`;
}

export function isMarkAlive(mark: string): boolean {
  const [pid = '', start = ''] = mark.trim().split(' ');
  if (!/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return start === '-' || startIfKnown(Number(pid)) === start;
}

/**
 * `4711 (a name with ) in it) S 4242 ...`: the start is field 22, and two came before the last parenthesis. Null: it has ended,
 * and only its parent has not taken notice.
 */
export function startOf(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
}

function startIfKnown(pid: number): string | null {
  try {
    return startOf(pid);
  } catch {
    return null; // no /proc here
  }
}
