import type { Edit } from '../../model/change.ts';
import { accessOf } from '../access/resources.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { baseName, folderOf } from '../path.ts';
import { type ConfigMap, type ConfigValue, isMap, showValue } from '../resource.ts';
import { type Handler, type Service, entrancesOf, looksLikeServerless, readService } from '../serverless/read.ts';

/** Services of the Serverless Framework: functions, where they run, and who may call them. Its `resources:` are CloudFormation. */
export const serverless: Analyzer = {
  id: 'serverless',
  reads: ({ path }) => FILE.test(path),
  grammars: (input) => (ours(input).length > 0 ? ['yaml'] : []),
  needs: () => [],
  facts: (input) => ours(input).flatMap((edit) => factsOf(edit, input)),
};

const FILE = /(^|\/)serverless[^/]*\.(ya?ml|json)$/i;

function ours({ edits, files }: AnalyzerInput): readonly Edit[] {
  return edits.filter((edit) => {
    const before = files.get(edit.path)?.before;
    return FILE.test(edit.path) && before?.kind === 'text' && looksLikeServerless(before.text);
  });
}

function factsOf(edit: Edit, { files, edits, grammars }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.before.kind !== 'text') return [];
  const before = readService(edit.from ?? edit.path, sides.before.text, grammars);
  if (sides.after.kind !== 'text') return edit.after === null ? goneFacts(edit, edits) : [];
  const after = readService(edit.path, sides.after.text, grammars);
  const broken = after.brokenAt !== null && before.brokenAt === null ? [unreadable(edit, after.brokenAt)] : [];
  return [
    ...broken,
    ...placeFacts(edit, before, after),
    ...handlerFacts(edit, before, after),
    ...roleFacts(edit, before, after),
  ];
}

function unreadable(edit: Edit, line: number): Observation {
  const attributes = { what: 'service', why: 'it can no longer be parsed' };
  return { kind: 'unreadable', subject: edit.path, edit, range: { from: line, to: line }, attributes };
}

function goneFacts(edit: Edit, edits: readonly Edit[]): readonly Observation[] {
  const folder = folderOf(edit.path);
  if (
    edits.some(
      ({ path, after }) =>
        after !== null && folderOf(path) === folder && /^serverless[^/]*\.(ya?ml|json|ts|js)$/.test(baseName(path)),
    )
  )
    return [];
  const because = 'the service is no longer described: its functions and entrances have no owner, or are removed';
  return [
    fact(
      'infra.destroy',
      edit,
      { type: 'service', name: folder || 'service', line: 1, because, certainty: 'likely', remedy: '' },
      { stateful: 'unknown', critical: true, reversible: 'unknown' },
    ),
  ];
}

/** All of them are part of the name of the stack, or of the place it is in. */
function placeFacts(edit: Edit, before: Service, after: Service): readonly Observation[] {
  return [...before.settings].flatMap(([key, was]) => {
    const is = after.settings.get(key);
    if (
      is?.value === was.value ||
      was.value.includes('${') ||
      is?.value.includes('${') === true ||
      (is === undefined && after.brokenAt !== null)
    )
      return [];
    const because = `another stack is made, and the old one is left behind: ${key} changes from ${showValue(key, was.value)} to ${showValue(key, is?.value)}`;
    const said = {
      type: 'service',
      name: before.settings.get('service')?.value ?? 'service',
      line: is?.line ?? 1,
      because,
      certainty: is === undefined ? 'possible' : 'likely',
      remedy: `keep ${key}`,
    };
    return [fact('infra.replace', edit, said, { stateful: 'unknown', critical: true, reversible: 'unknown' })];
  });
}

function handlerFacts(edit: Edit, before: Service, after: Service): readonly Observation[] {
  if (before.handlers === null || after.handlers === null) return [];
  const now = new Map(after.handlers.map((one) => [one.name, one]));
  return before.handlers.flatMap((was) => {
    const is = now.get(was.name);
    return is
      ? changed(edit, was, is)
      : [
          fact(
            'infra.destroy',
            edit,
            { ...named(was), because: 'the service no longer has this function', certainty: 'certain', remedy: '' },
            FUNCTION,
          ),
        ];
  });
}

const FUNCTION = { stateful: false, critical: true, reversible: true };

function named({ name, line }: Handler): { readonly type: string; readonly name: string; readonly line: number } {
  return { type: 'function', name, line };
}

function changed(edit: Edit, was: Handler, is: Handler): readonly Observation[] {
  const [then, now] = [entrancesOf(was), entrancesOf(is)];
  const opened = [...now].filter(
    ([name, how]) => how === 'open' && (then.get(name) === 'closed' || (name === 'its URL' && !then.has(name))),
  );
  const open = opened.map(([name]) => widened(edit, is, `${name} asks nobody who they are`));
  const isOff =
    isMap(is.said) && is.said['reservedConcurrency'] === 0 && isMap(was.said) && was.said['reservedConcurrency'] !== 0;
  const said = {
    ...named(is),
    because: 'reservedConcurrency is 0: it never runs',
    certainty: 'certain',
    remedy: 'keep it at 1 or more',
  };
  return isOff ? [...open, fact('infra.scale-zero', edit, said, FUNCTION)] : open;
}

function widened(edit: Edit, handler: Handler, because: string): Observation {
  const { type, name, line } = named(handler);
  const environment = environmentOfPath(edit.path);
  const attributes = {
    technology: 'serverless',
    type,
    name,
    environment,
    certainty: 'certain',
    because,
    remedy: 'keep the authorizer',
    how: 'public',
  };
  return { kind: 'access.widen', subject: `${edit.path}:${name}`, edit, range: { from: line, to: line }, attributes };
}

/** What all functions may do. */
function roleFacts(edit: Edit, before: Service, after: Service): readonly Observation[] {
  const state = (statements: ConfigValue) => {
    const body: ConfigMap = { policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) };
    return { path: edit.path, range: { from: 1, to: 1 }, body, lineOf: () => null };
  };
  const name = before.settings.get('service')?.value ?? 'service';
  const seen = accessOf([
    {
      technology: 'cloudformation',
      type: 'aws_iam_role_policy',
      subject: `${edit.path}:role`,
      name,
      before: state(before.statements),
      after: state(after.statements),
      edit,
      environment: environmentOfPath(edit.path),
      landed: edit.landed,
      dependents: 'unknown',
    },
  ]);
  return seen.map((one) => ({ ...one, attributes: { ...one.attributes, technology: 'serverless', type: 'role' } }));
}

type Said = {
  readonly type: string;
  readonly name: string;
  readonly line: number;
  readonly because: string;
  readonly certainty: string;
  readonly remedy: string;
};

function fact(
  kind: string,
  edit: Edit,
  { type, name, line, because, certainty, remedy }: Said,
  weight: Observation['attributes'],
): Observation {
  return {
    kind,
    subject: `${edit.path}:${name}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'serverless',
      type,
      name,
      ...weight,
      environment: environmentOfPath(edit.path),
      dependents: 'unknown',
      certainty,
      because,
      remedy,
    },
  };
}
