import { randomBytes } from 'node:crypto';

/**
 * What a shell can say without knowing JSON: fields that end in NUL, which no argument, path or variable can hold.
 *
 *     1 ENGINE PID START TTY CWD VARIABLE... '' COUNT WORD... STDIN
 *
 * START binds PID to the process that we see under that number (field 22 of /proc/PID/stat), and `-` where there is no /proc:
 * then folder and variables come along, which we otherwise read from the client itself.
 */
export type Request = {
  readonly engine: string;
  readonly pid: number;
  readonly start: string | null;
  readonly isTerminal: boolean;
  readonly cwd: string;
  readonly variables: readonly string[];
  readonly argv: readonly string[];
  readonly stdin: Buffer;
};

export type Parsed =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'more' }
  | { readonly kind: 'garbled'; readonly why: string };

const VERSION = '1';
export const MOST_BYTES: number = 16 << 20;

/** `more` until all of it is here. The last field ends like all others, so nobody needs to close half a connection. */
export function parseRequest(bytes: Buffer): Parsed {
  if (bytes.length > MOST_BYTES) return garbled(`more than ${MOST_BYTES} bytes`);
  const reader = fieldsOf(bytes);
  const head = Array.from({ length: 6 }, reader.next);
  if (head[0] !== null && head[0] !== VERSION) return garbled('another version of the protocol');
  const variables = reader.untilEmpty();
  const count = reader.next();
  if (count !== null && !/^\d{1,2}$/.test(count)) return garbled('no number of words');
  const argv = Array.from({ length: Number(count) }, reader.next);
  const stdin = reader.rest();
  if (stdin === null || variables === null) return { kind: 'more' };
  if (stdin.includes(0)) return garbled('more fields than were announced');
  const who = whoAsks(head.map(orEmpty));
  if (who === null) return garbled('no number of a process');
  return { kind: 'request', request: { ...who, variables, argv: argv.map(orEmpty), stdin } };
}

function whoAsks(head: readonly string[]): Omit<Request, 'variables' | 'argv' | 'stdin'> | null {
  const [, engine = '', pid = '', start = '', tty = '', cwd = ''] = head;
  if (!/^\d{1,10}$/.test(pid)) return null;
  return { engine, pid: Number(pid), start: start === '-' ? null : start, isTerminal: tty === '2', cwd };
}

function garbled(why: string): Parsed {
  return { kind: 'garbled', why };
}

function orEmpty(field: string | null): string {
  return field ?? '';
}

type Fields = {
  /** Null: it has not ended yet. */
  readonly next: () => string | null;
  readonly untilEmpty: () => readonly string[] | null;
  readonly rest: () => Buffer | null;
};

function fieldsOf(bytes: Buffer): Fields {
  let at = 0;
  const next = (): string | null => {
    const end = bytes.indexOf(0, at);
    if (end === -1) {
      at = bytes.length;
      return null;
    }
    const field = bytes.toString('utf8', at, end);
    at = end + 1;
    return field;
  };
  return {
    next,
    untilEmpty: () => {
      const fields: string[] = [];
      for (let field = next(); field !== ''; field = next()) {
        if (field === null) return null;
        fields.push(field);
      }
      return fields;
    },
    rest: () => (at < bytes.length && bytes.at(-1) === 0 ? bytes.subarray(at, -1) : null),
  };
}

/** Sent while somebody waits: a client that hears nothing for two seconds judges by itself. Shells strip it. */
export const BEAT = ' ';

/**
 *     guardrail 1 EXIT out|err|both MARK
 *     ...MARK
 *     ...MARK end
 *
 * The mark is new each time, so nothing that is said can end the answer early. A client believes only a whole one.
 */
export function formatAnswer({ exit, out, err }: Answer): string {
  const mark = randomBytes(9).toString('hex');
  const streams = out !== '' && err !== '' ? 'both' : out === '' ? 'err' : 'out';
  const said = streams === 'both' ? `${asLines(out)}${mark}\n${asLines(err)}` : `${out}${err}`;
  return `guardrail ${VERSION} ${exit} ${streams} ${mark}\n${said}${mark} end\n`;
}

function asLines(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

export type Answer = { readonly exit: number; readonly out: string; readonly err: string };

/** No answer, in one word for whoever looks: the client judges by itself. */
export function formatRefusal(why: string): string {
  return `guardrail no ${why}\n`;
}
