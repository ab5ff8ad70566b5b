import type { Path } from '../model/change.ts';
import { type Direction, directionOf, type Meaning } from './direction.ts';
import { leavesOfJson, type Leaf } from './outline.ts';
import { entriesByLine } from './settings/entries.ts';

/** From the least to the most an agent may do without being asked. */
const SANDBOX = ['read-only', 'workspace-write', 'danger-full-access'];
const APPROVAL = ['untrusted', 'on-failure', 'on-request', 'never'];
const NETWORK = ['false', 'true'];

function strictness(order: readonly string[]): (value: string) => number | null {
  return (value) => (order.includes(value) ? -order.indexOf(value) : null);
}

const CODEX: readonly Meaning[] = [
  { path: /(^|\.)sandbox_mode$/, added: 'weaken', removed: 'unclear', rank: strictness(SANDBOX) },
  { path: /(^|\.)approval_policy$/, added: 'weaken', removed: 'unclear', rank: strictness(APPROVAL) },
  { path: /(^|\.)network_access$/, added: 'weaken', removed: 'tighten', rank: strictness(NETWORK) },
  { path: /(^|\.)(writable_roots\[\]|mcp_servers\..*|trust_level)$/, added: 'weaken', removed: 'tighten' },
  { path: /^notify/, added: 'unclear', removed: 'unclear' },
];
/** What an agent looks like, and which model it asks. */
const HARMLESS =
  /^(\$schema|model(_\w+)?|personality|theme|outputStyle|language|cleanupPeriodDays|spinner\w*|tui(\..*)?|ui(\..*)?|history(\..*)?|file_opener|hide_agent_reasoning|verbose|editorMode|autoUpdates(Channel)?)$/;

/** .codex/config.toml. */
export function directionOfCodex(before: string, after: string): Direction | null {
  return directionOf(tomlLeaves(before), tomlLeaves(after), CODEX);
}

function tomlLeaves(text: string): readonly Leaf[] {
  return matterOf(entriesByLine(text).map(({ key, value }) => ({ path: key, value })));
}

export function matterOf(leaves: readonly Leaf[]): readonly Leaf[] {
  return leaves.filter(({ path }) => !HARMLESS.test(path));
}

const SERVERS: readonly Meaning[] = [
  { path: /^(mcpServers|servers)\.[^.]+\.(disabled)$/, added: 'unclear', removed: 'unclear' },
  { path: /^(mcpServers|servers|inputs)/, added: 'weaken', removed: 'tighten' },
];

/** `.mcp.json`: each server is a program that runs beside the agent and hands it tools. */
export function directionOfServers(before: string, after: string): Direction | null {
  const [then, now] = [leavesOfJson(before), leavesOfJson(after)];
  if (then === null || now === null) return before === after ? null : 'unclear';
  return directionOf(then, now, SERVERS);
}

/** A new file of settings is for a person to look at; one that frees an agent from being asked is more than that. */
export function grantsEverything(path: Path, text: string): boolean {
  const leaves = /\.toml$/i.test(path) ? tomlLeaves(text) : (leavesOfJson(text) ?? []);
  return leaves.some(({ path: key, value }) => GRANTS.some(([where, what]) => where.test(key) && what.test(value)));
}

const GRANTS: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [/^permissions\.defaultMode$/, /^(bypassPermissions|dontAsk)$/],
  [/^permissions\.allow\[\]$/, /^(\*|Bash(\(\*?(:\*)?\))?|Shell\(\*\*?\)|Write\(\*\*?\))$/],
  [
    /^(enableAllProjectMcpServers|disableAllHooks|skipDangerousModePermissionPrompt|autoAccept|general\.disableAutoApprove)$/,
    /^true$/,
  ],
  [/(^|\.)approval_policy$/, /^never$/],
  [/(^|\.)sandbox_mode$/, /^danger-full-access$/],
  [/^(tools|security)\.(autoAccept|disableYoloMode)$/, /^true$/],
];
