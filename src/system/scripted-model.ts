import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isRecord } from '../model/json.ts';

/** One use of a tool that the model asks for; `tool` and `input` in the words of the agent that is tried. */
export type Step = { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

/** What an agent told the model, so that we can see what it did with the step. */
export type Heard = {
  readonly path: string;
  readonly tools: readonly string[];
  /** What came back from each use of a tool, oldest first. */
  readonly results: readonly string[];
};

/** A model that knows one thing to say. It listens on 127.0.0.1 only and asks nobody else. */
export type ScriptedModel = {
  readonly url: string;
  readonly heard: readonly Heard[];
  readonly close: () => Promise<void>;
};

const LARGEST = 32 * 1024 * 1024;

/**
 * Speaks three dialects by the path it is called at: Anthropic's messages, OpenAI's responses and chat completions, Gemini's
 * streamGenerateContent. It plays the steps one after the other, and ends with "done".
 */
export async function openScriptedModel(steps: readonly Step[]): Promise<ScriptedModel> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    answer(request, response, steps, heard).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen on 127.0.0.1: no port was given');
  return address.port;
}

type Dialect = {
  readonly path: RegExp;
  readonly tools: (body: Body) => readonly string[];
  readonly results: (body: Body) => readonly unknown[];
  /** Events of the stream; null for the name leaves only `data:`. */
  readonly say: (step: Step | null, body: Body, n: number) => readonly Told[];
  /** The same for a client that wants no stream. */
  readonly whole: (step: Step | null, body: Body, n: number) => unknown;
};
type Told = readonly [name: string | null, data: unknown];
type Body = Readonly<Record<string, unknown>>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  steps: readonly Step[],
  heard: Heard[],
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const body = await readBody(request);
  const dialect = DIALECTS.find((one) => one.path.test(path));
  if (request.method !== 'POST' || dialect === undefined)
    return sendJson(response, path.endsWith('/models') ? 200 : 404);
  const tools = dialect.tools(body);
  const results = dialect.results(body).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  heard.push({ path, tools, results });
  // a title or a summary is asked for without tools, and is no place to play a step
  const step = tools.length === 0 ? null : (steps[results.length] ?? null);
  const events = dialect.say(step, body, results.length);
  const isStream = body['stream'] === true || path.endsWith(':streamGenerateContent');
  if (!isStream) return sendJson(response, 200, dialect.whole(step, body, results.length));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const [name, data] of events)
    response.write(
      `${name === null ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`,
    );
  response.end();
}

function sendJson(response: ServerResponse, status: number, body: unknown = { data: [], object: 'list' }): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST) throw new Error('read what the agent says: too long');
    chunks.push(bytes);
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const records = (value: unknown): readonly Body[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const names = (value: unknown): readonly string[] =>
  records(value).flatMap(({ name, function: f }) =>
    typeof name === 'string' ? [name] : isRecord(f) && typeof f['name'] === 'string' ? [f['name']] : [],
  );
const modelOf = (body: Body): string => (typeof body['model'] === 'string' ? body['model'] : 'scripted');
const USED = { input_tokens: 1, output_tokens: 1 };

/** https://docs.anthropic.com/en/api/messages-streaming */
const anthropic: Dialect = {
  path: /\/v1\/messages$/,
  tools: (body) => names(body['tools']),
  results: (body) =>
    records(body['messages'])
      .flatMap(({ content }) => records(content))
      .filter(({ type }) => type === 'tool_result')
      .map(({ content }) => content),
  say: (step, body, n) => {
    const { content, ...message } = messageOf(step, body, n);
    const [block] = content;
    const start = step === null ? { ...block, text: '' } : { ...block, input: {} };
    const delta =
      step === null
        ? { type: 'text_delta', text: 'done' }
        : { type: 'input_json_delta', partial_json: JSON.stringify(step.input) };
    return [
      ['message_start', { type: 'message_start', message: { ...message, content: [], stop_reason: null } }],
      ['content_block_start', { type: 'content_block_start', index: 0, content_block: start }],
      ['content_block_delta', { type: 'content_block_delta', index: 0, delta }],
      ['content_block_stop', { type: 'content_block_stop', index: 0 }],
      [
        'message_delta',
        { type: 'message_delta', delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: USED },
      ],
      ['message_stop', { type: 'message_stop' }],
    ];
  },
  whole: (step, body, n) => messageOf(step, body, n),
};

function messageOf(step: Step | null, body: Body, n: number) {
  const block =
    step === null
      ? { type: 'text', text: 'done' }
      : { type: 'tool_use', id: `toolu_${n}`, name: step.tool, input: step.input };
  return {
    id: `msg_${n}`,
    type: 'message',
    role: 'assistant',
    model: modelOf(body),
    content: [block],
    stop_reason: step === null ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: USED,
  };
}

/** https://platform.openai.com/docs/api-reference/responses-streaming */
const responses: Dialect = {
  path: /\/responses$/,
  tools: (body) => names(body['tools']),
  results: (body) =>
    records(body['input'])
      .filter(({ type }) => type === 'function_call_output' || type === 'custom_tool_call_output')
      .map(({ output }) => output),
  say: (step, body, n) => {
    const item = itemOf(step, body, n);
    const response = responseOf(step, body, n);
    return [
      ['response.created', { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } }],
      ['response.output_item.added', { type: 'response.output_item.added', output_index: 0, item }],
      ['response.output_item.done', { type: 'response.output_item.done', output_index: 0, item }],
      ['response.completed', { type: 'response.completed', response }],
    ];
  },
  whole: responseOf,
};

