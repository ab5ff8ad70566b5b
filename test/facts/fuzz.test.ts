import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/changes/decode.ts';
import { analyzers } from '../../src/facts/analyzers/index.ts';
import type { Edit } from '../../src/model/change.ts';
import type { Content, Sides } from '../../src/model/content.ts';
import type { Fact } from '../../src/model/fact.ts';
import { factsOf } from './changes.ts';
import { changeOf } from './folder.ts';

const CASES = join(dirname(fileURLToPath(import.meta.url)), '..', 'cases');
/** What git itself tells of a file is no reading of its text. */
const READERS = analyzers.filter(({ id }) => !['files', 'refs', 'lockfiles'].includes(id));
const ROUNDS = 8;

const cases = READERS.flatMap(({ id }) => {
  const folder = join(CASES, id);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => /^(bad|ok)\./.test(name))
    .map((name) => ({ id, name: `${id}: ${name}`, folder: join(folder, name) }));
});

type Contents = Readonly<Record<string, Sides>>;
type Change = ReturnType<typeof changeOf>['change'];

function facts(change: Change, contents: Contents): readonly Fact[] {
  return factsOf(change, contents, READERS);
}

const show = (some: readonly Fact[]): readonly string[] =>
  some.map(({ kind, subject, attributes }) => `${kind} ${subject} ${String(attributes['certainty'] ?? '')}`).sort();

function edited(contents: Contents, side: 'before' | 'after', edit: (text: string) => string): Contents {
  const one = (content: Content): Content =>
    content.kind === 'text' ? decode(Buffer.from(edit(content.text))) : content;
  return Object.fromEntries(
    Object.entries(contents).map(([path, sides]) => [
      path,
      side === 'after'
        ? { ...sides, after: one(sides.after) }
        : { ...sides, before: one(sides.before), landed: one(sides.landed) },
    ]),
  );
}

/** The same numbers on every run: a failure can be looked at again. */
function numbers(seed: number): (below: number) => number {
  let state = seed + 0x9e3779b9;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39) ^ (state >>> 15);
    return Math.abs(state) % Math.max(1, below);
  };
}

/** A comment where the language has any. */
function commentIn(path: string): string {
  if (/\.(tf|tofu|tfvars|ya?ml|py|rb|sh|toml|exs?|r|pl)$|file$|(^|\/)\.[^/.]+$|CODEOWNERS$/i.test(path))
    return '# noted';
  if (/\.(sql|lua)$/.test(path)) return '-- noted';
  if (/\.([cm]?[jt]sx?|prisma|go|php|bicep|bicepparam|java|kt)$/.test(path)) return '// noted';
  return path.endsWith('.zone') ? '; noted' : '';
}

const GARBAGE = [
  '{',
  '}',
  '(',
  ')]}',
  '"',
  "'",
  '`',
  '<<EOT',
  '${',
  '{{',
  '%{',
  '/*',
  '\\',
  '\t',
  '\u0000',
  '\u2028',
  '- ',
  ': ',
  '&a *a',
  '!!x ',
  '---',
  ';',
  '$$',
  '[[[[',
  '#',
  '🙂',
];
const MUTATIONS: readonly ((text: string, next: (below: number) => number) => string)[] = [
  (text, next) => text.slice(0, next(text.length)),
  (text, next) => text.slice(next(text.length)),
  (text, next) => {
    const at = next(text.length);
    return text.slice(0, at) + text.slice(at + 1 + next(20));
  },
  (text, next) => {
    const at = next(text.length);
    return text.slice(0, at) + (GARBAGE[next(GARBAGE.length)] ?? '') + text.slice(at);
  },
  (text, next) => {
    const lines = text.split('\n');
    const [from, to] = [next(lines.length), next(lines.length)];
    [lines[from], lines[to]] = [lines[to] ?? '', lines[from] ?? ''];
    return lines.join('\n');
  },
  (text, next) => text.replaceAll(GARBAGE[next(3)] ?? '{', ''),
  (text) => text + text,
  (text, next) => `${text}\n${(GARBAGE[next(GARBAGE.length)] ?? '').repeat(3000)}`,
];

test('there is enough to mutate', () => {
  expect(cases.length).toBeGreaterThan(100);
});

/** A key, a hook or a recording has no comments: whatever is written into it counts. */
const LITERAL = /\.(snap|pem|key)$|id_\w+$|(^|\/)\.(githooks|husky)\//;

describe.each(cases)('$name', ({ folder }) => {
  const { change, contents } = changeOf(folder);

  test('line ends and a byte order mark change nothing', () => {
    const windows = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');
    const both = edited(edited(contents, 'before', windows), 'after', windows);
    expect(show(facts(change, both))).toEqual(show(facts(change, contents)));
    const mark = (text: string): string => (text === '' ? text : `\uFEFF${text}`);
    expect(show(facts(change, edited(edited(contents, 'before', mark), 'after', mark)))).toEqual(
      show(facts(change, contents)),
    );
  });

  test('a comment and a blank line at the end say nothing', () => {
    const commented = Object.fromEntries(
      Object.entries(contents).map(([path, sides]): [string, Sides] => {
        const after: Content =
          sides.before.kind === 'text'
            ? { kind: 'text', text: `${sides.before.text.replace(/\n?$/, '\n')}${commentIn(path)}\n` }
            : sides.before;
        return [path, { ...sides, after }];
      }),
    );
    const stays = ({ before, after, from, path }: Edit): boolean =>
      before !== null && after !== null && from === null && !LITERAL.test(path);
    const quiet = { ...change, parts: change.parts.map((part) => ({ ...part, edits: part.edits.filter(stays) })) };
    // where the text before cannot be read nobody can say what changed
    const found = facts(quiet, commented).filter(({ kind }) => kind !== 'unreadable');
    expect(show(found)).toEqual([]);
  });

  test('whatever is cut off, swapped or strewn in is answered', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = numbers(round * 7919 + folder.length * 31);
      const mutate = MUTATIONS[next(MUTATIONS.length)] ?? ((text: string) => text);
      const side = next(2) === 0 ? 'before' : 'after';
      const found = facts(
        change,
        edited(contents, side, (text) => mutate(text, next)),
      );
      const wrong = found.filter(
        ({ kind, attributes }) =>
          kind === 'unreadable' &&
          /^state \S+ about |is not a function|Cannot read|undefined|not iterable/.test(String(attributes['why'])),
      );
      expect(wrong.map(({ attributes }) => attributes['why'])).toEqual([]);
    }
  });
});
