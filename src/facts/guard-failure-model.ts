import { directionOf, type Direction, type Meaning } from './direction.ts';
import { outlineOf } from './outline.ts';

const BLOCKS: Readonly<Record<string, number>> = { never: 0, detector: 1, reviewer: 1, both: 2 };
const SEVERITY: Readonly<Record<string, number>> = { low: 0, medium: 1, high: 2 };

/** What is left out is `never`, and 0.7. Words, paths and detectors can be softened in ways that no comparison of lines sees. */
const MEANINGS: readonly Meaning[] = [
  { path: /^blocks$/, added: 'tighten', removed: 'weaken', rank: (value) => BLOCKS[bare(value)] ?? null },
  { path: /^severity$/, added: 'unclear', removed: 'weaken', rank: (value) => SEVERITY[bare(value)] ?? null },
  // a reviewer that is less sure than this refuses nothing
  { path: /^confidence$/, added: 'unclear', removed: 'unclear', rank: (value) => sureness(value) },
  { path: /^applies\.not\b/, added: 'weaken', removed: 'tighten' },
  { path: /^detector\b/, added: 'unclear', removed: 'weaken' },
];

/** A failure model of the repository, before and after. Null: nothing that is asked or held against a change differs. */
export function directionOfFailureModel(before: string, after: string): Direction | null {
  const [then, now] = [deciding(before), deciding(after)];
  if (then === now) return null;
  const [old, is] = [outlineOf(then), outlineOf(now)];
  return old === null || is === null ? 'unclear' : directionOf(old, is, MEANINGS);
}

/** One more failure model asks more; one that takes the place of a shipped one may ask less. */
export function replacesShipped(path: string, table: unknown): boolean {
  const ids: readonly unknown[] = Array.isArray(table) ? table : [];
  // INVARIANT: an empty table is a broken install, not a guardrail without failure models
  if (ids.length === 0) throw new Error('read the table "failure-models": it holds no ids; build guardrail again');
  const id = /^\.guardrail\/failure-models\/([^/]+)\/([^/]+)\.ya?ml$/.exec(path)?.slice(1).join('.');
  return id !== undefined && ids.includes(id);
}

/** Without its cases, its origin and its comments. */
function deciding(text: string): string {
  let isAside = false;
  return text
    .split(/\r?\n/)
    .filter((line) => {
      if (/^\s*(#|$)/.test(line)) return false;
      if (/^[^\s#]/.test(line)) isAside = /^(cases|origin)\s*:/.test(line);
      return !isAside;
    })
    .join('\n');
}

function bare(value: string): string {
  return value.replaceAll(/["']/g, '').trim();
}

function sureness(value: string): number | null {
  const number = Number(bare(value));
  return bare(value) === '' || Number.isNaN(number) ? null : -number;
}