function responseOf(step: Step | null, body: Body, n: number) {
  const details = { input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } };
  return {
    id: `resp_${n}`,
    object: 'response',
    model: modelOf(body),
    status: 'completed',
    output: [itemOf(step, body, n)],
    usage: { ...USED, total_tokens: 2, ...details },
  };
}

function itemOf(step: Step | null, body: Body, n: number): unknown {
  if (step === null) {
    const content = [{ type: 'output_text', text: 'done', annotations: [] }];
    return { type: 'message', id: `msg_${n}`, role: 'assistant', status: 'completed', content };
  }
  const call = { id: `item_${n}`, call_id: `call_${n}`, name: step.tool, status: 'completed' };
  // a tool of free text is written without JSON around it
  const isFree = records(body['tools']).some(({ type, name }) => type === 'custom' && name === step.tool);
  if (isFree) return { type: 'custom_tool_call', ...call, input: step.input['input'] };
  return { type: 'function_call', ...call, arguments: JSON.stringify(step.input) };
}

/** https://platform.openai.com/docs/api-reference/chat-streaming */
const chat: Dialect = {
  path: /\/chat\/completions$/,
  tools: (body) => names(body['tools']),
  results: (body) =>
    records(body['messages'])
      .filter(({ role }) => role === 'tool')
      .map(({ content }) => content),
  say: (step, body, n) => {
    const chunk = { id: `chat_${n}`, object: 'chat.completion.chunk', created: 1, model: modelOf(body) };
    const reason = step === null ? 'stop' : 'tool_calls';
    return [
      [null, { ...chunk, choices: [{ index: 0, delta: chatMessage(step, n), finish_reason: null }] }],
      [null, { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: reason }], usage: CHAT_USED }],
      [null, '[DONE]'],
    ];
  },
  whole: (step, body, n) => ({
    id: `chat_${n}`,
    object: 'chat.completion',
    created: 1,
    model: modelOf(body),
    choices: [{ index: 0, message: chatMessage(step, n), finish_reason: step === null ? 'stop' : 'tool_calls' }],
    usage: CHAT_USED,
  }),
};
const CHAT_USED = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

function chatMessage(step: Step | null, n: number): unknown {
  if (step === null) return { role: 'assistant', content: 'done' };
  const call = { name: step.tool, arguments: JSON.stringify(step.input) };
  return {
    role: 'assistant',
    content: null,
    tool_calls: [{ index: 0, id: `call_${n}`, type: 'function', function: call }],
  };
}

/** https://ai.google.dev/api/generate-content */
const gemini: Dialect = {
  path: /:(stream)?generateContent$/i,
  tools: (body) => records(body['tools']).flatMap((one) => names(one['functionDeclarations'])),
  results: (body) =>
    records(body['contents'])
      .flatMap(({ parts }) => records(parts))
      .filter(({ functionResponse }) => isRecord(functionResponse))
      .map(({ functionResponse }) => functionResponse),
  say: (step) => [[null, candidate(step)]],
  whole: candidate,
};

function candidate(step: Step | null): unknown {
  const part = step === null ? { text: 'done' } : { functionCall: { name: step.tool, args: step.input } };
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
  return {
    candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
    usageMetadata,
  };
}

const DIALECTS: readonly Dialect[] = [anthropic, responses, chat, gemini];
