import { createHash } from 'node:crypto';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { isRecord } from '../../model/json.ts';
import { withVersion } from './address.ts';
import { bearer, converse } from './converse.ts';
import { failed } from './failed.ts';
import { type Body, countIn, recordIn, recordsIn, textIn } from './fields.ts';
import { openClient } from './openai-client.ts';
import type { Line, Question, Reply, Vendor } from './reviewer.ts';

const HOST = 'https://api.openai.com';

/** https://platform.openai.com/docs/api-reference/responses */
export const vendor: Vendor = {
  id: 'openai',
  title: 'OpenAI API',
  vendor: 'openai',
  keys: ['OPENAI_API_KEY'],
  host: HOST,
  ask: (question, line) => call(paramsOf(question), line),
  // 16 is the least that the API takes
  check: (model, line) => call({ model, input: 'Say ok.', max_output_tokens: 16, store: false }, line),
};

function call(params: ResponseCreateParamsNonStreaming, line: Line): Promise<Reply> {
  return converse(
    {
      headers: bearer,
      send: async (wire, base) => {
        const client = await openClient(line, { wire, base: withVersion(base) });
        return client.responses.create(params, { signal: line.signal }).asResponse();
      },
      read,
    },
    line,
    HOST,
  );
}

function paramsOf(question: Question): ResponseCreateParamsNonStreaming {
  const { schema, schemaName } = question;
  const texts = [question.prefix, question.prompt].filter((text) => text !== '');
  return {
    model: question.model,
    instructions: question.system,
    input: [{ role: 'user', content: texts.map((text) => ({ type: 'input_text' as const, text })) }],
    text: { format: { type: 'json_schema', name: schemaName, schema: { ...schema }, strict: true } },
    max_output_tokens: question.mostOutput,
    store: false, // else it is kept for thirty days
    truncation: 'disabled', // else a long question loses its middle, and nobody is told
    prompt_cache_key: cacheKey(question),
  };
}

/** The same for each part of a change and each round, so that they are answered where the prefix is kept. */
function cacheKey({ system, prefix }: Question): string {
  return createHash('sha256').update(system).update('\0').update(prefix).digest('hex').slice(0, 32);
}

function read(body: unknown, requestId: string | null): Reply | null {
  if (!isRecord(body) || body['object'] !== 'response' || !Array.isArray(body['output'])) return null;
  if (body['status'] === 'failed') return failedResponse(recordIn(body, 'error'), requestId);
  const items = recordsIn(body, 'output');
  const parts = items.flatMap((item) => (item['type'] === 'message' ? recordsIn(item, 'content') : []));
  const text = parts.map((part) => (part['type'] === 'output_text' ? (textIn(part, 'text') ?? '') : '')).join('');
  const usage = recordIn(body, 'usage');
  return {
    kind: 'said',
    text,
    end: endOf(body, parts, text),
    served: textIn(body, 'model'),
    tokens: {
      input: countIn(usage, 'input_tokens'),
      cached: countIn(recordIn(usage, 'input_tokens_details'), 'cached_tokens'),
      output: countIn(usage, 'output_tokens'),
    },
    requestId,
  };
}

function endOf(body: Body, parts: readonly Body[], text: string): Extract<Reply, { kind: 'said' }>['end'] {
  if (parts.some((part) => part['type'] === 'refusal')) return 'refused';
  const reason = textIn(recordIn(body, 'incomplete_details'), 'reason');
  if (reason === 'content_filter') return 'filtered';
  if (reason === 'max_output_tokens') return 'truncated';
  return body['status'] === 'completed' && text !== '' ? 'whole' : 'unclear';
}

/** A failure inside a success: HTTP said 200. */
function failedResponse(error: Body, requestId: string | null): Reply {
  const code = textIn(error, 'code') ?? 'no reason given';
  const why = `the response failed: ${code}: ${textIn(error, 'message') ?? ''}`;
  if (code === 'rate_limit_exceeded') return failed('rate-limited', why, { retryAfter: 0, requestId });
  return failed('server', why, { retryAfter: code === 'server_error' ? 0 : null, requestId });
}
