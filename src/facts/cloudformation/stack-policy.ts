import type { Edit } from '../../model/change.ts';
import { isRecord } from '../../model/json.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';

const ACTIONS = ['Update:Delete', 'Update:Replace', 'Update:Modify'] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html */
export function looksLikeStackPolicy(text: string): boolean {
  return /"Update:(\*|Delete|Replace|Modify)"/.test(text);
}

/** What a stack policy no longer forbids. It forbids whatever it does not allow. */
export function stackPolicyFacts({ edits, files }: AnalyzerInput): readonly Observation[] {
  return edits.flatMap((edit) => {
    const sides = files.get(edit.path);
    if (sides?.before.kind !== 'text' || !looksLikeStackPolicy(sides.before.text)) return [];
    if (sides.after.kind !== 'text') return [fact(edit, 'the stack policy is deleted', 'likely')];
    const [then, now] = [read(sides.before.text), read(sides.after.text)];
    if (then === null) return [];
    if (now === null) return [unread(edit)];
    const opened = ACTIONS.filter((action) => isOpened(action, then, now));
    return opened.length === 0
      ? []
      : [fact(edit, `the stack policy no longer forbids ${opened.join(', ')}`, 'certain')];
  });
}

type Statement = {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
};

function read(text: string): readonly Statement[] | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  const statements = isRecord(raw) ? raw['Statement'] : null;
  if (statements === null || statements === undefined) return null;
  return [statements].flat().flatMap((one: unknown) => (isRecord(one) ? [statementOf(one)] : []));
}

function statementOf(one: Readonly<Record<string, unknown>>): Statement {
  // what all but some resources may not suffer is, for the question here, everything
  const resources = textsOf(one['Resource'] ?? (one['NotResource'] === undefined ? '*' : 'NotResource'));
  const condition = one['Condition'] === undefined ? '' : ` if ${JSON.stringify(one['Condition'])}`;
  return {
    effect: String(one['Effect']),
    actions: textsOf(one['Action']),
    resources: resources.map((name) => name + condition),
  };
}

function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string');
}

function isOpened(action: string, then: readonly Statement[], now: readonly Statement[]): boolean {
  const deniedNow = resourcesOf('Deny', action, now);
  const lostDeny = resourcesOf('Deny', action, then).some(
    (one) => !deniedNow.includes(one) && !deniedNow.includes('*'),
  );
  const allowed = resourcesOf('Allow', action, then);
  if (lostDeny) return resourcesOf('Allow', action, now).length > 0;
  const newAllow = resourcesOf('Allow', action, now).filter((one) => !allowed.includes(one) && !allowed.includes('*'));
  return newAllow.some((one) => !deniedNow.includes(one) && !deniedNow.includes('*'));
}

function resourcesOf(effect: string, action: string, statements: readonly Statement[]): readonly string[] {
  const about = statements.filter((one) => one.effect === effect && one.actions.some((name) => covers(name, action)));
  return about.flatMap(({ resources }) => resources);
}

function covers(pattern: string, action: string): boolean {
  return pattern === '*' || pattern === 'Update:*' || pattern === action;
}

function unread(edit: Edit): Observation {
  const attributes = { what: 'stack policy', why: 'it can no longer be read as JSON' };
  return { kind: 'unreadable', subject: edit.path, edit, range: null, attributes };
}

function fact(edit: Edit, because: string, certainty: string): Observation {
  return {
    kind: 'infra.unprotect',
    subject: edit.path,
    edit,
    range: null,
    attributes: {
      technology: 'cloudformation',
      certainty,
      because,
      remedy: 'keep the statements that deny Update:Delete and Update:Replace',
      type: 'AWS::CloudFormation::StackPolicy',
      name: edit.path,
      stateful: 'unknown',
      critical: true,
      environment: environmentOfPath(edit.path),
      reversible: true,
      dependents: 'unknown',
      protection: 'deletion',
    },
  };
}
