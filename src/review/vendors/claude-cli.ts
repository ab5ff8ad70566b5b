import type { BoundedRun } from '../../system/bounded-program.ts';
import { isRecord } from '../../model/json.ts';
import { failed } from './failed.ts';
import { type Body, countIn, recordIn, textIn } from './fields.ts';
import { askProgram, failedInWords, harmless, texts, type ProgramDialect } from './program.ts';
import type { Question, Reply, Vendor } from './reviewer.ts';
import { mostUsed } from './served-most.ts';
import { readStrictJson } from './strict-json.ts';

/** https://code.claude.com/docs/en/cli-reference, tried with Claude Code 2.1.329 */
const ARGS = [
  '-p',
  '--output-format',
  'json',
  '--tools', // none: all that is left is the one in which it hands over its answer
  '',
  '--safe-mode', // no instructions, skills, plugins, hooks
  '--setting-sources',
  '',
  '--strict-mcp-config',
  '--disable-slash-commands', // the change may begin with a slash
  '--no-session-persistence',
];

const dialect: ProgramDialect = {
  program: 'claude',
  keyVariable: 'ANTHROPIC_API_KEY',
  start: (question) => ({
    args: [
      ...ARGS,
      '--model',
      question.model,
      '--system-prompt',
      question.system,
      '--json-schema',
      JSON.stringify(question.schema),
    ],
    input: texts(question.prefix, question.prompt),
    env: {
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(question.mostOutput),
      CLAUDE_CODE_MAX_RETRIES: '1', // tries are ours
    },
  }),
  read,
};

export const vendor: Vendor = {
  id: 'claude-cli',
  title: 'claude -p',
  vendor: 'anthropic',
  keys: ['CLAUDE_CODE_OAUTH_TOKEN', 'CLAUDE_CONFIG_DIR'],
  host: null,
  ask: (question, line) => askProgram(dialect, question, line),
  check: (model, line) => askProgram(dialect, harmless(model), line),
};

/** `{"type":"result","subtype":"success","is_error":false,"result":"…","structured_output":{…},"usage":{…},"modelUsage":{"claude-…":{…}}}` */
function read(ran: BoundedRun, question: Question): Reply {
  const json = readStrictJson(ran.stdout);
  const body = json.kind === 'read' ? json.value : null;
  if (!isRecord(body) || body['type'] !== 'result')
    return ran.code === 0
      ? failed('garbled', 'claude: no result on its output')
      : failedInWords('claude', texts(ran.stdout, ran.stderr));
  const result = textIn(body, 'result') ?? '';
  if (body['is_error'] === true) return failedInWords('claude', `${statusOf(body)} ${result}`);
  const answer = isRecord(body['structured_output']) ? JSON.stringify(body['structured_output']) : null;
  const usage = recordIn(body, 'usage');
  const cached = countIn(usage, 'cache_read_input_tokens');
  return {
    kind: 'said',
    text: answer ?? result,
    end: endOf(body, answer ?? result),
    served: mostUsed(recordIn(body, 'modelUsage'), question.model, (one) => countIn(one, 'outputTokens')),
    tokens: {
      input: countIn(usage, 'input_tokens') + countIn(usage, 'cache_creation_input_tokens') + cached,
      cached,
      output: countIn(usage, 'output_tokens'),
    },
    requestId: null,
  };
}

function statusOf(body: Body): string {
  const status = body['api_error_status'];
  return typeof status === 'number' ? String(status) : (textIn(body, 'subtype') ?? '');
}

function endOf(body: Body, text: string): Extract<Reply, { kind: 'said' }>['end'] {
  const reason = textIn(body, 'stop_reason');
  if (reason === 'refusal') return 'refused';
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'truncated';
  return body['subtype'] === 'success' && text !== '' ? 'whole' : 'unclear';
}
