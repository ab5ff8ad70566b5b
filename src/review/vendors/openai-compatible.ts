import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { isRecord } from '../../model/json.ts';
import { withVersion } from './address.ts';
import { bearer, converse } from './converse.ts';
import { type Body, countIn, recordIn, recordsIn, textIn } from './fields.ts';
import { openClient } from './openai-client.ts';
import type { Line, Question, Reply, Vendor } from './reviewer.ts';

/** Ollama, vLLM, llama.cpp, LM Studio and gateways: all of them speak chat completions, few of them responses. */
export const vendor: Vendor = {
  id: 'openai-compatible',
  title: 'a server of OpenAI’s kind',
  vendor: null,
  keys: [],
  host: null,
  ask: (question, line) => call(paramsOf(question), line),
  check: (model, line) => call({ model, max_tokens: 16, messages: [{ role: 'user', content: 'Say ok.' }] }, line),
};

function call(params: ChatCompletionCreateParamsNonStreaming, line: Line): Promise<Reply> {
  return converse(
    {
      headers: bearer,
      send: async (wire, base) => {
        const client = await openClient(line, { wire, base: withVersion(base) });
        return client.chat.completions.create(params, { signal: line.signal }).asResponse();
      },
      read,
    },
    line,
    null,
  );
}

function paramsOf(question: Question): ChatCompletionCreateParamsNonStreaming {
  const { schema, schemaName } = question;
  const prompt = question.prefix === '' ? question.prompt : `${question.prefix}\n\n${question.prompt}`;
  return {
    model: question.model,
    messages: [
      { role: 'system', content: question.system },
      { role: 'user', content: prompt },
    ],
    response_format: { type: 'json_schema', json_schema: { name: schemaName, schema: { ...schema }, strict: true } },
    max_tokens: question.mostOutput, // its newer name is unknown to most of these servers
  };
}

const ENDS: Readonly<Record<string, Extract<Reply, { kind: 'said' }>['end']>> = {
  stop: 'whole',
  length: 'truncated',
  content_filter: 'filtered',
};

function read(body: unknown, requestId: string | null): Reply | null {
  if (!isRecord(body)) return null;
  const [choice] = recordsIn(body, 'choices');
  if (choice === undefined) return null;
  const message = recordIn(choice, 'message');
  const text = textIn(message, 'content') ?? '';
  return {
    kind: 'said',
    text,
    end: endOf(choice, message, text),
    served: textIn(body, 'model'),
    tokens: tokensOf(recordIn(body, 'usage')),
    requestId,
  };
}

function endOf(choice: Body, message: Body, text: string): Extract<Reply, { kind: 'said' }>['end'] {
  if ((textIn(message, 'refusal') ?? '') !== '') return 'refused';
  const end = ENDS[textIn(choice, 'finish_reason') ?? ''] ?? 'unclear';
  return end === 'whole' && text === '' ? 'unclear' : end;
}

function tokensOf(usage: Body): Extract<Reply, { kind: 'said' }>['tokens'] {
  return {
    input: countIn(usage, 'prompt_tokens'),
    cached: countIn(recordIn(usage, 'prompt_tokens_details'), 'cached_tokens'),
    output: countIn(usage, 'completion_tokens'),
  };
}
