import type { Edit, Path } from '../../model/change.ts';
import type { Content, Sides } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type AnsibleFile, isOurs, looksLikeAnsible, mayBeAnsible, NO_FILE, readAnsible } from '../ansible/file.ts';
import { lessCare, newCommands, newEffects, newQueries, type Pair } from '../ansible/changes.ts';
import { goneHosts, groupsAfter, inventoriesNear, wantsInventory } from '../ansible/inventories.ts';
import { isInventory, looksLikeInventory } from '../ansible/inventory.ts';
import { runsIn, widerRuns } from '../ansible/runs.ts';
import { stated } from '../ansible/stated.ts';
import { goneByVariable, leavesOf } from '../ansible/variables.ts';
import { decrypted } from '../ansible/vault.ts';
import { notRead } from '../pipelines/states.ts';

/** Playbooks, roles, variables and inventories: what they newly destroy, and the care they no longer take. */
export const ansible: Analyzer = {
  id: 'ansible',
  reads: (edit) => edit.before?.oid !== edit.after?.oid && edit.lines !== 'binary' && isWanted(edit),
  grammars: (input) => (ours(input).some(wantsYaml) ? ['yaml'] : []),
  needs: (input) =>
    ours(input).flatMap(({ edit, before, after }) => (wantsInventory(before, after) ? inventoriesNear(edit.path) : [])),
  facts: (input) => {
    const sided = ours(input);
    const pairs = sided.flatMap((one) => pairOf(one, input));
    const groups = pairs.length > 0 ? groupsAfter(input) : () => undefined;
    return [
      ...newEffects(pairs),
      ...newCommands(pairs),
      ...newQueries(pairs, input.grammars),
      ...pairs.flatMap((pair) => [...lessCare(pair, groups), ...byVariables(pair)]),
      ...sided.flatMap(byText),
      ...goneHosts(sided, input.grammars),
      ...pairs.flatMap(unreadable),
    ];
  },
};

const SCRIPTS =
  /\.(sh|bash)$|(^|\/)(GNU)?[Mm]akefile$|\.mk$|(^|\/)(Jenkinsfile|justfile)[^/]*$|(^|\/)(bin|scripts)\/[^/.]+$/;
const SECRETS = /(^|\/)(group_vars|host_vars)\/|vault|(^|\/)secrets?\.[^/]+$/i;

function isWanted({ path, from }: Edit): boolean {
  return [path, from ?? path].some(
    (one) => /\.ya?ml$/i.test(one) || isInventory(one) || SCRIPTS.test(one) || SECRETS.test(one),
  );
}

type Sided = {
  readonly edit: Edit;
  readonly before: string | null;
  readonly after: string | null;
  readonly sides: Sides;
};

function ours({ edits, files }: AnalyzerInput): readonly Sided[] {
  return edits.flatMap((edit) => {
    const sides = files.get(edit.path);
    if (!sides || edit.before?.oid === edit.after?.oid || !isWanted(edit)) return [];
    return [{ edit, sides, before: textOf(sides.before), after: textOf(sides.after) }];
  });
}

/** Null: not there, or not to be read, which the shell has said. */
function textOf(content: Content): string | null {
  return content.kind === 'text' ? content.text : null;
}

function wantsYaml(one: Sided): boolean {
  const { edit } = one;
  return (
    isPlaybook(one) ||
    (/\.ya?ml$/i.test(edit.path) &&
      isInventory(edit.path) &&
      [one.before, one.after].some((text) => text !== null && looksLikeInventory(text, edit.path)))
  );
}

function isPlaybook({ edit, before, after }: Sided): boolean {
  const old: Path = edit.from ?? edit.path;
  const looks = (text: string | null, path: Path): boolean =>
    text !== null && mayBeAnsible(path) && looksLikeAnsible(text, path);
  return looks(before, old) || looks(after, edit.path);
}

function pairOf(one: Sided, { grammars }: AnalyzerInput): readonly Pair[] {
  if (!isPlaybook(one)) return [];
  const { edit } = one;
  const read = (text: string | null, path: Path): AnsibleFile =>
    text === null || /^\s*\$ANSIBLE_VAULT/.test(text) ? NO_FILE : readAnsible(grammars.yaml(text), path);
  const pair = { edit, before: read(one.before, edit.from ?? edit.path), after: read(one.after, edit.path) };
  return isOurs(pair.before) || isOurs(pair.after) ? [pair] : [];
}

function byVariables({ edit, before, after }: Pair): readonly Observation[] {
  return goneByVariable(leavesOf(before), leavesOf(after)).map(({ line, effect }) =>
    stated(effect, { edit, line, hosts: '' }),
  );
}

/** What needs no more than lines: secrets that are written out, and how playbooks are called. */
function byText({ edit, before, after }: Sided): readonly Observation[] {
  if (before === null || after === null) return [];
  const found = [...decrypted(before, after), ...widerRuns(runsIn(before), runsIn(after))];
  return found.map(({ line, effect }) => stated(effect, { edit, line, hosts: '' }, edit.landed));
}

function unreadable({ edit, after: { problem } }: Pair): readonly Observation[] {
  return problem ? [notRead(edit, 'ansible', problem.line, problem.message)] : [];
}
