import { isRecord } from '../model/json.ts';

/** One use of a tool as a session's transcript has it, in the words of that agent's own hook payload. */
export type PastUse = {
  readonly agent: string;
  /** Line of the transcript, from 1. */
  readonly line: number;
  readonly at: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type Transcript = { readonly uses: readonly PastUse[]; readonly lines: number; readonly unread: number };

/**
 * Claude Code: `{"type":"assistant","cwd":"/home/dev/shop","message":{"content":[{"type":"tool_use","name":"Bash","input":{…}}]}}`
 * Codex: `{"type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{\"cmd\":\"ls\"}"}}`
 * Gemini CLI: `{"type":"gemini","toolCalls":[{"name":"run_shell_command","args":{…}}]}`, in lines or as `messages` of one document
 */
export function readTranscript(text: string): Transcript {
  const rows = rowsOf(text);
  const state: State = { cwd: null, session: null };
  const uses: PastUse[] = [];
  let unread = 0;
  for (const { line, row } of rows) {
    if (!isRecord(row)) unread++;
    else uses.push(...usesOf(row, line, state));
  }
  return { uses, lines: rows.length, unread };
}

type Row = { readonly line: number; readonly row: unknown };
type State = { cwd: string | null; session: string | null };

function rowsOf(text: string): readonly Row[] {
  const whole = parse(text);
  const messages = isRecord(whole) ? whole['messages'] : null;
  if (Array.isArray(messages)) return messages.map((row: unknown) => ({ line: 1, row }));
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, row: parse(line) }]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // counted as unread
  }
}

function usesOf(row: Readonly<Record<string, unknown>>, line: number, state: State): readonly PastUse[] {
  const payload = row['payload'];
  remember(state, row);
  if (isRecord(payload))
    remember(state, row['type'] === 'session_meta' ? { ...payload, session_id: payload['id'] } : payload);
  const at = textOf(row, 'timestamp');
  const base = { session_id: state.session ?? 'simulated', cwd: state.cwd ?? '' };
  const claude = contentOf(row).flatMap((part) =>
    part['type'] === 'tool_use' ? [useOf('claude-code', 'PreToolUse', part['name'], part['input'])] : [],
  );
  const codex = isRecord(payload) ? codexUse(payload) : [];
  const gemini = listOf(row['toolCalls']).map((call) => useOf('gemini-cli', 'BeforeTool', call['name'], call['args']));
  return [...claude, ...codex, ...gemini].map(({ agent, more }) => ({
    agent,
    line,
    at,
    payload: { ...base, ...more },
  }));
}

type Named = { readonly agent: string; readonly more: Readonly<Record<string, unknown>> };

function useOf(agent: string, event: string, name: unknown, input: unknown): Named {
  return { agent, more: { hook_event_name: event, tool_name: name, tool_input: input ?? {} } };
}

function codexUse(payload: Readonly<Record<string, unknown>>): readonly Named[] {
  const name = payload['name'];
  if (payload['type'] === 'custom_tool_call')
    return [useOf('codex', 'PreToolUse', name, { command: payload['input'] })];
  if (payload['type'] === 'local_shell_call') return [useOf('codex', 'PreToolUse', 'Bash', payload['action'])];
  if (payload['type'] !== 'function_call') return [];
  const given = payload['arguments'];
  return [useOf('codex', 'PreToolUse', name, typeof given === 'string' ? parse(given) : given)];
}

function contentOf(row: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const message = row['message'];
  return isRecord(message) ? listOf(message['content']) : [];
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function remember(state: State, row: Readonly<Record<string, unknown>>): void {
  state.cwd = textOf(row, 'cwd') ?? state.cwd;
  state.session = textOf(row, 'sessionId') ?? textOf(row, 'session_id') ?? state.session;
}

function textOf(row: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = row[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
