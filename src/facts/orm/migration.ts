import type { Edit, Path, Truth } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Grammar, Grammars, Language } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Files, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { baseName } from '../path.ts';
import type { SqlConsequence } from '../sql/consequence.ts';
import type { Step } from './step.ts';

/** One ORM's way to write a migration. */
export type Orm = {
  readonly id: string;
  readonly isPath: (path: Path) => boolean;
  /** Cheap, before anything is parsed. */
  readonly isMigration: (path: Path, text: string) => boolean;
  readonly technologyOf: (text: string) => string;
  readonly language: (path: Path) => Language | null;
  readonly steps: (path: Path, text: string, context: Context) => readonly Step[];
  /** The text apart from comments and layout. */
  readonly tokens: (path: Path, text: string, grammars: Grammars) => string;
  /** Unchanged siblings that say what something was before. */
  readonly siblings?: (path: Path, text: string) => readonly Path[];
  /** What those are written in, where somebody has to parse them. */
  readonly otherLanguage?: (path: Path) => Language | null;
  /** Of the same files, what is no migration: models, entities, a schema that is generated. */
  readonly others?: (input: AnalyzerInput, migrations: readonly Migration[]) => readonly Observation[];
};

export type Context = {
  readonly grammars: Grammars;
  /** Contents before the change, of new files after it: with the siblings that were asked for. */
  readonly known: ReadonlyMap<Path, string>;
};

/** A migration of this change: what it says after it, null where it is gone. */
export type Migration = { readonly edit: Edit; readonly before: string | null; readonly after: string | null };

export function migrationAnalyzer(of: Orm): Analyzer {
  return {
    id: of.id,
    reads: (edit) => of.isPath(edit.path) || (edit.from !== null && of.isPath(edit.from)),
    grammars: (input) => [
      ...new Set([...migrationsOf(of, input).flatMap((one) => grammarsFor(of, one)), ...otherGrammars(of, input)]),
    ],
    needs: (input) =>
      migrationsOf(of, input).flatMap(({ edit, after }) =>
        after === null ? [] : (of.siblings?.(edit.path, after) ?? []),
      ),
    facts: (input) => {
      const migrations = migrationsOf(of, input);
      return [...factsOfAll(of, migrations, input), ...(of.others?.(input, migrations) ?? [])];
    },
  };
}

/** Asked four times for each change, and a change may have a hundred thousand files: remembered until more is read. */
const remembered = new WeakMap<
  Orm,
  {
    readonly files: Files;
    readonly size: number;
    readonly edits: readonly Edit[];
    readonly found: readonly Migration[];
  }
>();

function migrationsOf(of: Orm, input: AnalyzerInput): readonly Migration[] {
  const before = remembered.get(of);
  if (before?.files === input.files && before.size === input.files.size && before.edits === input.edits)
    return before.found;
  const found = findMigrations(of, input);
  remembered.set(of, { files: input.files, size: input.files.size, edits: input.edits, found });
  return found;
}

/** Sorted by name, which is the order they run in. */
function findMigrations(of: Orm, input: AnalyzerInput): readonly Migration[] {
  const found = input.edits.flatMap((edit): readonly Migration[] => {
    const sides = input.files.get(edit.path);
    const before = textOf(sides?.before);
    const after = textOf(sides?.after);
    const wasOne =
      before !== null && of.isPath(edit.from ?? edit.path) && of.isMigration(edit.from ?? edit.path, before);
    const isOne = after !== null && of.isPath(edit.path) && of.isMigration(edit.path, after);
    return wasOne || isOne ? [{ edit, before: wasOne ? before : null, after }] : [];
  });
  return found.toSorted((a, b) => (a.edit.path < b.edit.path ? -1 : 1));
}

function textOf(content: Content | undefined): string | null {
  return content?.kind === 'text' ? content.text : null;
}

function grammarsFor(of: Orm, { edit }: Migration): readonly Grammar[] {
  const language = of.language(edit.path);
  return language ? [language] : [];
}

function otherGrammars(of: Orm, input: AnalyzerInput): readonly Grammar[] {
  if (of.otherLanguage === undefined) return [];
  return input.edits.flatMap(({ path }) => {
    const language = input.files.has(path) ? (of.otherLanguage?.(path) ?? null) : null;
    return language ? [language] : [];
  });
}

