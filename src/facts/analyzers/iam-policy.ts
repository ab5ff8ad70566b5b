import type { Edit } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { policyChange, readPolicyFile } from '../access/policy-file.ts';
import { grantsOf } from '../access/grants.ts';
import type { ResourceChange } from '../resource.ts';

/** Files that are a policy of AWS: what they allow now and did not before. */
export const iamPolicy: Analyzer = {
  id: 'iam-policy',
  reads: isOurs,
  grammars: () => [],
  needs: () => [],
  facts: (input) => {
    const seen = input.edits.filter(isOurs).flatMap((edit) => lookAt(edit, input));
    const gains = grantsOf(seen.flatMap(({ change }) => change ?? []));
    return [...seen.flatMap(({ lost }) => lost ?? []), ...gains.map(stated)];
  },
};

function isOurs({ path }: Edit): boolean {
  return /\.json(\.(tpl|tftpl|tmpl|template))?$/i.test(path) && !OTHERS.test(path);
}

const OTHERS = /(^|\/)(package(-lock)?|composer|tsconfig[^/]*)\.json$|\.tf\.json$/;

type Look = { readonly change: ResourceChange | null; readonly lost: Observation | null };

function lookAt(edit: Edit, { files }: AnalyzerInput): readonly Look[] {
  const sides = files.get(edit.path);
  if (!sides || edit.before?.oid === edit.after?.oid) return [];
  const texts = { before: textOf(sides.before), after: textOf(sides.after) };
  const [before, after] = [readPolicyFile(texts.before), readPolicyFile(texts.after)];
  if (
    after.kind === 'broken' ||
    (before.kind === 'policy' && after.kind === 'other' && texts.after.trim() !== '' && !isJson(texts.after))
  )
    return [{ change: null, lost: unreadable(edit) }];
  if (before.kind !== 'policy' && after.kind !== 'policy') return [];
  return [{ change: policyChange(edit, before, after, texts), lost: null }];
}

function textOf(content: Content): string {
  return content.kind === 'text' ? content.text : '';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unreadable(edit: Edit): Observation {
  const attributes = { what: `policy ${edit.path}`, why: 'it is not valid JSON' };
  return { kind: 'unreadable', subject: edit.path, edit, range: null, attributes };
}

/** What denied something may have gone with all that it was for: a deleted file alone proves little. */
function stated(seen: Observation): Observation {
  const technology = { technology: 'iam', type: 'policy' };
  const gone = seen.edit?.after === null ? { certainty: 'possible' } : {};
  return { ...seen, attributes: { ...seen.attributes, ...technology, ...gone } };
}
