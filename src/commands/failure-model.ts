import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { draftFrom } from '../gate/failure-models/draft/draft.ts';
import { findModels, MODEL_ID, OWN_FOLDER } from '../gate/failure-models/find.ts';
import { listModels } from '../gate/failure-models/list.ts';
import { answerModelCases, openModels } from '../gate/failure-models/open.ts';
import type { ModelAnswer } from '../gate/failure-models/run-case.ts';
import { failureModelSkeleton } from '../gate/failure-models/skeleton.ts';
import { nearest } from '../policy/nearest.ts';
import { showProblem } from '../policy/problem.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { openGit } from '../system/git.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

type Action = (words: readonly string[], args: Arguments, io: Io) => Promise<Exit>;

const ACTIONS: Readonly<Record<string, Action>> = { new: create, draft, lint, test, list };
const HELP = 'guardrail failure-model --help';

export const command: Command = {
  name: 'failure-model',
  summary: 'Begin, draft, check, try and list the failure models that reviews ask about',
  takes: 'new DOMAIN.NAME | draft [DOMAIN.NAME] --from WHAT | lint [PATH...] | test [PATH|ID...] | list',
  examples: [
    ['guardrail failure-model list --domain tests', 'what reviews are asked about, and what may refuse a push'],
    ['guardrail failure-model new billing.rounding', 'begin one of your own, in .guardrail/failure-models'],
    ['guardrail failure-model draft --from 1a2b3c4', 'begin one from a fix, a revert, a range or postmortem.md'],
    ['guardrail failure-model lint', 'every problem in them, with file and line'],
    ['guardrail failure-model test billing.rounding', 'run its cases through detectors and selection'],
  ],
  flags: [
    { name: 'from', type: 'text', hint: 'WHAT', says: 'draft: a commit, BASE..HEAD, or a file' },
    { name: 'domain', type: 'text', hint: 'NAME', says: 'list: only those of this domain' },
    { name: 'json', type: 'boolean', says: 'the answer as JSON' },
  ],
  run: async (args, io) => {
    const [verb, ...words] = args.words;
    const action = verb === undefined ? undefined : ACTIONS[verb];
    if (action !== undefined) return await action(words, args, io);
    const near = verb === undefined ? null : nearest(verb, Object.keys(ACTIONS));
    const hint = near === null ? '' : `; did you mean "${near}"?`;
    throw new UsageError(`failure-model: say one of ${Object.keys(ACTIONS).join(', ')}${hint}`, HELP);
  },
};

async function create(words: readonly string[], _args: Arguments, io: Io): Promise<Exit> {
  const [id] = words;
  if (id === undefined || !MODEL_ID.test(id))
    throw new UsageError('failure-model new: it has a domain and a name, such as errors.swallowed', HELP);
  const path = join(OWN_FOLDER, `${id.replace('.', '/')}.yaml`);
  await writeNew(io, path, failureModelSkeleton(id));
  await io.out(`${path}\n`);
  await io.err(`fill it in, then run: guardrail failure-model test ${id}\n`);
  return 0;
}

async function draft(words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  const [id = null] = words;
  const from = args.text('from');
  if (from === null) throw new UsageError('failure-model draft: say --from a commit, BASE..HEAD, or a file', HELP);
  if (id !== null && !MODEL_ID.test(id))
    throw new UsageError('failure-model draft: it has a domain and a name, such as billing.rounding', HELP);
  const made = await draftFrom(from, id, openGit(io.cwd, io.env));
  const path = join(OWN_FOLDER, `${made.id.replace('.', '/')}.yaml`);
  await writeNew(io, path, made.yaml);
  await io.out(`${path}\n`);
  for (const note of made.notes) await io.err(`${escapeText(note)}\n`);
  await io.err(`decide what is marked TODO, then run: guardrail failure-model lint ${path}\n`);
  return 0;
}

async function writeNew(io: Io, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(io.cwd, path)), { recursive: true });
  try {
    await writeFile(join(io.cwd, path), text, { flag: 'wx' });
  } catch (cause) {
    throw new Error(`write ${path}: it is there already, or the folder cannot be written`, { cause });
  }
}

