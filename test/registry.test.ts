import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agents } from '../src/agents/index.ts';
import { commands } from '../src/commands/index.ts';
import { analyzers } from '../src/facts/analyzers/index.ts';
import { detectors } from '../src/facts/code/index.ts';
import { families } from '../src/facts/tools/index.ts';
import { plans } from '../src/facts/plans/index.ts';
import { conditions } from '../src/policy/conditions/index.ts';
import { authorCases, operatorCases } from './agents/cases.ts';
import { readSources, ROOT } from './sources.ts';

/** Growth is one file, one line in the index beside it, and its cases. `parts` are the contract and what entries share. */
const REGISTRIES = [
  { folder: 'facts/analyzers', parts: [], entries: analyzers.length },
  { folder: 'facts/tools', parts: ['family', 'options', 'effects', 'read', 'deeds'], entries: families.length },
  { folder: 'facts/plans', parts: ['json'], entries: plans.length },
  { folder: 'policy/conditions', parts: ['condition', 'attribute', 'says'], entries: conditions.length },
  {
    folder: 'agents',
    parts: [
      'agent',
      'hook-settings',
      'host',
      'host-event',
      'identify',
      'identity',
      'json-text',
      'message-marks',
      'model-vendor',
      'notes',
      'payload',
      'process-marks',
      'suspects',
      'tool-table',
      'trailers',
      'transcripts',
    ],
    entries: agents.length,
  },
  { folder: 'commands', parts: ['command', 'arguments', 'help'], entries: Object.keys(commands).length },
] as const;

/** Here a folder is named for the entry beside it and holds its parts; `bots/` holds entries. */
const FAMILIES: readonly string[] = ['facts/tools', 'agents'];
function isPart(name: string): boolean {
  return name.includes('/') && !name.startsWith('bots/');
}

const sources = readSources();

describe.each(REGISTRIES)('$folder', ({ folder, parts, entries }) => {
  const index = sources.find(({ path }) => path === `${folder}/index.ts`);
  const imported = (index?.imports ?? [])
    .filter(({ from }) => from.startsWith('./'))
    .map(({ from }) => from.replace(/^\.\//, '').replace(/\.ts$/, ''));
  const files = sources
    .filter(({ path }) => path.startsWith(`${folder}/`) && path !== `${folder}/index.ts`)
    .map(({ path }) => path.slice(folder.length + 1, -'.ts'.length))
    .filter((name) => !(parts as readonly string[]).includes(name) && !(FAMILIES.includes(folder) && isPart(name)));

  test('registers each of its files exactly once', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(imported.filter((name) => !(parts as readonly string[]).includes(name)).sort()).toEqual([...files].sort());
    expect(entries).toBe(files.length);
  });
});

test('names are not given twice', () => {
  for (const ids of [analyzers.map(({ id }) => id), agents.map(({ id }) => id)])
    expect(new Set(ids).size).toBe(ids.length);
  const addresses = agents.flatMap(({ addresses: own = [] }) => own);
  const apps = agents.flatMap(({ apps: own = {} }) => Object.keys(own));
  expect(new Set([...addresses, ...apps]).size).toBe(addresses.length + apps.length);
});

test('an agent is stored under its own name', () => {
  const files = sources.map(({ path }) => path);
  const folderOf = (kind: string): string => (kind === 'bot' ? 'agents/bots' : 'agents');
  expect(agents.filter(({ id, kind }) => !files.includes(`${folderOf(kind)}/${id}.ts`)).map(({ id }) => id)).toEqual(
    [],
  );
});

/** What happens to refs or in a command has no folder to show; its cases are rows of test/facts/refs.test.ts and test/facts/tools. */
const WITHOUT_FOLDERS = ['refs', 'commands', 'mcp-tools'];

describe('each analyzer', () => {
  test.each([...analyzers, ...detectors].filter(({ id }) => !WITHOUT_FOLDERS.includes(id)).map(({ id }) => id))(
    '%s has ok and bad cases',
    (id) => {
      const folder = join(ROOT, 'test', 'cases', id);
      const names = existsSync(folder) ? readdirSync(folder) : [];
      expect(names.filter((name) => name.startsWith('ok.')).length).toBeGreaterThan(0);
      expect(names.filter((name) => name.startsWith('bad.')).length).toBeGreaterThan(0);
    },
  );

  test('no cases are left behind by an analyzer that is gone', () => {
    const ids = [...analyzers, ...detectors].map(({ id }) => id);
    expect(readdirSync(join(ROOT, 'test', 'cases')).filter((name) => !ids.includes(name))).toEqual([]);
  });
});

test('each agent and bot has a case', () => {
  const tried = [...authorCases, ...operatorCases]
    .flatMap(({ expect: expected }) => expected)
    .map((one) => one.split(':')[1]);
  expect(tried.length).toBeGreaterThan(150);
  expect(agents.filter(({ id }) => !tried.includes(id)).map(({ id }) => id)).toEqual([]);
});

test('each shipped policy holds its own cases', () => {
  const folder = join(ROOT, 'policies');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(0);
  const isPolicy = (text: string): boolean => /^policy:/m.test(text);
  const without = files.filter((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return isPolicy(text) && !/^cases:\s*\n\s*- /m.test(text);
  });
  expect(without).toEqual([]);
});
