import type { BoundedRun } from '../../system/bounded-program.ts';
import { isRecord } from '../../model/json.ts';
import { failed } from './failed.ts';
import { countIn, recordIn, recordsOf, textIn } from './fields.ts';
import { askProgram, failedInWords, harmless, schemaInWords, texts, type ProgramDialect } from './program.ts';
import type { Question, Reply, Vendor } from './reviewer.ts';
import { mostUsed } from './served-most.ts';
import { readStrictJson } from './strict-json.ts';

/** Settings of the folder count before the user's. `none` names no tool: an empty list would mean all of them. */
const SETTINGS = JSON.stringify({
  tools: { core: ['none'] },
  hooksConfig: { enabled: false },
  skills: { enabled: false },
  experimental: { enableAgents: false },
  context: { fileName: 'none.md' },
  general: { enableAutoUpdate: false },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
});
const SYSTEM = '.gemini/system.md';

/** https://geminicli.com/docs/cli/headless, tried with Gemini CLI 0.61 */
const dialect: ProgramDialect = {
  program: 'gemini',
  keyVariable: 'GEMINI_API_KEY',
  start: (question, folder) => ({
    args: [
      '-m',
      question.model,
      '--output-format',
      'json',
      '--skip-trust', // else it does not read the settings above
      '--extensions',
      'none',
      '--allowed-mcp-server-names',
      'none',
      '-p',
      'Answer as you were told.', // goes behind its input
    ],
    input: texts(question.prefix, question.prompt, schemaInWords(question)),
    files: { '.gemini/settings.json': SETTINGS, [SYSTEM]: question.system },
    env: { GEMINI_SYSTEM_MD: `${folder}/${SYSTEM}`, GEMINI_CLI_TRUST_WORKSPACE: 'true' },
  }),
  read,
};

export const vendor: Vendor = {
  id: 'gemini-cli',
  title: 'gemini -p',
  vendor: 'google',
  keys: ['GOOGLE_CLOUD_PROJECT', 'GOOGLE_GENAI_USE_GCA', 'GOOGLE_GENAI_USE_VERTEXAI'],
  host: null,
  ask: (question, line) => askProgram(dialect, question, line),
  check: (model, line) => askProgram(dialect, harmless(model), line),
};

/** `{"session_id","response":"…","stats":{"models":{"gemini-…":{"tokens":{…}}}}}`, or `{"error":{"message"}}`, on either output. */
function read(ran: BoundedRun, question: Question): Reply {
  const json = readStrictJson(ran.stdout);
  const body = json.kind === 'read' ? json.value : null;
  if (!isRecord(body) || isRecord(body['error']) || ran.code !== 0) {
    const said = isRecord(body) ? textIn(recordIn(body, 'error'), 'message') : null;
    if (ran.code === 0 && said === null) return failed('garbled', 'gemini: no JSON on its output');
    return failedInWords('gemini', said ?? texts(ran.stdout, ran.stderr));
  }
  const text = unfenced(textIn(body, 'response') ?? '');
  const models = recordIn(recordIn(body, 'stats'), 'models');
  const counts = recordsOf(models).map((one) => recordIn(one, 'tokens'));
  const total = (key: string): number => counts.reduce((sum, one) => sum + countIn(one, key), 0);
  return {
    kind: 'said',
    text,
    end: text === '' ? 'unclear' : 'whole',
    served: mostUsed(models, question.model, (one) => countIn(recordIn(one, 'tokens'), 'candidates')),
    tokens: { input: total('prompt'), cached: total('cached'), output: total('candidates') + total('thoughts') },
    requestId: textIn(body, 'session_id'),
  };
}

/** It cannot be made to hold to a schema, and likes a fence around JSON. */
function unfenced(text: string): string {
  const trimmed = text.trim();
  const inner = /^```(?:json)?\n/.exec(trimmed);
  return inner !== null && trimmed.endsWith('```') ? trimmed.slice(inner[0].length, -3).trim() : trimmed;
}
