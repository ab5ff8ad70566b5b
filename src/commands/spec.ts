import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decode } from '../changes/decode.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { confirm, findPerson, type Presence } from '../gate/person.ts';
import { approveSpec, specOnDisk } from '../gate/specs/approved.ts';
import { OWN_FOLDER } from '../gate/specs/find.ts';
import { findHere, specsHere, type SpecsHere, type Uncommitted } from '../gate/specs/here.ts';
import { askForDraft, draftFrom, isAtTerminal } from '../gate/specs/interview.ts';
import { rowOf, sayRow, type SpecRow, tellSpec } from '../gate/specs/rows.ts';
import { readVersion, readVersions, type Version } from '../gate/specs/versions.ts';
import { didYouMean, nearest } from '../policy/nearest.ts';
import { parseSpec, type ReadSpec } from '../review/spec.ts';
import { specText } from '../review/spec-text.ts';
import { escapeText, sayJson, showPath } from '../speak/escape.ts';
import { count } from '../speak/words.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

type Action = (name: string | null, args: Arguments, io: Io) => Promise<Exit>;

const ACTIONS: Readonly<Record<string, Action>> = { list, show, new: create, approve };
const HELP = 'guardrail spec --help';

export const command: Command = {
  name: 'spec',
  summary: 'What was agreed on before a change: list, show, write and approve specifications',
  takes: 'list | show [NAME] | new NAME | approve NAME',
  examples: [
    ['guardrail spec list', 'every spec here, and whether it counts'],
    ['guardrail spec show', 'the one this branch is held against, with its criteria'],
    ['guardrail spec new checkout-limits', 'asks for title, reason, criteria and paths, and writes it'],
    [
      'guardrail spec new checkout-limits --title "Limits" --criterion "a cart above 500 asks" --path "src/checkout/**"',
      'the same without a terminal',
    ],
    ['guardrail spec approve checkout-limits --because "read it"', 'let exactly this text count before it has landed'],
  ],
  flags: [
    { name: 'title', type: 'text', hint: 'TEXT', says: 'new: what it is about' },
    { name: 'why', type: 'text', hint: 'TEXT', says: 'new: why it is wanted' },
    {
      name: 'criterion',
      type: 'text',
      multiple: true,
      hint: 'TEXT',
      says: 'new: what must hold; give it again for more',
    },
    { name: 'path', type: 'text', multiple: true, hint: 'GLOB', says: 'new: what it covers; give it again for more' },
    { name: 'because', type: 'text', hint: 'TEXT', says: 'approve: why; it is kept and shown' },
    { name: 'json', type: 'boolean', says: 'list and show as JSON' },
  ],
  run: async (args, io) => {
    const [verb, name = null, ...rest] = args.words;
    const action = verb === undefined ? undefined : ACTIONS[verb];
    if (rest.length > 0) throw new UsageError('spec: one name at a time', HELP);
    if (action !== undefined) return await action(name, args, io);
    const near = verb === undefined ? null : nearest(verb, Object.keys(ACTIONS));
    const hint = near === null ? '' : `; did you mean "${near}"?`;
    throw new UsageError(`spec: say one of ${Object.keys(ACTIONS).join(', ')}${hint}`, HELP);
  },
};

async function list(_name: string | null, args: Arguments, io: Io): Promise<Exit> {
  const gate = await openGate(io);
  const here = await specsHere(gate);
  const read = await readVersions(gate, here.versions);
  const rows: readonly SpecRow[] = [
    ...here.versions.map((version, index) => rowOf(here, version, read[index] ?? '')),
    ...here.uncommitted.map((file) => rowOf(here, file, '')),
  ];
  if (args.has('json')) await io.out(`${sayJson({ v: 1, specs: rows })}\n`);
  else {
    await io.out(rows.map(sayRow).join(''));
    await io.err(
      rows.length === 0 ? 'no specs here; write one: guardrail spec new NAME\n' : `${count(rows.length, 'spec')}\n`,
    );
  }
  return 0;
}

async function show(name: string | null, args: Arguments, io: Io): Promise<Exit> {
  const gate = await openGate(io);
  const here = await specsHere(gate);
  const file = name === null ? ofBranch(here) : findHere(here, name);
  if (file === null) {
    if (name !== null) throw new UsageError(missing(name, here), 'guardrail spec list');
    const says = here.standing.says.map((line) => `${line}\n`).join('');
    if (args.has('json')) await io.out(`${sayJson({ v: 1, spec: null, says: here.standing.says })}\n`);
    else
      await io.err(
        `${says}No spec that counts is named by this branch or its commits.\n  next: guardrail spec new NAME, or name one in a commit: Spec: NAME\n`,
      );
    return 1;
  }
  const read = file.because === 'uncommitted' ? await readHere(gate, file.path) : await readVersion(gate, file);
  const row = rowOf(here, file, read);
  if (args.has('json'))
    await io.out(
      `${sayJson({ v: 1, spec: { ...row, ...(typeof read === 'string' ? {} : { criteria: read.criteria, paths: read.paths, notes: read.notes }) } })}\n`,
    );
  else await io.out(`${typeof read === 'string' ? '' : tellSpec(read)}${sayRow(row)}`);
  return typeof read === 'string' ? 2 : 0;
}

