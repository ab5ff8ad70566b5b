import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BoundedRun, runBounded } from '../../system/bounded-program.ts';
import { findProgram } from '../../system/find-program.ts';
import { failed } from './failed.ts';
import type { Line, Question, Reply } from './reviewer.ts';
import { scrubReply } from './scrub.ts';

/** A command line that a user pays for already, used as a model and nothing else. */
export type ProgramDialect = {
  readonly program: string;
  /** In which variable it takes a key that the user's configuration gives it; without one it uses its own login. */
  readonly keyVariable: string;
  readonly start: (question: Question, folder: string) => Started;
  readonly read: (ran: BoundedRun, question: Question, folder: string) => Promise<Reply> | Reply;
};
export type Started = {
  readonly args: readonly string[];
  readonly input: string;
  /** Written into the folder before it starts. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

const MOST_OUTPUT = 8 * 1024 * 1024;

/**
 * Runs it in an empty folder outside of every repository, where no project's settings, hooks or instructions apply, with the
 * line's variables only: no marker of the agent that wrote the change gets in, so no hook of ours takes it for one.
 */
export async function askProgram(dialect: ProgramDialect, question: Question, line: Line): Promise<Reply> {
  const program = line.url ?? findProgram(dialect.program, line.env);
  if (program === null) return failed('missing-program', `${dialect.program} is not in PATH`);
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-reviewer-'));
  try {
    const { args, input, files = {}, env = {} } = dialect.start(question, folder);
    await writeFiles(folder, files);
    const key = line.key === null ? {} : { [dialect.keyVariable]: line.key };
    const start = { cwd: folder, env: { ...line.env, ...env, ...key }, input, signal: line.signal, most: MOST_OUTPUT };
    const ran = await runBounded(program, args, start);
    return scrubReply(await replyOf(dialect, question, { ran, folder }), line.key);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return scrubReply(failed('missing-program', why), line.key);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function replyOf(
  dialect: ProgramDialect,
  question: Question,
  { ran, folder }: { readonly ran: BoundedRun; readonly folder: string },
): Promise<Reply> {
  if (ran.cut === 'time') return failed('timeout', `${dialect.program}: no answer within the time`);
  if (ran.cut === 'output') return failed('garbled', `${dialect.program}: its output does not end`);
  return await dialect.read(ran, question, folder);
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Said in words only, and each program retries by itself: of the first that fits the cause. */
const WORDS: readonly (readonly [cause: string, pattern: RegExp])[] = [
  ['no-credit', /credit|billing|insufficient_quota|usage limit|purchase/i],
  ['rate-limited', /rate.?limit|too many requests|\b429\b|exhausted/i],
  ['unauthorized', /log ?in\b|\/login|api.?key|unauthori[sz]ed|forbidden|\bauth|\b40[13]\b/i],
  ['too-large', /too (long|large)|context (window|length)|maximum context/i],
  ['not-found', /not.?found|does not exist|\b404\b|unknown model|issue with the selected model/i],
  ['overloaded', /overloaded|unavailable|\b(503|529)\b/i],
  ['network', /ECONN|ENOTFOUND|connection|network|stream disconnected/i],
];

export function failedInWords(program: string, said: string): Reply {
  const cause = WORDS.find(([, pattern]) => pattern.test(said))?.[0] ?? 'server';
  return failed(cause, `${program}: ${said.trim() === '' ? 'it says nothing' : said.trim().slice(-300)}`);
}

/** Where a program knows no schema: told, and checked by our own reading of the answer like all others. */
export function schemaInWords(question: Question): string {
  return `Answer with one JSON value and nothing else: no prose, no code fence. It must match this JSON Schema:\n${JSON.stringify(question.schema)}`;
}

export function texts(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The smallest question that goes the whole way. */
export function harmless(model: string): Question {
  const schema = {
    type: 'object',
    properties: { ok: { type: 'boolean' } },
    required: ['ok'],
    additionalProperties: false,
  };
  const prompt = 'Answer {"ok": true}.';
  return { model, system: 'You answer in JSON.', prefix: '', prompt, schema, schemaName: 'check', mostOutput: 500 };
}
