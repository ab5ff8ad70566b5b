import { isRecord } from '../model/json.ts';
import { type Settings, SettingsError, type Shim } from './host.ts';
import { append, memberOf, type Node, parseJsonText, plainOf, removeChild } from './json-text.ts';

/** One entry in the list of an event. */
export type Hook = { readonly event: string; readonly value: unknown };

export type HookFile = {
  readonly agent: string;
  readonly user: string | null;
  readonly repository: string | null;
  readonly moved?: Settings['moved'];
  /** What a new file begins with: `{"version": 1}`. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly hooks: (shim: Shim) => readonly Hook[];
  /** What in the rest of the file would turn ours off. */
  readonly faults: (file: Readonly<Record<string, unknown>>, shim: Shim) => readonly string[];
};

/** A JSON file with `{"hooks": {"<event>": [...]}}`, which Claude Code, Codex, Gemini CLI, Cursor and Copilot all have. */
export function hookSettings(file: HookFile): Settings {
  const isOurs = (value: unknown): boolean => mentions(value, file.agent);
  const strip = (text: string): string => withoutOurs(text, isOurs);
  return {
    user: file.user,
    repository: file.repository,
    ...(file.moved === undefined ? {} : { moved: file.moved }),
    add: (text, shim) => {
      const hooks = file.hooks(shim);
      if (text === null || text.replace(/^\ufeff/, '').trim() === '') return fresh(file.head, hooks);
      if (missing(text, hooks, isOurs).length === 0) return text;
      return hooks.reduce(addHook, withHead(strip(text), file.head));
    },
    remove: (text) => {
      if (text.replace(/^\ufeff/, '').trim() === '') return text;
      const left = strip(text);
      const rest = plainOf(parseJsonText(left));
      return JSON.stringify(rest) === JSON.stringify(file.head) && left !== text ? null : left;
    },
    check: (text, shim) => {
      try {
        const plain = plainOf(parseJsonText(text));
        return [...missing(text, file.hooks(shim), isOurs), ...(isRecord(plain) ? file.faults(plain, shim) : [])];
      } catch (error) {
        if (error instanceof SettingsError) return [error.message];
        throw error;
      }
    },
  };
}

function fresh(head: Readonly<Record<string, unknown>>, hooks: readonly Hook[]): string {
  const events = Object.fromEntries(
    hooks.map(({ event }) => [event, hooks.filter((hook) => hook.event === event).map(({ value }) => value)]),
  );
  return `${JSON.stringify({ ...head, hooks: events }, null, 2)}\n`;
}

function withHead(text: string, head: Readonly<Record<string, unknown>>): string {
  return Object.entries(head).reduce((whole, [key, value]) => {
    const root = rootOf(whole);
    return memberOf(root, key) === undefined ? append(whole, root, key, value) : whole;
  }, text);
}

function rootOf(text: string): Node {
  const root = parseJsonText(text);
  if (root.kind !== 'object') throw new SettingsError('line 1: it is no object');
  return root;
}