function ofBranch({ standing, versions }: SpecsHere): Version | null {
  if (standing.kind === 'none') return null;
  const path = standing.kind === 'counts' ? standing.spec.path : standing.path;
  return versions.find((one) => one.path === path) ?? null;
}

async function readHere(gate: Gate, path: string): Promise<ReadSpec | string> {
  const disk = await specOnDisk(gate, path);
  const content = disk === null ? null : decode(disk.bytes);
  return content?.kind === 'text' ? parseSpec(path, content.text) : 'it cannot be read as text here';
}

function missing(name: string, { versions, uncommitted }: SpecsHere): string {
  const names = [...versions, ...uncommitted].map((one) => one.name);
  return `spec: there is no spec "${escapeText(name)}"${didYouMean(name, names)}`;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,79}$/i;

async function create(name: string | null, args: Arguments, io: Io): Promise<Exit> {
  if (name === null || !NAME.test(name))
    throw new UsageError('spec new: a name of letters, digits and dashes, such as checkout-limits', HELP);
  const gate = await openGate(io);
  const { root } = gate.repository;
  if (root === null) throw new UsageError('spec new: there is no working tree here', HELP);
  const isAsked = ['title', 'why', 'criterion', 'path'].every((flag) => !args.has(flag));
  if (isAsked && !isAtTerminal())
    throw new UsageError('spec new: without a terminal, say --title, --criterion and --path', HELP);
  const path = `${OWN_FOLDER}/${name}.md`;
  const draft = isAsked ? await askForDraft(io, name) : draftFrom(args, name);
  const text = specText(draft);
  await writeNew(join(root, path), path, text);
  const person = findPerson(gate.operator);
  await io.out(`${showPath(path)}\n`);
  if (isAsked && person.kind === 'person') await countNow(gate, io, { name, path, person });
  else
    await io.err(
      `It counts once it has landed, or once a person approves it: guardrail spec approve ${name} --because "..."\n  next: git add ${path}, and name it in the commit's message: Spec: ${name}\n`,
    );
  return 0;
}

/** Who typed every word of it at a terminal need not approve it too. */
async function countNow(
  gate: Gate,
  io: Io,
  {
    name,
    path,
    person,
  }: { readonly name: string; readonly path: string; readonly person: Extract<Presence, { kind: 'person' }> },
): Promise<void> {
  const disk = await specOnDisk(gate, path);
  if (disk === null) throw new Error(`read ${path}: it was written a moment ago`);
  const { where } = await specsHere(gate);
  await approveSpec(gate, {
    repo: where.repo,
    person,
    path,
    oid: disk.oid,
    because: 'written by this person at a terminal',
  });
  await io.err(
    `It counts from now on, as it is: you wrote it. An edit needs: guardrail spec approve ${name} --because "..."\n  next: git add ${path}, and name it in the commit's message: Spec: ${name}\n`,
  );
}

async function writeNew(file: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    throw new Error(`write ${path}: it is there already, or the folder cannot be written`, { cause });
  }
}

async function approve(name: string | null, args: Arguments, io: Io): Promise<Exit> {
  const because = args.text('because')?.trim() ?? '';
  if (name === null) throw new UsageError('spec approve: name one', 'guardrail spec list');
  if (because === '') throw new UsageError('spec approve: say why', `guardrail spec approve ${name} --because "..."`);
  const gate = await openGate(io);
  const person = findPerson(gate.operator);
  if (person.kind === 'nobody') {
    await io.err(
      `guardrail: a spec is approved by a person at a terminal: ${escapeText(person.why)}\n  next: ask the person you work for\n`,
    );
    return 1;
  }
  const here = await specsHere(gate);
  const file = findHere(here, name);
  if (file === null) throw new UsageError(missing(name, here), 'guardrail spec list');
  const { oid, read } = await asItIs(gate, file, here);
  if (typeof read === 'string') throw new Error(`read ${file.path}: ${read}`);
  const question = `${person.name} <${person.email}> lets exactly this text count, because "${escapeText(because)}":\n\n${tellSpec(read)}`;
  if (!(await confirm(io, question, 'approve'))) {
    await io.err('guardrail: not approved\n');
    return 1;
  }
  await approveSpec(gate, { repo: here.where.repo, person, path: file.path, oid, because });
  await io.err(`guardrail: ${showPath(file.path)} counts as it is now; an edit needs this again\n`);
  return 0;
}

/** What lies in the working tree is what a person has before them; else what the branch holds. */
async function asItIs(
  gate: Gate,
  file: Version | Uncommitted,
  here: SpecsHere,
): Promise<{ readonly oid: string; readonly read: ReadSpec | string }> {
  const disk = await specOnDisk(gate, file.path);
  if (disk !== null) return { oid: disk.oid, read: await readHere(gate, file.path) };
  if (file.because === 'uncommitted') throw new UsageError(missing(file.name, here), 'guardrail spec list');
  return { oid: file.oid, read: await readVersion(gate, file) };
}
