import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoundedRun } from '../../system/bounded-program.ts';
import { isRecord } from '../../model/json.ts';
import { failed } from './failed.ts';
import { type Body, countIn, recordIn, textIn } from './fields.ts';
import { askProgram, failedInWords, harmless, texts, type ProgramDialect } from './program.ts';
import type { Question, Reply, Vendor } from './reviewer.ts';

const LAST = 'last-message.json';
/** Each of them gives the model a tool, runs something of the user's, or tries for ever. A version that does not know one ignores it. */
const OFF = [
  'shell_tool',
  'unified_exec',
  'hooks',
  'apps',
  'plugins',
  'view_image',
  'multi_agent',
  'image_generation',
  'browser_use',
  'computer_use',
  'sleep_tool',
  'tool_suggest',
  'skill_search',
  'goals',
  'unbounded_connection_retries',
];
/** https://developers.openai.com/codex/cli/reference, tried with Codex 0.169 */
const ARGS = [
  'exec',
  '--ignore-user-config', // servers, notifiers and providers of the user's; its login is kept
  '--ignore-rules',
  '--sandbox',
  'read-only',
  '--skip-git-repo-check',
  '--ephemeral',
  '--color',
  'never',
  '--json',
  ...OFF.flatMap((name) => ['-c', `features.${name}=false`]),
  '-c',
  'web_search="disabled"',
  '-c',
  'project_doc_max_bytes=0',
];

const dialect: ProgramDialect = {
  program: 'codex',
  keyVariable: 'CODEX_API_KEY',
  start: (question, folder) => ({
    args: [
      ...ARGS,
      '-c',
      `model_instructions_file=${JSON.stringify(join(folder, 'instructions.md'))}`,
      '-m',
      question.model,
      '--output-schema',
      join(folder, 'schema.json'),
      '--output-last-message',
      join(folder, LAST),
      '-', // the question comes by its input: an argument would stand in the list of processes
    ],
    input: texts(question.prefix, question.prompt),
    files: { 'schema.json': JSON.stringify(question.schema), 'instructions.md': question.system },
  }),
  read,
};

export const vendor: Vendor = {
  id: 'codex-cli',
  title: 'codex exec',
  vendor: 'openai',
  keys: ['CODEX_HOME'],
  host: null,
  ask: (question, line) => askProgram(dialect, question, line),
  check: (model, line) => askProgram(dialect, harmless(model), line),
};

/** One event a line: `{"type":"turn.completed","usage":{…}}`, `{"type":"turn.failed","error":{"message"}}`. */
async function read(ran: BoundedRun, _question: Question, folder: string): Promise<Reply> {
  const events = ran.stdout.split('\n').flatMap(eventOf);
  const broken = events.find(({ type }) => type === 'turn.failed');
  if (broken !== undefined) return failedInWords('codex', textIn(recordIn(broken, 'error'), 'message') ?? '');
  const done = events.find(({ type }) => type === 'turn.completed');
  const text = await readLast(folder);
  if (done === undefined || text === null) {
    const error = events.findLast(({ type }) => type === 'error');
    if (ran.code === 0) return failed('garbled', 'codex: no answer in its output');
    return failedInWords('codex', error === undefined ? ran.stderr : (textIn(error, 'message') ?? ''));
  }
  const usage = recordIn(done, 'usage');
  return {
    kind: 'said',
    text,
    end: text.trim() === '' ? 'unclear' : 'whole',
    served: null, // it does not tell
    tokens: {
      input: countIn(usage, 'input_tokens'),
      cached: countIn(usage, 'cached_input_tokens'),
      output: countIn(usage, 'output_tokens'),
    },
    requestId: null,
  };
}

function eventOf(line: string): readonly Body[] {
  if (!line.startsWith('{')) return [];
  try {
    const event: unknown = JSON.parse(line);
    return isRecord(event) ? [event] : [];
  } catch {
    return []; // a line of its log
  }
}

async function readLast(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, LAST), 'utf8');
  } catch {
    return null; // it has not come to an answer, which the caller tells
  }
}