/** Each step adds one thing, and the next one reads the places anew: a file of settings is small. */
function addHook(text: string, { event, value }: Hook): string {
  const root = rootOf(text);
  const hooks = memberOf(root, 'hooks');
  if (hooks === undefined) return append(text, root, 'hooks', { [event]: [value] });
  if (hooks.kind !== 'object') throw new SettingsError(`line ${lineAt(text, hooks.start)}: "hooks" is no object`);
  const list = memberOf(hooks, event);
  if (list === undefined) return append(text, hooks, event, [value]);
  if (list.kind !== 'array') throw new SettingsError(`line ${lineAt(text, list.start)}: "${event}" is no list`);
  return append(text, list, null, value);
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

type Entry = { readonly list: Node; readonly index: number; readonly event: number };
type IsOurs = (value: unknown) => boolean;

function ourEntries(
  text: string,
  isOurs: IsOurs,
): { readonly hooks: Node | undefined; readonly found: readonly Entry[] } {
  const hooks = memberOf(rootOf(text), 'hooks');
  if (hooks?.kind !== 'object') return { hooks, found: [] };
  const found = hooks.members.flatMap(({ value: list }, event) =>
    list.kind !== 'array' ? [] : list.items.flatMap((item, index) => ownOf(list, item, index, event, isOurs)),
  );
  return { hooks, found };
}

/** The entry itself; or, in a group where somebody has put a hook of his own beside ours, ours alone. */
function ownOf(list: Node, item: Node, index: number, event: number, isOurs: IsOurs): readonly Entry[] {
  if (!isOurs(plainOf(item))) return [];
  const group = memberOf(item, 'hooks');
  if (group?.kind !== 'array' || group.items.every((one) => isOurs(plainOf(one)))) return [{ list, index, event }];
  return group.items.flatMap((one, at) => (isOurs(plainOf(one)) ? [{ list: group, index: at, event }] : []));
}

/** From the last one back, one at a time; a list that nothing is left in goes too, and then the `hooks` around it. */
function withoutOurs(text: string, isOurs: IsOurs): string {
  const { hooks, found } = ourEntries(text, isOurs);
  const last = found.at(-1);
  if (last === undefined || hooks?.kind !== 'object' || last.list.kind !== 'array') return text;
  if (last.list.items.length > 1) return withoutOurs(removeChild(text, last.list, last.index), isOurs);
  if (hooks.members.length > 1) return withoutOurs(removeChild(text, hooks, last.event), isOurs);
  const root = rootOf(text);
  const index = root.kind === 'object' ? root.members.findIndex(({ key }) => key === 'hooks') : -1;
  return removeChild(text, root, index);
}

/** In words what is not there, or not as we would write it. */
function missing(text: string, hooks: readonly Hook[], isOurs: (value: unknown) => boolean): readonly string[] {
  const plain = plainOf(rootOf(text));
  const lists: unknown = isRecord(plain) ? plain['hooks'] : null;
  const at = (event: string): readonly unknown[] => {
    const list: unknown = isRecord(lists) ? lists[event] : null;
    return Array.isArray(list) ? list : [];
  };
  const lacking = hooks.filter(
    ({ event, value }) => !at(event).some((one) => JSON.stringify(one) === JSON.stringify(value)),
  );
  const events = isRecord(lists) ? Object.keys(lists) : [];
  const wanted = new Set(hooks.map(({ value }) => JSON.stringify(value)));
  const stale = events.flatMap((event) =>
    at(event)
      .filter((one) => isOurs(one) && !wanted.has(JSON.stringify(one)))
      .map(() => event),
  );
  return [
    ...lacking.map(({ event }) => `the hook for ${event} is missing or was changed`),
    ...stale.map((event) => `an older hook of ours stands at ${event}`),
  ];
}

/**
 * Is this entry one that guardrail wrote, now or in an earlier version? Its command names a file of ours called `agent` (or our
 * program with that verb) and this agent, or its address is the page of our daemon for it.
 */
function mentions(value: unknown, agent: string): boolean {
  if (typeof value === 'string') return isOurCommand(value, agent);
  if (Array.isArray(value)) return value.some((one: unknown) => mentions(one, agent));
  return isRecord(value) && ['command', 'bash', 'url', 'hooks'].some((key) => mentions(value[key], agent));
}

function isOurCommand(text: string, agent: string): boolean {
  const words = text.replaceAll(/["']/g, '').split(/\s+/);
  const at = words.indexOf(agent);
  if (/^http:\/\/(127\.0\.0\.1|localhost):\d+\/v1\/hook\//.test(text)) return text.includes(`/v1/hook/${agent}`);
  return at > 0 && /guardrail/.test(text) && /(^|[\\/])(agent|guardrail[\w.-]*)$/.test(words[at - 1] ?? '');
}

/** `'/home/a b/agent' claude-code PreToolUse`: quoted only where a shell would need it. */
export function shimCommand(shim: Shim, agent: string, event: string): string {
  const path = /^[\w@%+=:,./-]+$/.test(shim.path) ? shim.path : `'${shim.path.replaceAll("'", `'\\''`)}'`;
  return `${path} ${agent} ${event}`;
}
