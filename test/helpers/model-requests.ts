type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, readonly [check: Check, needed: 'needed' | 'optional']>>;

const text: Check = (value) => typeof value === 'string' && value !== '';
const count: Check = (value) => Number.isInteger(value) && Number(value) > 0;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const only =
  (wanted: unknown): Check =>
  (value) =>
    value === wanted;
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(check);
const map =
  (shape: Shape): Check =>
  (value) =>
    complaintsOf(shape, value).length === 0;
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

/** Closed objects with every field required, all the way down: what `strict` means to OpenAI, and what is never `nullable`. */
const strictSchema: Check = (value) => {
  if (!isMap(value)) return false;
  if (isMap(value['properties'])) {
    const names = Object.keys(value['properties']);
    const needed = value['required'];
    if (value['additionalProperties'] !== false || !Array.isArray(needed)) return false;
    if (names.some((name) => !needed.includes(name))) return false;
    return Object.values(value['properties']).every(strictSchema);
  }
  return value['items'] === undefined || strictSchema(value['items']);
};
/** Anthropic and Gemini refuse bounds. */
const plain: Check = (value) =>
  strictSchema(value) && !/"(minimum|maximum|maxLength|maxItems|pattern)":/.test(JSON.stringify(value));
const name: Check = (value) => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

const cache = map({ type: [only('ephemeral'), 'needed'] });
const block = map({ type: [only('text'), 'needed'], text: [text, 'needed'], cache_control: [cache, 'optional'] });
const geminiParts = map({
  role: [only('user'), 'optional'],
  parts: [listOf(map({ text: [text, 'needed'] })), 'needed'],
});

/** Each API by its path: what it takes, and nothing else. Kept by hand beside the SDKs' own types, which are asked as well. */
const APIS: readonly (readonly [path: RegExp, shape: Shape])[] = [
  [
    /^\/v1\/messages$/,
    {
      model: [text, 'needed'],
      max_tokens: [count, 'needed'],
      system: [listOf(block), 'optional'],
      messages: [
        listOf(map({ role: [only('user'), 'needed'], content: [either(text, listOf(block)), 'needed'] })),
        'needed',
      ],
      output_config: [
        map({ format: [map({ type: [only('json_schema'), 'needed'], schema: [plain, 'needed'] }), 'needed'] }),
        'optional',
      ],
    },
  ],
  [
    /^\/v1\/responses$/,
    {
      model: [text, 'needed'],
      store: [only(false), 'needed'],
      instructions: [text, 'optional'],
      input: [
        either(
          text,
          listOf(
            map({
              role: [only('user'), 'needed'],
              content: [listOf(map({ type: [only('input_text'), 'needed'], text: [text, 'needed'] })), 'needed'],
            }),
          ),
        ),
        'needed',
      ],
      text: [
        map({
          format: [
            map({
              type: [only('json_schema'), 'needed'],
              name: [name, 'needed'],
              strict: [only(true), 'needed'],
              schema: [strictSchema, 'needed'],
            }),
            'needed',
          ],
        }),
        'optional',
      ],
      max_output_tokens: [(value) => count(value) && Number(value) >= 16, 'needed'],
      truncation: [only('disabled'), 'optional'],
      prompt_cache_key: [name, 'optional'],
    },
  ],
  [
    /^\/v1\/chat\/completions$/,
    {
      model: [text, 'needed'],
      max_tokens: [count, 'needed'],
      messages: [
        listOf(map({ role: [either(only('system'), only('user')), 'needed'], content: [text, 'needed'] })),
        'needed',
      ],
      response_format: [
        map({
          type: [only('json_schema'), 'needed'],
          json_schema: [
            map({ name: [name, 'needed'], strict: [only(true), 'needed'], schema: [strictSchema, 'needed'] }),
            'needed',
          ],
        }),
        'optional',
      ],
    },
  ],
  [
    /^\/v1beta\/models\/[\w.-]+:generateContent$/,
    {
      systemInstruction: [geminiParts, 'optional'],
      contents: [listOf(geminiParts), 'needed'],
      generationConfig: [
        map({
          maxOutputTokens: [count, 'needed'],
          responseMimeType: [only('application/json'), 'optional'],
          responseJsonSchema: [plain, 'optional'],
        }),
        'needed',
      ],
    },
  ],
];

export function complaintsAbout(request: {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}): readonly string[] {
  const [, shape] = APIS.find(([path]) => path.test(request.path)) ?? [];
  if (shape === undefined) return [`no API at ${request.path}`];
  return [...(request.method === 'POST' ? [] : [request.method]), ...complaintsOf(shape, request.body)];
}

function complaintsOf(shape: Shape, value: unknown): readonly string[] {
  if (!isMap(value)) return ['no object'];
  const unknown = Object.keys(value).filter((key) => !(key in shape));
  const wrong = Object.entries(shape).filter(([key, [check, needed]]) =>
    key in value ? !check(value[key]) : needed === 'needed',
  );
  return [...unknown.map((key) => `unknown: ${key}`), ...wrong.map(([key]) => `wrong: ${key}`)];
}
