import { relative } from 'node:path';
import { showEdit } from '../gate/install/show-edit.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { confirm, findPerson } from '../gate/person.ts';
import { repositoryHere } from '../learn/here.ts';
import type { Patch } from '../learn/tuning/file-here.ts';
import { effectsOf } from '../learn/tuning/followed.ts';
import { readSettings } from '../learn/tuning/in-force.ts';
import { patchOf } from '../learn/tuning/patch.ts';
import { readProposals, type Tuning } from '../learn/tuning/proposals.ts';
import { tellDanger, tellHistory, tellProposal, tellTuning } from '../learn/tuning/tell.ts';
import { standing, turn, undoingOf } from '../learn/tuning/turning.ts';
import { openNumbers } from '../log/current.ts';
import type { Log } from '../log/open.ts';
import type { Proposal } from '../model/tuning.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

/** What each of them looks at: a repository, and the log as it is now. */
type Desk = {
  readonly gate: Gate;
  readonly repo: string;
  readonly log: Log;
  readonly io: Io;
  readonly isJson: boolean;
};
type Action = (desk: Desk, id: string) => Promise<Exit>;

const ACTIONS: Readonly<Record<string, { readonly takesId: boolean; readonly run: Action }>> = {
  show: { takesId: true, run: show },
  accept: { takesId: true, run: accept },
  undo: { takesId: true, run: undo },
  history: { takesId: false, run: history },
};
const HELP = 'guardrail tune --help';

export const command: Command = {
  name: 'tune',
  summary: 'What the log proposes to change about the gate, tried on the past; a person accepts it, or not',
  takes: '[show ID | accept ID | undo ID | history]',
  examples: [
    ['guardrail tune', 'every proposal with its numbers: what to relax, what to deepen, which criterion is unclear'],
    ['guardrail tune show t-7f3k2m', 'one of them as a diff, and what it would have changed'],
    ['guardrail tune accept t-7f3k2m', 'write it for you to commit; it counts once it has landed'],
    ['guardrail tune history', 'what was turned, and what became of it'],
    ['guardrail tune undo t-7f3k2m', 'and back'],
  ],
  flags: [{ name: 'json', type: 'boolean', says: 'the same as JSON' }],
  run: async (args, io) => {
    const { action, id } = parse(args);
    const gate = await openGate(io);
    const log = await openNumbers(io.env);
    try {
      return await action({ gate, log, io, repo: await repositoryHere(gate), isJson: args.has('json') }, id);
    } finally {
      log.close();
    }
  },
};

function parse({ words }: Arguments): { readonly action: Action; readonly id: string } {
  const [verb, id, ...rest] = words;
  if (verb === undefined) return { action: list, id: '' };
  const known = ACTIONS[verb];
  if (known === undefined) throw new UsageError(`tune: say one of ${Object.keys(ACTIONS).join(', ')}`, HELP);
  if (rest.length > 0 || (id !== undefined) !== known.takesId)
    throw new UsageError(
      known.takesId ? `tune ${verb}: name one proposal` : `tune ${verb} takes no id`,
      'guardrail tune',
    );
  return { action: known.run, id: id ?? '' };
}

async function list({ gate, log, repo, io, isJson }: Desk): Promise<Exit> {
  const tuning = await readProposals(log, { gate, repo, now: io.now() });
  if (isJson) await io.out(`${sayJson(masked({ v: 1, ...tuning }))}\n`);
  else if (tuning.why === '') await io.out(tellTuning(tuning));
  if (tuning.why === '') return 0;
  await io.err(`guardrail: nothing can be proposed here: ${escapeText(tuning.why)}\n  next: guardrail policy lint\n`);
  return 2;
}

async function show(desk: Desk, id: string): Promise<Exit> {
  const { gate, log, io, isJson } = desk;
  const proposal = await named(desk, id);
  const patch = await patchOf(gate, log, proposal, false);
  const diff = showPatch(gate, patch);
  if (isJson) await io.out(`${sayJson(masked({ v: 1, proposal, diff }))}\n`);
  else {
    const next = proposal.waits === '' ? `next: guardrail tune accept ${id}` : 'it has to wait';
    await io.out(`${tellProposal(proposal).join('\n')}\n\n${diff}\n${next}\n`);
  }
  return 0;
}

