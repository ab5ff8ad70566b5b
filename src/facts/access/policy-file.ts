import { environmentOfPath } from '../environment.ts';
import type { Edit } from '../../model/change.ts';
import { baseName } from '../path.ts';
import { type ConfigMap, type ConfigValue, type ResourceChange, type ResourceState, isMap } from '../resource.ts';
import { asConfig } from './policy-statement.ts';

/** A file that holds a policy and nothing else; `broken`: it looks like one and cannot be parsed. */
export type PolicyFile =
  | { readonly kind: 'policy'; readonly body: ConfigMap }
  | { readonly kind: 'broken' }
  | { readonly kind: 'other' };

const LOOKS = /"Statement"\s*:/i;
const EFFECT = /"(Effect|Action|NotAction)"\s*:/i;
const KEYS = /^(version|id|statement)$/i;

export function readPolicyFile(text: string): PolicyFile {
  if (!LOOKS.test(text) || !EFFECT.test(text)) return { kind: 'other' };
  const value = parsed(text.replace(/^\uFEFF/, ''));
  if (value === undefined)
    return /"(Resources|AWSTemplateFormatVersion)"\s*:/.test(text) ? { kind: 'other' } : { kind: 'broken' };
  const body = bodyOf(value);
  return body === null ? { kind: 'other' } : { kind: 'policy', body };
}

/** The file is the policy, or what the command line of AWS takes: `{"PolicyName": …, "PolicyDocument": {…}}`. */
function bodyOf(value: ConfigValue): ConfigMap | null {
  if (!isMap(value)) return null;
  const names = Object.keys(value);
  if (names.some((name) => /^statement$/i.test(name)) && names.every((name) => KEYS.test(name)))
    return { policy: value };
  const documents = Object.entries(value).filter(([name, one]) => /policy(_?document)?$/i.test(name) && isMap(one));
  return documents.length > 0 && names.length < 12 ? Object.fromEntries(documents) : null;
}

/** In a template a whole value may be `${jsonencode(…)}`; within quotes it is text and compares as it stands. */
function parsed(text: string): ConfigValue | undefined {
  for (const attempt of [text, text.replace(/([:[,]\s*)\$\{[^{}"]*\}/g, '$1"\\u0000"')]) {
    try {
      return asConfig(JSON.parse(attempt));
    } catch {
      continue; // the caller says that it could not be read
    }
  }
  return undefined;
}

/** As a resource, for the comparison of many. */
export function policyChange(
  edit: Edit,
  before: PolicyFile,
  after: PolicyFile,
  texts: { readonly before: string; readonly after: string },
): ResourceChange {
  return {
    technology: 'terraform',
    type: 'aws_iam_policy',
    subject: edit.path,
    name: baseName(edit.path),
    before: stateOf(edit.from ?? edit.path, before, texts.before),
    after: stateOf(edit.path, after, texts.after),
    edit,
    environment: environmentOfPath(edit.path),
    landed: edit.landed,
    dependents: 'unknown',
  };
}

function stateOf(path: string, file: PolicyFile, text: string): ResourceState | null {
  if (file.kind !== 'policy') return null;
  const lines = statementLines(text);
  return {
    path,
    range: { from: 1, to: Math.max(1, text.split('\n').length) },
    body: file.body,
    lineOf: (at) => (at.at(-2) === 'Statement' ? (lines[Number(at.at(-1))] ?? null) : null),
  };
}

/** The line on which each statement begins: objects directly below `"Statement"`, in the order they are written. */
function statementLines(text: string): readonly number[] {
  const start = text.search(LOOKS);
  const lines: number[] = [];
  let line = start < 0 ? 1 : text.slice(0, start).split('\n').length;
  let depth = 0;
  for (const [token] of text.slice(Math.max(0, start)).matchAll(/"(?:[^"\\]|\\.)*"|[{}\n]/g)) {
    if (token === '\n') line++;
    else if (token === '{' && depth++ === 0) lines.push(line);
    else if (token === '}' && --depth < 0) break;
  }
  return lines;
}
