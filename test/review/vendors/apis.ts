import type { Question } from '../../../src/review/vendors/reviewer.ts';

/** The answers of each API as their documentation shows them, for the server to play. */
export type Api = 'anthropic' | 'openai' | 'openai-compatible' | 'google';
export const APIS: readonly Api[] = ['anthropic', 'openai', 'openai-compatible', 'google'];
export const MODEL = 'model-1';
export const TEXT = '{"ok":true}';
export const KEY = 'sk-test-0123456789abcdefghij';

export type End = 'whole' | 'truncated' | 'refused' | 'filtered' | 'unclear';
type Saying = {
  readonly end?: End;
  readonly text?: string;
  readonly model?: string;
  readonly usage?: boolean;
};

/** Null: this API has no such end. */
export function said(
  api: Api,
  { end = 'whole', text = TEXT, model = MODEL, usage = true }: Saying = {},
): string | null {
  const stop = STOPS[api][end];
  if (stop === undefined) return null;
  return JSON.stringify(BODIES[api]({ stop, text, model, usage, end }));
}

const STOPS: Readonly<Record<Api, Readonly<Partial<Record<End, string>>>>> = {
  anthropic: { whole: 'end_turn', truncated: 'max_tokens', refused: 'refusal', unclear: 'pause_turn' },
  openai: {
    whole: 'completed',
    truncated: 'max_output_tokens',
    refused: 'completed',
    filtered: 'content_filter',
    unclear: 'in_progress',
  },
  'openai-compatible': {
    whole: 'stop',
    truncated: 'length',
    refused: 'stop',
    filtered: 'content_filter',
    unclear: 'tool_calls',
  },
  google: { whole: 'STOP', truncated: 'MAX_TOKENS', filtered: 'SAFETY', unclear: 'MALFORMED_RESPONSE' },
};

type Parts = {
  readonly stop: string;
  readonly text: string;
  readonly model: string;
  readonly usage: boolean;
  readonly end: End;
};
const BODIES: Readonly<Record<Api, (parts: Parts) => unknown>> = {
  anthropic: ({ stop, text, model, usage, end }) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: end === 'refused' || text === '' ? [] : [{ type: 'text', text }],
    stop_reason: stop,
    stop_sequence: null,
    ...(usage
      ? { usage: { input_tokens: 60, cache_creation_input_tokens: 10, cache_read_input_tokens: 30, output_tokens: 7 } }
      : {}),
  }),
  openai: ({ stop, text, model, usage, end }) => ({
    id: 'resp_1',
    object: 'response',
    model,
    status: ['completed', 'in_progress'].includes(stop) ? stop : 'incomplete',
    incomplete_details: ['completed', 'in_progress'].includes(stop) ? null : { reason: stop },
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [] },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content:
          end === 'refused'
            ? [{ type: 'refusal', refusal: 'I cannot help with that' }]
            : [{ type: 'output_text', text, annotations: [] }],
      },
    ],
    ...(usage
      ? {
          usage: {
            input_tokens: 100,
            input_tokens_details: { cached_tokens: 30 },
            output_tokens: 7,
            total_tokens: 107,
          },
        }
      : {}),
  }),
  'openai-compatible': ({ stop, text, model, usage, end }) => ({
    id: 'chat_1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      {
        index: 0,
        finish_reason: stop,
        message:
          end === 'refused'
            ? { role: 'assistant', content: null, refusal: 'no' }
            : { role: 'assistant', content: text, refusal: null },
      },
    ],
    ...(usage
      ? { usage: { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 30 }, completion_tokens: 7 } }
      : {}),
  }),
  google: ({ stop, text, model, usage }) => ({
    candidates: [
      {
        content: {
          role: 'model',
          parts: [{ text: 'let me think', thought: true }, ...(text === '' ? [] : [{ text }])],
        },
        finishReason: stop,
        index: 0,
      },
    ],
    modelVersion: model,
    responseId: 'r1',
    ...(usage
      ? {
          usageMetadata: {
            promptTokenCount: 100,
            cachedContentTokenCount: 30,
            candidatesTokenCount: 5,
            thoughtsTokenCount: 2,
          },
        }
      : {}),
  }),
};

/** An error as each API words it. */
export function wrong(api: Api, type: string, message: string, code?: string): string {
  if (api === 'anthropic') return JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' });
  if (api === 'google') return JSON.stringify({ error: { code: 0, message, status: type.toUpperCase(), details: [] } });
  return JSON.stringify({ error: { message, type, param: null, code: code ?? null } });
}

export const QUESTION: Question = {
  model: MODEL,
  system: 'You review changes.',
  prefix: 'Failure models: none.',
  prompt: '+ 1 const a = 1;',
  schema: {
    type: 'object',
    properties: {
      ok: { type: 'boolean' },
      notes: { type: 'array', maxItems: 5, items: { type: 'string', maxLength: 200 } },
    },
    required: ['ok', 'notes'],
    additionalProperties: false,
  },
  schemaName: 'review',
  mostOutput: 2_000,
};
