import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { observation, unreadableStep } from '../orm/migration.ts';
import { droppedBetween } from '../orm/prisma-diff.ts';
import { type PrismaSchema, readPrisma } from '../orm/prisma-schema.ts';
import { drop, type Step, unread } from '../orm/step.ts';

/** `schema.prisma`, also in several files. Its migrations are SQL and are judged as that. */
export const prisma: Analyzer = {
  id: 'prisma',
  reads: ({ path, from }) => isPrisma(path) || isPrisma(from ?? ''),
  grammars: () => [],
  needs: () => [],
  facts: (input) => {
    const edits = input.edits.filter(({ path, from }) => isPrisma(path) || isPrisma(from ?? ''));
    if (edits.length === 0) return [];
    const after = together(input, edits, 'after');
    return edits.flatMap((edit) => ofEdit(edit, input, after));
  },
};

function isPrisma(path: string): boolean {
  return path.endsWith('.prisma');
}

function ofEdit(edit: Edit, input: AnalyzerInput, after: PrismaSchema): readonly Observation[] {
  const sides = input.files.get(edit.path);
  const now = sides?.after.kind === 'text' ? readPrisma(sides.after.text) : null;
  const broken = now?.broken ?? null;
  const unclosed = broken === null ? [] : [unread(broken, 'a schema', 'a block is never closed')];
  const isCovered = input.edits.some((one) => one.after !== null && MIGRATION.test(one.path));
  const before = sides?.before.kind === 'text' ? readPrisma(sides.before.text) : null;
  const steps = before === null || isCovered ? [] : stepsBetween(edit, before, after);
  return [...unclosed, ...steps].flatMap((step) => tell(edit, step));
}

const MIGRATION = /(^|\/)migrations\/([^/]+\/)*[^/]+\.sql$/;

/** A schema that is deleted whole is one thing to ask about, and not forty. */
function stepsBetween(edit: Edit, before: PrismaSchema, after: PrismaSchema): readonly Step[] {
  const gone = [...before.tables.keys()].filter((name) => !after.tables.has(name)).length;
  if (edit.after !== null || gone < 2)
    return droppedBetween(before, { ...after, provider: after.provider ?? before.provider });
  const because = `the schema is deleted with its ${gone} models, and no migration of this change says what becomes of them`;
  return [drop('schema', edit.path, { line: 1, because, certainty: 'possible' })];
}

function tell(edit: Edit, step: Step): readonly Observation[] {
  if (step.kind === 'unread') return [unreadableStep(edit, step)];
  return step.kind === 'does' ? [observation('prisma', edit, step.consequence, edit.landed)] : [];
}

/** A model may move from one file of the schema to another. */
function together(input: AnalyzerInput, edits: readonly Edit[], side: 'before' | 'after'): PrismaSchema {
  const schemas = edits.flatMap(({ path }) => {
    const content = input.files.get(path)?.[side];
    return content?.kind === 'text' ? [readPrisma(content.text)] : [];
  });
  return {
    tables: new Map(schemas.flatMap(({ tables }) => [...tables])),
    enums: new Map(schemas.flatMap(({ enums }) => [...enums])),
    provider: schemas.find(({ provider }) => provider !== null)?.provider ?? null,
    broken: null,
  };
}