function factsOfAll(of: Orm, migrations: readonly Migration[], input: AnalyzerInput): readonly Observation[] {
  if (migrations.length === 0) return [];
  const known = new Map(
    [...input.files].flatMap(([path, { before, after }]): readonly [Path, string][] => {
      const text = textOf(before) ?? textOf(after);
      return text === null ? [] : [[path, text]];
    }),
  );
  const context: Context = { grammars: input.grammars, known };
  const made = new Set<string>();
  return migrations.flatMap((one) => factsOf(of, one, made, context));
}

function factsOf(of: Orm, one: Migration, made: Set<string>, context: Context): readonly Observation[] {
  const { edit, before, after } = one;
  if (after === null) return edit.landed === false ? [] : [edited(of, one, 'is deleted')];
  const then = before === null ? [] : of.steps(edit.from ?? edit.path, before, context);
  if (before !== null && sameTokens(of, edit, before, after, context)) {
    return isRenumbered(edit)
      ? [edited(of, one, `has another number: it runs again where it has run as ${baseName(edit.from ?? '')}`)]
      : [];
  }
  const known = new Set(then.map(spell));
  const isNew = before === null || edit.landed === false;
  const seen = of.steps(edit.path, after, context).flatMap((step): readonly Observation[] => {
    if (step.kind === 'creates') {
      if (isNew) made.add(step.name.toLowerCase());
      return [];
    }
    if (step.kind === 'unread') return [unreadableStep(edit, step)];
    if (known.has(spell(step)) || isMade(step.name, made)) return [];
    return [observation(of.technologyOf(after), edit, step.consequence, true)];
  });
  return isNew ? seen : [edited(of, one, 'is edited: databases that ran it will not run it again'), ...seen];
}

function sameTokens(of: Orm, edit: Edit, before: string, after: string, { grammars }: Context): boolean {
  return (
    before === after || of.tokens(edit.from ?? edit.path, before, grammars) === of.tokens(edit.path, after, grammars)
  );
}

/** Its number is its identity; the folder and the words behind the number are not. */
function isRenumbered(edit: Edit): boolean {
  const number = (path: Path): string => /^V?\d[\d_.]*/.exec(baseName(path))?.[0] ?? '';
  return edit.from !== null && edit.landed !== false && number(edit.from) !== number(edit.path);
}

/** A column of a table that is new, or the new column itself. */
function isMade(name: string, made: ReadonlySet<string>): boolean {
  const lower = name.toLowerCase();
  if (made.has(lower)) return true;
  const dot = lower.lastIndexOf('.');
  return dot > 0 && made.has(lower.slice(0, dot));
}

/** Not by its line: a statement that moved is the same statement. */
function spell(step: Step): string {
  if (step.kind !== 'does') return '';
  const { kind, object, name, because } = step.consequence;
  return [kind, object, name, because].join('\n');
}

export function unreadableStep(edit: Edit, { line, what, why }: Extract<Step, { kind: 'unread' }>): Observation {
  return { kind: 'unreadable', subject: edit.path, edit, range: { from: line, to: line }, attributes: { what, why } };
}

function edited(of: Orm, { edit, before, after }: Migration, what: string): Observation {
  const consequence: SqlConsequence = {
    kind: 'data.drop',
    object: 'other',
    name: baseName(edit.from ?? edit.path),
    line: 1,
    certainty: edit.landed === true ? 'certain' : 'likely',
    because: `a migration that has landed ${what}`,
    remedy: 'leave it as it was and write a new migration',
  };
  const seen = observation(of.technologyOf(before ?? after ?? ''), edit, consequence, edit.landed);
  return { ...seen, kind: 'data.migration-edit', attributes: { ...seen.attributes, reversible: true } };
}

/** What one consequence is as a fact of the file that holds it. */
export function observation(technology: string, edit: Edit, one: SqlConsequence, landed: Truth): Observation {
  const { kind, object, name, line, certainty, because, remedy, more = {} } = one;
  const environment = environmentOfPath(edit.path);
  const common = { technology, certainty, because, remedy, name, environment, landed };
  const attributes =
    kind === 'access.widen'
      ? { how: 'privilege', ...common, type: object, ...more }
      : { ...common, object, reversible: isReversible(kind, object), dependents: 'unknown', ...more };
  return { kind, subject: name, edit, range: { from: line, to: line }, attributes };
}

function isReversible(kind: string, object: string): Truth {
  if (kind === 'data.drop') return ['index', 'constraint', 'view', 'routine'].includes(object);
  if (kind === 'data.rewrite') return 'unknown';
  return kind !== 'data.truncate' && kind !== 'data.delete-all';
}
