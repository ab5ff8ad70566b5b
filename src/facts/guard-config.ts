import { type Direction, directionOf, type Meaning, strongest } from './direction.ts';
import { matterOf } from './guard-agents.ts';
import { leavesOfJson, outlineOf } from './outline.ts';

const LEVELS = ['allow', 'warn', 'ask', 'deny'];

function levelRank(value: string): number | null {
  return LEVELS.includes(value) ? LEVELS.indexOf(value) : null;
}

function numberRank(value: string): number | null {
  return /^\d+$/.test(value) ? -Number(value) : null;
}

function assuranceRank(value: string): number | null {
  return /^A[0-4]$/.test(value) ? Number(value.slice(1)) : null;
}

const CONFIG: readonly Meaning[] = [
  { path: /^extends(\[\])?$/, added: 'tighten', removed: 'weaken' },
  { path: /^protected(\[\])?$/, added: 'tighten', removed: 'weaken' },
  { path: /^overrides\b/, added: 'weaken', removed: 'tighten' },
  { path: /^roles\.[^.]+\.may\.[^.]+$/, added: 'weaken', removed: 'tighten', absenceIsAll: true },
  { path: /^roles\.[^.]+\.may-not\b/, added: 'tighten', removed: 'weaken' },
  { path: /^roles\./, added: 'unclear', removed: 'weaken' },
  { path: /^limits\..*level$/, added: 'tighten', removed: 'weaken', rank: levelRank },
  { path: /^limits\./, added: 'tighten', removed: 'weaken', rank: numberRank },
  { path: /^approvals\./, added: 'unclear', removed: 'weaken', rank: assuranceRank },
  { path: /^environments\.prod\b/, added: 'tighten', removed: 'weaken' },
  { path: /^windows\./, added: 'unclear', removed: 'weaken' },
  { path: /^reviewers\b/, added: 'unclear', removed: 'weaken' },
];

/** `.guardrail/config.yaml`, as far as a line-by-line look can tell. */
export function directionOfConfig(before: string, after: string): Direction | null {
  const then = outlineOf(before);
  const now = outlineOf(after);
  if (then === null || now === null) return before === after ? null : 'unclear';
  // `observe` lowers a whole pack to warn: adding it is not one more pack
  const observes = now.some((leaf) => leaf.path.startsWith('extends') && leaf.value === 'observe');
  const observed = then.some((leaf) => leaf.path.startsWith('extends') && leaf.value === 'observe');
  return strongest([
    ...(observes && !observed ? (['weaken'] as const) : []),
    ...listed(directionOf(then, now, CONFIG)),
  ]);
}

const SETTINGS: readonly Meaning[] = [
  { path: /^permissions\.(deny|ask)\[\]$/, added: 'tighten', removed: 'weaken' },
  {
    path: /^permissions\.(allow|additionalDirectories)\[\]$|^(enabledMcpjsonServers|allowedTools|coreTools|tools\.(allowed|core))\[\]$/,
    added: 'weaken',
    removed: 'tighten',
  },
  {
    path: /^(permissions\.defaultMode|skipDangerousModePermissionPrompt|enableAllProjectMcpServers)$/,
    added: 'weaken',
    removed: 'unclear',
  },
  {
    path: /^(disabledMcpjsonServers|excludeTools|tools\.exclude)\[\]$|^permissions\.disableBypassPermissionsMode$|^security\./,
    added: 'tighten',
    removed: 'weaken',
  },
  { path: /^mcpServers\b/, added: 'weaken', removed: 'tighten' },
  { path: /^sandbox\.enabled$/, added: 'unclear', removed: 'weaken', rank: (value) => (value === 'true' ? 1 : 0) },
  { path: /^disableAllHooks$/, added: 'weaken', removed: 'tighten' },
  { path: /^(includeCoAuthoredBy$|attribution\b)/, added: 'weaken', removed: 'tighten' },
  { path: /^hooks\b/, added: 'tighten', removed: 'weaken' },
];

/** Hooks and permissions of an agent; what else a settings file holds is `unclear`. */
export function directionOfSettings(before: string, after: string): Direction | null {
  const then = leavesOfJson(before);
  const now = leavesOfJson(after);
  if (then === null || now === null) return before === after ? null : 'unclear';
  return directionOf(matterOf(then), matterOf(now), SETTINGS);
}

/** A policy file: rules by id. More rules are stricter, because the strictest level wins. */
export function directionOfPolicy(before: string, after: string): Direction | null {
  const then = rulesOf(before);
  const now = rulesOf(after);
  if (then === null || now === null) return 'unclear';
  const ids = [...new Set([...then.keys(), ...now.keys()])];
  return strongest(ids.flatMap((id) => listed(directionOfRule(then.get(id), now.get(id)))));
}

function directionOfRule(before: string | undefined, after: string | undefined): Direction | null {
  if (before === after) return null;
  if (before === undefined) return 'tighten';
  if (after === undefined) return 'weaken';
  if (/\blocked:\s*true/.test(before) && !/\blocked:\s*true/.test(after)) return 'weaken';
  if (withoutLevels(before) !== withoutLevels(after)) return 'unclear';
  const then = levelsOf(before);
  const now = levelsOf(after);
  return strongest(then.map((level, index) => (level > (now[index] ?? 0) ? 'weaken' : 'tighten')));
}

/** Text of each rule by id, and what stands around the rules under the empty id. Null: two rules share an id. */
function rulesOf(text: string): ReadonlyMap<string, string> | null {
  const rules = new Map<string, string>();
  let id = '';
  for (const line of text.split('\n').filter((one) => !/^\s*(#.*)?$/.test(one))) {
    const head = /^\s*- +id:\s*["']?([\w.-]+)/.exec(line)?.[1];
    if (head !== undefined && rules.has(head)) return null;
    if (head !== undefined) id = head;
    else if (/^\S/.test(line) && !line.startsWith('rules:')) id = '';
    rules.set(id, `${rules.get(id) ?? ''}${line.trim()}\n`);
  }
  return rules;
}

/** `then: ask`, `then: { agent: deny }`, or a map on lines of its own. */
const THEN = /^(?:then:.*|(?:agent|human|bot|unknown): *(?:allow|warn|ask|deny))$/gm;
const LEVEL = /\b(allow|warn|ask|deny)\b/g;

function withoutLevels(rule: string): string {
  return rule.replace(THEN, (line) => line.replace(LEVEL, '_'));
}

function levelsOf(rule: string): readonly number[] {
  const then = rule.match(THEN)?.join('\n') ?? '';
  return (then.match(LEVEL) ?? []).map((level) => LEVELS.indexOf(level));
}

function listed(direction: Direction | null): readonly Direction[] {
  return direction === null ? [] : [direction];
}