async function accept(desk: Desk, id: string): Promise<Exit> {
  const { gate, repo, log, io } = desk;
  const person = await personHere(desk, 'accepted');
  if (person === null) return 1;
  const proposal = await named(desk, id);
  if (proposal.waits !== '') {
    await io.err(`guardrail: ${id} has to wait: ${escapeText(proposal.waits)}\n  next: guardrail tune\n`);
    return 1;
  }
  const patch = await patchOf(gate, log, proposal, false);
  const danger = tellDanger(proposal.replay);
  const question = [
    ...danger,
    ...tellProposal(proposal).slice(danger.length),
    '',
    showPatch(gate, patch),
    `${person} accepts this:`,
  ];
  if (!(await confirm(io, question.join('\n'), 'accept'))) {
    await io.err('guardrail: not accepted, nothing was written\n');
    return 1;
  }
  await turn(gate, repo, patch, { proposal, undone: false });
  await io.err(`guardrail: written. It counts once it is committed and has landed.\n${nextOf(gate, patch, proposal)}`);
  return 0;
}

async function undo(desk: Desk, id: string): Promise<Exit> {
  const { gate, repo, log, io } = desk;
  const person = await personHere(desk, 'taken back');
  if (person === null) return 1;
  const { turned } = await readProposals(log, { gate, repo, now: io.now() });
  const one = standing(turned).find((known) => known.id === id);
  if (one === undefined)
    throw new UsageError(
      `tune undo ${escapeText(id)}: nothing of this id stands accepted here`,
      'guardrail tune history',
    );
  const undoing = undoingOf(one);
  const patch = await patchOf(gate, log, undoing, true);
  if (!(await confirm(io, `${showPatch(gate, patch)}\n${person} takes ${id} back:`, 'undo'))) {
    await io.err('guardrail: nothing was written\n');
    return 1;
  }
  await turn(gate, repo, patch, { proposal: undoing, undone: true });
  await io.err(`guardrail: written. It counts once it is committed and has landed.\n${nextOf(gate, patch, undoing)}`);
  return 0;
}

async function history({ gate, repo, log, io, isJson }: Desk): Promise<Exit> {
  const settings = await readSettings(gate, []);
  const models = settings.kind === 'read' ? settings.models : [];
  const effects = effectsOf(log, {
    repo,
    now: io.now(),
    settingOf: (id) => models.find((model) => model.id === id) ?? null,
  });
  await io.out(isJson ? `${sayJson(masked({ v: 1, effects }))}\n` : tellHistory(effects));
  return 0;
}

/** Whoever is judged does not turn the gate: no agent, and nobody without a terminal. */
async function personHere({ gate, io }: Desk, what: string): Promise<string | null> {
  const person = findPerson(gate.operator);
  if (person.kind === 'person') return `${person.name} <${person.email}>`;
  await io.err(
    `guardrail: a proposal is ${what} by a person at a terminal: ${escapeText(person.why)}\n  next: ask the person you work for\n`,
  );
  return null;
}

async function named({ gate, log, repo, io }: Desk, id: string): Promise<Proposal> {
  const tuning: Tuning = await readProposals(log, { gate, repo, now: io.now() });
  if (tuning.why !== '')
    throw new UsageError(`tune: nothing can be proposed here: ${tuning.why}`, 'guardrail policy lint');
  const found = tuning.proposals.find((one) => one.id === id);
  if (found !== undefined) return found;
  const was = tuning.turned.find((one) => one.id === id);
  const why = was === undefined ? 'nothing of this id is proposed' : 'it was accepted already';
  throw new UsageError(
    `tune ${escapeText(id)}: ${why}`,
    was === undefined ? 'guardrail tune' : 'guardrail tune history',
  );
}

function showPatch({ repository: { root } }: Gate, patch: Patch): string {
  const diff = showEdit(patch, root ?? '').replaceAll(/\t\(\d+\)/g, '');
  return diff.split('\n').map(escapeText).join('\n');
}

function nextOf(
  { repository: { root } }: Gate,
  { path }: Patch,
  { id, knob, contract }: Pick<Proposal, 'id' | 'knob' | 'contract'>,
): string {
  const file = escapeText(relative(root ?? '', path));
  const todo = knob.kind === 'case' ? `  decide what is marked TODO first: guardrail failure-model lint ${file}\n` : '';
  return `${todo}  next: git add -- '${file}' && git commit -m "Tune ${escapeText(contract)} (${id})"\n`;
}
