import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';

const DEEPEST = 24;

/**
 * Command lines of the processes above us, nearest first: who started git. Read from the hook's own process, never from a
 * daemon's, which keeps whatever started it for ever.
 */
export async function readAncestry(pid: number, platform: string): Promise<readonly string[]> {
  return platform === 'linux' ? fromProc(pid) : await fromPs(pid);
}

/** The kernel answers at once: waiting for a thread of the pool, twice for each process, takes longer than reading. */
function fromProc(start: number): readonly string[] {
  const lines: string[] = [];
  for (let pid = start; pid > 1 && lines.length < DEEPEST;) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const cmdline = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      lines.push(cmdline.replaceAll('\0', ' ').trim().slice(0, 500));
      // `4711 (a name with ) in it) S 4242 ...`: the parent is the second field after the last parenthesis
      pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      return lines; // the process has ended, or belongs to another user: what we know ends here
    }
  }
  return lines;
}

async function fromPs(start: number): Promise<readonly string[]> {
  const table = new Map<number, { parent: number; command: string }>();
  for (const line of (await listProcesses()).split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    if (match !== null)
      table.set(Number(match[1]), { parent: Number(match[2]), command: (match[3] ?? '').slice(0, 500) });
  }
  const lines: string[] = [];
  for (let pid = start; pid > 1 && lines.length < DEEPEST;) {
    const entry = table.get(pid);
    if (entry === undefined) break;
    lines.push(entry.command);
    pid = entry.parent;
  }
  return lines;
}

function listProcesses(): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', ['-axo', 'pid=,ppid=,command='], { timeout: 2000, maxBuffer: 8 << 20 }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
}
