import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analyzers } from '../../src/facts/analyzers/index.ts';
import { detectors } from '../../src/facts/code/index.ts';
import { factsOf } from './changes.ts';
import { changeOf } from './folder.ts';

const CASES = join(dirname(fileURLToPath(import.meta.url)), '..', 'cases');
/** `UPDATE=1 npx vitest run test/facts/cases.test.ts` writes what is seen now, to be reviewed as a diff. */
const UPDATE = process.env['UPDATE'] === '1';

const found = [...analyzers, ...detectors].flatMap((analyzer) =>
  casesOf(analyzer.id).map((name) => ({
    analyzer,
    folder: join(CASES, analyzer.id, name),
    name: `${analyzer.id}: ${name}`,
  })),
);

describe('the facts of each case', () => {
  test.each(found)('$name', ({ analyzer, folder }) => {
    const { change, contents } = changeOf(folder);
    expect(change.parts[0]?.edits.length, 'the case changes nothing').toBeGreaterThan(0);
    const facts = factsOf(change, contents, [analyzer]).map(({ kind, subject, where, from, attributes }) => ({
      kind,
      subject,
      ...(from === null ? {} : { from }),
      ...(where.range === null ? {} : { line: where.range.from }),
      attributes,
    }));
    const trips = facts.filter(
      ({ kind, attributes }) => kind === 'unreadable' && /^state \S+ about /.test(String(attributes['why'])),
    );
    expect(trips, 'a fact that is not what its kind says').toEqual([]);
    const file = join(folder, 'facts.json');
    if (UPDATE) writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`);
    expect(facts).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});

test('every analyzer that looks at files was tried', () => {
  expect(found.length).toBeGreaterThanOrEqual(40);
});

function casesOf(id: string): readonly string[] {
  const folder = join(CASES, id);
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^(ok|bad)\./.test(name)) : [];
}
