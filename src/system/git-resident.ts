import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** A `git cat-file --batch` that stays: to ask it costs a tenth of a millisecond where a process costs three. */
export type Resident = {
  /** Null: one of them is missing, or it has ended; then a git of its own is asked, which says so in its own words. */
  readonly ask: (input: Buffer, lines: number) => Promise<Buffer | null>;
  readonly end: () => void;
};

/** Silent for this long, it is no help to anybody. */
const PATIENCE_MS = 2_000;
const IDLE_MS = 60_000;

type Waiting = {
  readonly input: Buffer;
  left: number;
  readonly done: (answer: Buffer | null) => void;
};

/** `contents`: answers carry the bytes of the object, `<oid> <type> <size>\n<bytes>\n`; else only that first line. */
export function openResident(child: ChildProcessWithoutNullStreams, contents: boolean, onEnd: () => void): Resident {
  const queue: Waiting[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  let at = 0; // up to here `bytes` has been understood
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    child.stdin.end();
    child.kill();
    for (const { done } of queue.splice(0)) done(null);
    onEnd();
  };
  const timer = setTimeout(end, IDLE_MS);
  timer.unref();
  const next = (): void => {
    const [first] = queue;
    if (first === undefined) return;
    timer.refresh();
    child.stdin.write(first.input);
  };
  const read = (): void => {
    const [first] = queue;
    if (first === undefined) return end(); // it speaks without being asked
    const after = recordsEnd(first, bytes, at, contents);
    if (after === 'missing') return end();
    at = after;
    if (first.left > 0) return;
    queue.shift();
    first.done(Buffer.from(bytes.subarray(0, at)));
    bytes = bytes.subarray(at);
    at = 0;
    next();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    read();
  });
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', end);
  child.stderr.on('data', end); // it complains: not for us to read
  child.once('error', end);
  child.once('exit', end);
  child.unref();
  return {
    end,
    ask: async (input, lines) => {
      if (isOver) return null;
      return await new Promise((resolve) => {
        const late = setTimeout(end, PATIENCE_MS);
        const done = (answer: Buffer | null): void => {
          clearTimeout(late);
          resolve(answer);
        };
        queue.push({ input, left: lines, done });
        if (queue.length === 1) next();
      });
    },
  };
}

/** How far the records that are awaited are there. */
function recordsEnd(first: Waiting, bytes: Buffer, from: number, contents: boolean): number | 'missing' {
  let at = from;
  while (first.left > 0) {
    const after = recordEnd(bytes, at, contents);
    if (after === 'missing') return after;
    if (after === 'more') return at;
    at = after;
    first.left -= 1;
  }
  return at;
}

/** Where the record that begins at `at` ends. */
function recordEnd(bytes: Buffer, at: number, contents: boolean): number | 'more' | 'missing' {
  const newline = bytes.indexOf(0x0a, at);
  if (newline === -1) return 'more';
  const [, size] = /^[0-9a-f]{40,64} [a-z]+ (\d+)$/.exec(bytes.toString('latin1', at, newline)) ?? [];
  if (size === undefined) return 'missing';
  const after = contents ? newline + 1 + Number(size) + 1 : newline + 1;
  return after <= bytes.length ? after : 'more';
}
