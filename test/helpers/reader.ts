import { openModelServer, type ModelServer, type Seen } from './model-server.ts';

/** What a reader is asked, taken out of a request as any model would have to. */
export type Question = {
  readonly path: string;
  /** Which of several readers behind one address is asked. */
  readonly model: string;
  /** By the task it is given. */
  readonly purpose: 'blind' | 'aware' | 'refute' | 'follow-up' | 'unknown';
  readonly prompt: string;
  /** Files of the sheet, in order, each with its lines. */
  readonly files: readonly ShownFile[];
  /** Ids of the findings it must rule on. */
  readonly open: readonly string[];
  /** The file of each of them. */
  readonly places: Readonly<Record<string, string>>;
};
export type ShownFile = { readonly path: string; readonly lines: readonly ShownLine[] };
export type ShownLine = { readonly line: number; readonly mark: string; readonly text: string };
export type Said = {
  readonly findings?: readonly Readonly<Record<string, unknown>>[];
  readonly rulings?: readonly {
    readonly id: string;
    readonly says: string;
    readonly why?: string;
    readonly line?: number | null;
  }[];
  /** Names of files it does not own up to having read. */
  readonly unread?: readonly string[];
};
export type WholeAnswer = {
  readonly read: readonly unknown[];
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly rulings: readonly Readonly<Record<string, unknown>>[];
};
export type Reader = ModelServer & { readonly questions: () => readonly Question[] };

/**
 * A diligent reader on loopback: it says that it read every file, and reports each added line of a file that is not among `known`,
 * which is how it finds what was planted. What else it says is the test's.
 */
export async function openReader(
  known: readonly string[] | null,
  say: (question: Question) => Said = () => ({}),
): Promise<Reader> {
  const questions: Question[] = [];
  const names = new Set(known ?? []);
  const isPlanted = known === null ? looksPlanted : (path: string): boolean => !names.has(path);
  const real = await openModelServer({
    body: (seen) => {
      const question = questionOf(seen);
      questions.push(question);
      return answerIn(seen, JSON.stringify(wholeAnswer(question, say(question), isPlanted)));
    },
  });
  return { ...real, questions: () => questions };
}

/** As those that are planted are called: no file of a test may be called so. */
export function looksPlanted(path: string): boolean {
  return /^[a-z]+\/([a-z]+)\/\1-[a-z]+-[b-df-hj-km-np-tv-z2-9]{8}\.\w+$/.test(path);
}

/** What a diligent reader answers: each file owned up to, what was planted found, each open finding ruled on. */
export function wholeAnswer(
  { files, open }: Question,
  said: Said = {},
  isPlanted: (path: string) => boolean = looksPlanted,
): WholeAnswer {
  const planted = files.filter(({ path }) => isPlanted(path));
  const seen = planted.flatMap(({ path, lines }) =>
    lines.flatMap(({ line, mark, text }) =>
      mark === '+' && text.trim() !== '' ? [finding({ path, line, quote: text })] : [],
    ),
  );
  const ruled = new Map((said.rulings ?? []).map((ruling) => [ruling.id, ruling]));
  return {
    read: files.map(({ path }) => ({ path })).filter(({ path }) => said.unread?.includes(path) !== true),
    findings: [...seen, ...(said.findings ?? []).map(finding)],
    rulings: open.map((id) => ({ why: 'it is as it was', line: null, ...(ruled.get(id) ?? { id, says: 'stands' }) })),
  };
}

export function finding(over: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    failure_model: 'other',
    path: '',
    side: 'after',
    line: 1,
    to: over['line'] ?? 1,
    quote: '',
    title: 'It does what it must not',
    why: 'The line does it',
    fix: 'Do not',
    severity: 'high',
    criterion: null,
    confidence: 0.9,
    ...over,
  };
}

const TASKS: readonly (readonly [Question['purpose'], string])[] = [
  ['blind', 'TASK: find'],
  ['aware', 'TASK: hold'],
  ['refute', 'TASK: doubt'],
  ['follow-up', 'TASK: the author has'],
];

export function questionOf({ path, body }: Seen): Question {
  const prompt = textsIn(body).join('\n');
  const all = prompt.slice(prompt.indexOf('\nCHANGE\n'));
  const [change = '', said = ''] = all.split(/\n(?:OPEN FINDINGS|THE AUTHOR'S WORDS)\n/);
  const told = all.includes('\nOPEN FINDINGS\n') ? [...said.matchAll(/^.?(f-[0-9a-z]+) \S+ at (.+?):\d+/gm)] : [];
  const places = told.map(([, id = '', place = '']) => [id, place] as const);
  return {
    path,
    model: modelOf(body),
    purpose: TASKS.find(([, words]) => prompt.includes(words))?.[0] ?? 'unknown',
    prompt,
    files: filesIn(change),
    open: places.map(([id]) => id),
    places: Object.fromEntries(places),
  };
}

function filesIn(change: string): readonly ShownFile[] {
  const files: { path: string; lines: ShownLine[] }[] = [];
  const next = { '+': 0, '-': 0, ' ': 0 };
  for (const printed of change.split('\n')) {
    const [, name] = /^# [AMDR] (.+?) \+\d+ -\d+/.exec(printed) ?? [];
    if (name !== undefined) files.push({ path: name, lines: [] });
    const [, number, mark, text] = /^(\d*)([-+ ])(.*)$/.exec(printed) ?? [];
    if (name !== undefined || text === undefined || (mark !== '+' && mark !== '-' && mark !== ' ')) continue;
    const line = number === '' || number === undefined ? next[mark] : Number(number);
    next[mark] = line + 1;
    files.at(-1)?.lines.push({ line, mark, text });
  }
  return files;
}

/** Every text of a request, in order, whatever API it speaks to. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    ['schema', 'model', 'type', 'role', 'format', 'response_format'].includes(key) ? [] : textsIn(one),
  );
}

function modelOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'model' in body ? String(body.model) : '';
}

export function answerIn({ path, body }: Seen, text: string): string {
  const model = modelOf(body);
  const [input, output] = [JSON.stringify(body), text].map(({ length }) => Math.ceil(length / 3.5));
  if (path.includes('/messages'))
    return JSON.stringify({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: output },
    });
  if (path.includes('/responses'))
    return JSON.stringify({
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      status: 'completed',
      model,
      output: [
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      usage: {
        input_tokens: input,
        output_tokens: output,
        total_tokens: (input ?? 0) + (output ?? 0),
        input_tokens_details: { cached_tokens: 0 },
        output_tokens_details: { reasoning_tokens: 0 },
      },
    });
  return JSON.stringify({
    id: 'chat_1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: (input ?? 0) + (output ?? 0) },
  });
}
