import type { MessageCreateParamsNonStreaming, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { isRecord } from '../../model/json.ts';
import type { Tokens } from '../../model/review.ts';
import { withoutSlash } from './address.ts';
import { bearer, converse } from './converse.ts';
import { type Body, countIn, recordIn, recordsIn, textIn } from './fields.ts';
import { plainSchema } from './plain-schema.ts';
import type { Line, Question, Reply, Vendor } from './reviewer.ts';
import type { Wire } from './wire.ts';

const HOST = 'https://api.anthropic.com';

/** https://platform.claude.com/docs/en/api/messages */
export const vendor: Vendor = {
  id: 'anthropic',
  title: 'Anthropic API',
  vendor: 'anthropic',
  keys: ['ANTHROPIC_API_KEY'],
  host: HOST,
  ask: (question, line) => call(paramsOf(question), line),
  check: (model, line) => call({ model, max_tokens: 16, messages: [{ role: 'user', content: 'Say ok.' }] }, line),
};

function call(params: MessageCreateParamsNonStreaming, line: Line): Promise<Reply> {
  return converse(
    { headers, send: (wire, base) => send(params, line, { wire, base: withoutSlash(base) }), read },
    line,
    HOST,
  );
}

/** As the pinned SDK says it: a version of the API that its answers are read by. */
const VERSION = '2026-10-21';

function headers(key: string | null): Readonly<Record<string, string>> {
  return { ...bearer(key), 'anthropic-version': VERSION };
}

/**
 * Everything that the SDK would look for in the environment or on disk is said here: without `apiKey` it loads profiles from
 * disk, without `baseURL` and `logLevel` it reads `ANTHROPIC_BASE_URL` and `ANTHROPIC_LOG`, without `openTelemetry` it
 * traces. `ANTHROPIC_CUSTOM_HEADERS` cannot be turned off, so the wire makes its own headers.
 */
async function send(
  params: MessageCreateParamsNonStreaming,
  { key, signal }: Line,
  { wire, base }: { readonly wire: Wire; readonly base: string },
): Promise<unknown> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const client = new Anthropic({
    apiKey: key ?? 'none',
    authToken: null,
    webhookKey: null,
    baseURL: base,
    maxRetries: 0,
    timeout: LONG,
    logLevel: 'off',
    openTelemetry: false,
    fetch: wire.fetch,
  });
  // as a response: parsing of its own throws a bare TypeError at a page of HTML
  return client.messages.create(params, { signal }).asResponse();
}

/** The deadline is ours: the line's signal. */
const LONG = 3_600_000;

function paramsOf(question: Question): MessageCreateParamsNonStreaming {
  const kept = (text: string): TextBlockParam => ({ type: 'text', text, cache_control: { type: 'ephemeral' } });
  const prefix = question.prefix === '' ? [] : [kept(question.prefix)]; // an empty block is refused
  return {
    model: question.model,
    max_tokens: question.mostOutput,
    system: [kept(question.system)],
    messages: [{ role: 'user', content: [...prefix, { type: 'text', text: question.prompt }] }],
    output_config: { format: { type: 'json_schema', schema: { ...plainSchema(question.schema) } } },
  };
}

const ENDS: Readonly<Record<string, Extract<Reply, { kind: 'said' }>['end']>> = {
  end_turn: 'whole',
  stop_sequence: 'whole',
  max_tokens: 'truncated',
  model_context_window_exceeded: 'truncated',
  refusal: 'refused',
};

function read(body: unknown, requestId: string | null): Reply | null {
  if (!isRecord(body) || body['type'] !== 'message' || !Array.isArray(body['content'])) return null;
  const blocks = recordsIn(body, 'content');
  const text = blocks.map((block) => (block['type'] === 'text' ? (textIn(block, 'text') ?? '') : '')).join('');
  const end = ENDS[textIn(body, 'stop_reason') ?? ''] ?? 'unclear';
  return {
    kind: 'said',
    text,
    end: end === 'whole' && text === '' ? 'unclear' : end,
    served: textIn(body, 'model'),
    tokens: tokensOf(recordIn(body, 'usage')),
    requestId,
  };
}

/** Here `input_tokens` leaves out what went to the cache or came from it. */
function tokensOf(usage: Body): Tokens {
  const cached = countIn(usage, 'cache_read_input_tokens');
  const input = countIn(usage, 'input_tokens') + countIn(usage, 'cache_creation_input_tokens') + cached;
  return { input, cached, output: countIn(usage, 'output_tokens') };
}