async function opened(words: readonly string[], io: Io): ReturnType<typeof openModels> {
  const paths = words.length === 0 ? [OWN_FOLDER] : words;
  const found = await Promise.all(paths.map(async (word) => await openModels(await findModels(word, io.cwd))));
  return found.flat();
}

async function lint(words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  const models = await opened(words, io);
  const problems = models.flatMap((one) => one.problems.map((problem) => ({ ...problem, file: nameOf(one.file, io) })));
  if (args.has('json')) await io.out(`${sayJson({ v: 1, files: models.length, problems })}\n`);
  else {
    await io.out(problems.map((problem) => `${escapeText(showProblem(problem))}\n`).join(''));
    await io.err(`${count(models.length, 'file')} looked at, ${count(problems.length, 'problem')}\n`);
  }
  return problems.length === 0 && models.length > 0 ? 0 : 1;
}

/** A real reviewer could be scored on the same cases: each says where it is wrong. */
async function test(words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  const answers: ModelAnswer[] = [];
  for (const model of await opened(words, io)) answers.push(...(await answerModelCases(model)));
  const wrong = answers.filter(({ agrees }) => !agrees);
  const shown = answers.map((answer) => ({ ...answer, file: nameOf(answer.file, io) }));
  if (args.has('json')) {
    const summary = { cases: answers.length, agree: answers.length - wrong.length, disagree: wrong.length };
    await io.out(`${sayJson({ v: 1, cases: shown, summary })}\n`);
  } else {
    const told = shown.filter(({ agrees }) => !agrees).map(sayWrong);
    await io.out(told.map((line) => `${escapeText(line)}\n`).join(''));
    await io.err(`${sayLooked(answers)}\n`);
  }
  return wrong.length === 0 && answers.length > 0 ? 0 : 1;
}

function sayWrong({ file, line, model, name, expected, why }: ModelAnswer): string {
  const what = expected === null ? 'could not be read' : `expected ${expected}`;
  return `${file}:${line}: ${model}${name === '' ? '' : `, ${name}`}: ${what}: ${why}`;
}

function sayLooked(answers: readonly ModelAnswer[]): string {
  const models = new Set(answers.map(({ model }) => model)).size;
  const sorts = (['found', 'asked', 'quiet'] as const).map((sort) => {
    const of = answers.filter(({ expected }) => expected === sort);
    return `${of.filter(({ agrees }) => agrees).length} of ${of.length} ${sort}`;
  });
  return `${count(models, 'failure model')}, ${count(answers.length, 'case')}: ${sorts.join(', ')} as expected`;
}

async function list(_words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  const found = await listModels(io);
  if (found.kind === 'broken') {
    await io.err(found.problems.map((line) => `${escapeText(line)}\n`).join(''));
    return 2;
  }
  const domains = [...new Set(found.models.map(({ domain }) => domain))];
  const domain = args.text('domain');
  if (domain !== null && !domains.includes(domain)) {
    const near = nearest(domain, domains);
    const hint = near === null ? `one of ${domains.join(', ')}` : `did you mean "${near}"?`;
    throw new UsageError(`--domain ${domain}: there is no such domain; ${hint}`, 'guardrail failure-model list');
  }
  const models = found.models.filter((model) => domain === null || model.domain === domain);
  if (args.has('json')) {
    const shown = models.map(({ matches: _matches, source, ...model }) => ({ ...model, ...source }));
    await io.out(`${sayJson({ v: 1, hash: found.hash, models: shown })}\n`);
    return 0;
  }
  await io.out(models.map((model) => `${escapeText(sayModel(model))}\n`).join(''));
  const blocking = models.filter(({ blocks }) => blocks !== 'never').length;
  await io.err(`${count(models.length, 'failure model')}; ${blocking} may refuse a push\n`);
  return 0;
}

type Listed = Extract<Awaited<ReturnType<typeof listModels>>, { kind: 'read' }>['models'][number];

function sayModel({ id, severity, mode, blocks, title, source }: Listed): string {
  const own = source.file.startsWith('.guardrail/') ? `  (${source.file})` : '';
  return `${id}  ${severity}, ${mode}, blocks: ${blocks}  ${title}${own}`;
}

function nameOf(file: string, { cwd }: Io): string {
  return relative(cwd, file) || file;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
