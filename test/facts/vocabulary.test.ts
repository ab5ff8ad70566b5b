import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mayDestroy } from '../../src/facts/scripts/vocabulary.ts';
import { factsOfCommand } from './tools/rows.ts';

const GONE = /^(infra\.(destroy|replace)|data\.(drop|truncate|delete-all)|git\.(force-push|branch-delete))$/;

test('what a family says is destroyed has a word that scripts are read for', () => {
  const file = new URL('../commands/rows/destructive.jsonl', import.meta.url);
  const commands = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): string => JSON.parse(line).command);
  const destroying = commands.filter((command) => factsOfCommand(command).some(({ kind }) => GONE.test(kind)));
  expect(destroying.length).toBeGreaterThan(120);
  // what keeps a copy equal to a build is daily work there
  const silent = destroying.filter((command) => !mayDestroy(command) && !/\br?sync\b/.test(command));
  expect(silent).toEqual([]);
});
