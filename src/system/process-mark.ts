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

/** Field 22 of its `stat`; null where there is no /proc, and for one that has ended and that nobody waited for. */
function startIfKnown(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
