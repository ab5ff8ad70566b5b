import { openGate, type Gate } from '../gate/open.ts';
import type { KnownOutcome } from '../log/outcomes.ts';
import { readBranch } from '../learn/history/branch.ts';
import { readOutcomes } from '../learn/outcomes/person.ts';
import { addOutcome } from '../learn/outcomes/said.ts';
import { readSubjects } from '../learn/outcomes/subjects.ts';
import { syncOutcomes, type OutcomeSync } from '../learn/outcomes/sync.ts';
import { outcomeLine, syncLines } from '../learn/outcomes/words.ts';
import { sayJson } from '../speak/escape.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

const VERBS = ['list', 'sync', 'add'] as const;

export const command: Command = {
  name: 'outcomes',
  summary: 'What became of commits after they had landed: reverted, mended, or the cause of an incident',
  takes: '[list|sync|add]',
  examples: [
    ['guardrail outcomes', 'the newest of this repository'],
    ['guardrail outcomes sync', 'read on in the history; follows lines of fixes for some seconds'],
    ['guardrail outcomes sync --blame', 'follow all of them; can be stopped and goes on where it was'],
    [
      'guardrail outcomes add --incident https://wiki.example/42 --commit 4be1c2a',
      'a person says what a commit caused',
    ],
  ],
  flags: [
    {
      name: 'blame',
      type: 'boolean',
      says: 'sync: follow the lines of every commit that mends something, not of the newest alone',
    },
    { name: 'incident', type: 'text', hint: 'URL', says: 'add: where the incident is described' },
    { name: 'commit', type: 'text', hint: 'SHA', says: 'add: the commit that caused it' },
    { name: 'because', type: 'text', hint: 'TEXT', says: 'add: why it was this one' },
    { name: 'all', type: 'boolean', says: `list: more than the newest, and what was withdrawn` },
    { name: 'json', type: 'boolean', says: 'list, sync: the same as JSON' },
  ],
  run: async (args, io) => {
    const [word = 'list', ...rest] = args.words;
    const verb = VERBS.find((known) => known === word);
    if (verb === undefined || rest.length > 0) {
      throw new UsageError(`outcomes: one of ${VERBS.join(', ')}`, 'guardrail outcomes --help');
    }
    const gate = await openGate(io);
    switch (verb) {
      case 'list':
        return await list(gate, args, io);
      case 'sync':
        return await sync(gate, args, io);
      case 'add':
        return await addOutcome(gate, args, io);
    }
  },
};

const NEWEST = 30;

async function list(gate: Gate, args: Arguments, io: Io): Promise<Exit> {
  const { repo } = await readBranch(gate);
  const all = await readOutcomes(gate, repo);
  if (args.has('json')) {
    await io.out(`${sayJson({ v: 1, repo, outcomes: all }, 2)}\n`);
    return 0;
  }
  const wanted = args.has('all') ? all : all.filter(({ withdrawn }) => !withdrawn).slice(0, NEWEST);
  if (wanted.length === 0) {
    await io.out('No outcome is known of this repository. Read its history: guardrail outcomes sync\n');
    return 0;
  }
  const subjects = await readSubjects(
    gate.git,
    wanted.slice(0, NEWEST).map(({ commit }) => commit),
  );
  const lines = wanted.map((one: KnownOutcome) => outcomeLine(one, subjects.get(one.commit) ?? ''));
  const left = all.length - wanted.length;
  await io.out(`${lines.join('\n')}\n${left > 0 ? `and ${left} more: guardrail outcomes --all\n` : ''}`);
  return 0;
}

/** So long are lines of fixes followed by a sync that was not asked to follow all of them. */
const TRACING_MS = 10_000;
const PROGRESS_MS = 1_000;

async function sync(gate: Gate, args: Arguments, io: Io): Promise<Exit> {
  const { onProgress, end } = progressOn(io);
  const tracing = args.has('blame') ? null : TRACING_MS;
  const told = await syncOutcomes(gate, { reading: null, tracing, onProgress });
  end();
  await io.out(args.has('json') ? `${sayJson({ v: 1, ...told }, 2)}\n` : `${syncLines(told).join('\n')}\n`);
  return exitOf(told);
}

type Progress = { readonly onProgress: (what: 'read' | 'traced', done: number) => void; readonly end: () => void };

/** Nothing within the first second, then one line that is written over. */
function progressOn(io: Io): Progress {
  const started = performance.now();
  let told = started;
  return {
    onProgress: (what, done) => {
      const now = performance.now();
      if (!io.isTerminal || now - started < PROGRESS_MS || now - told < PROGRESS_MS / 5) return;
      told = now;
      void io.err(`\rguardrail: ${done} commits ${what === 'read' ? 'read' : 'followed'}`);
    },
    end: () => {
      if (told !== started) void io.err('\r\u001b[K');
    },
  };
}

function exitOf(told: OutcomeSync): Exit {
  return told.kind === 'nothing' ? 2 : 0;
}
