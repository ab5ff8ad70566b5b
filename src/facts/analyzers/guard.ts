import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import type { Direction } from '../direction.ts';
import { directionOfConfig, directionOfPolicy, directionOfSettings } from '../guard-config.ts';
import { directionOfCodex, directionOfServers, grantsEverything } from '../guard-agents.ts';
import { directionOfFailureModel, replacesShipped } from '../guard-failure-model.ts';
import { mayOpenGate, openedBy } from '../guard-lines.ts';
import { type GuardPart, partOf } from '../guard-parts.ts';
import { directionOfScript } from '../guard-script.ts';

/** Our own files, git hooks, and the settings of agents: does a change make the gate stricter or weaker? */
export const guard: Analyzer = {
  id: 'guard',
  reads: (edit) =>
    partOf(edit.path) !== null || (edit.from !== null && partOf(edit.from) !== null) || mayOpenGate(edit.path),
  grammars: ({ edits }) => (edits.some(isNewFailureModel) ? ['failure-models'] : []),
  needs: ({ edits }) => (edits.some(({ path }) => HELD_BY_CONFIG.includes(partOf(path))) ? [CONFIG] : []),
  facts: (input) => input.edits.flatMap((edit) => [...changeOf(edit, input), ...openingOf(edit, input)]),
};

const CONFIG = '.guardrail/config.yaml';
/** In force where there is a config, and the beginning of one where there is none. */
const HELD_BY_CONFIG: readonly (GuardPart | null)[] = ['policy', 'failure-model'];

function isNewFailureModel({ path, before, from }: Edit): boolean {
  return partOf(path) === 'failure-model' && (before === null || from !== null);
}

function changeOf(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const was = edit.before ? partOf(edit.from ?? edit.path) : null;
  const is = edit.after ? partOf(edit.path) : null;
  const part = was ?? is;
  if (part === null) return [];
  const direction = directionOf(edit, part, was, is, input);
  if (direction === null) return [];
  const subject = was === null ? edit.path : (edit.from ?? edit.path);
  return [{ kind: 'guard.change', subject, edit, range: null, attributes: { direction, part } }];
}

function directionOf(
  edit: Edit,
  part: GuardPart,
  was: GuardPart | null,
  is: GuardPart | null,
  input: AnalyzerInput,
): Direction | null {
  if (was === null) return ofNew(edit, part, input);
  if (is !== was || isDisarmed(edit)) return 'weaken';
  // another name may be another hook, or none: git runs them by name
  if (edit.from !== null && part !== 'policy') return 'unclear';
  return edit.before?.oid === edit.after?.oid ? modeOnly(edit) : ofContents(edit, part, input);
}

function ofNew(edit: Edit, part: GuardPart, input: AnalyzerInput): Direction {
  if (part === 'failure-model' && replacesShipped(edit.path, input.grammars.table('failure-models'))) return 'unclear';
  if (part === 'policy' || part === 'failure-model') return isInForce(input) ? 'tighten' : 'install';
  const content = input.files.get(edit.path)?.after;
  const isGrant = part === 'agent-settings' && content?.kind === 'text' && grantsEverything(edit.path, content.text);
  return isGrant ? 'weaken' : 'install';
}

/** A line elsewhere that takes the hooks or the agents' settings out of force. */
function openingOf(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  if (edit.after === null || edit.before?.oid === edit.after.oid || !mayOpenGate(edit.path)) return [];
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text') return [];
  const opened = openedBy(edit.path, sides.before.kind === 'text' ? sides.before.text : '', sides.after.text);
  if (opened === null) return [];
  const range = { from: opened.line, to: opened.line };
  const attributes = { direction: 'weaken', part: opened.part };
  return [{ kind: 'guard.change', subject: edit.path, edit, range, attributes }];
}

/** git skips a hook that is not executable, and a link or a submodule is not the file that was reviewed. */
function isDisarmed({ before, after }: Edit): boolean {
  return before?.mode === '100755' && after?.mode === '100644';
}

function modeOnly({ before, after }: Edit): Direction | null {
  return before?.mode === after?.mode ? null : 'tighten';
}

/** One more rule is stricter where rules are in force, and the beginning of them where none are. */
function isInForce({ files }: AnalyzerInput): boolean {
  const before = files.get(CONFIG)?.before.kind;
  return before !== undefined && before !== 'absent';
}

function ofContents(edit: Edit, part: GuardPart, { files }: AnalyzerInput): Direction | null {
  const sides = files.get(edit.path);
  if (sides?.before.kind !== 'text' || sides.after.kind !== 'text') return 'unclear';
  const compare =
    COMPARE.find(([pattern]) => pattern.test(edit.path))?.[1] ?? (part === 'hook' ? directionOfScript : null);
  return compare ? compare(sides.before.text, sides.after.text) : 'unclear';
}

const COMPARE: readonly (readonly [path: RegExp, compare: (before: string, after: string) => Direction | null])[] = [
  [/^\.guardrail\/config\.ya?ml$/, directionOfConfig],
  [/^\.guardrail\/policies\/.*\.ya?ml$/, directionOfPolicy],
  [/^\.guardrail\/failure-models\/.*\.ya?ml$/, directionOfFailureModel],
  [/(^|\/)\.codex\/[^/]*\.toml$/, directionOfCodex],
  [/mcp\.json$/, directionOfServers],
  [/(^|\/)\.(claude|gemini|cursor|codex|github|factory)\/.*\.json$/, directionOfSettings],
];
