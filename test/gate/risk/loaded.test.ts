import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '../../sources.ts';

const all = readSources();
const sources = new Map(all.map((source) => [source.path, source]));

/** What is loaded with a file, whatever it does; `import()` and types load nothing. */
function loadedBy(first: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const left = [first];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const imports = sources.get(path)?.imports.filter(({ lazy, typeOnly }) => !lazy && !typeOnly) ?? [];
    for (const { from } of imports) if (from.startsWith('.')) left.push(posix.join(posix.dirname(path), from));
  }
  return seen;
}

test.each(['commands/hook.ts', 'gate/judge.ts', 'gate/call/judge-call.ts', 'daemon/run.ts'])(
  '%s loads nothing that weighs a change',
  (path) => {
    const loaded = [...loadedBy(path)];
    expect(loaded.length).toBeGreaterThan(30);
    expect(loaded.filter((one) => /^gate\/risk\/|^stats\/|^learn\/|^log\/history/.test(one))).toEqual([]);
  },
);

test('it is loaded by the one who asks', () => {
  const importers = all.filter(({ imports, path }) => {
    return !path.startsWith('gate/risk/') && imports.some(({ from }) => from.endsWith('/risk/of-change.ts'));
  });
  expect(importers.map(({ path }) => path)).toEqual(['gate/judge.ts']);
});
