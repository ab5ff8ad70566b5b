import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { answerCases } from '../gate/cases.ts';
import type { Answer } from '../gate/cases/run.ts';
import { openGate } from '../gate/open.ts';
import { lintPaths } from '../gate/lint.ts';
import { sayLevels } from '../gate/policy-index.ts';
import { policySkeleton } from '../gate/policy-skeleton.ts';
import { readReadings, recommended } from '../gate/readings.ts';
import { nearest } from '../policy/nearest.ts';
import { showProblem } from '../policy/problem.ts';
import type { Rule, Rules } from '../policy/rules.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import type { Io } from '../system/io.ts';
import { loadShipped } from '../system/shipped.ts';
import type { Arguments, Command, Exit } from './command.ts';
import { UsageError } from '../system/usage.ts';

type Action = (words: readonly string[], args: Arguments, io: Io) => Promise<Exit>;

const ACTIONS: Readonly<Record<string, Action>> = { lint, test, show, new: create };
const HELP = 'guardrail policy --help';

export const command: Command = {
  name: 'policy',
  summary: 'Check, try, show and begin policies',
  takes: 'lint [PATH...] | test PATH... | show [RULE] | new TOPIC.NAME',
  examples: [
    ['guardrail policy new db.no-drop', 'begin a policy, with cases that already run'],
    ['guardrail policy lint', 'every problem in .guardrail, with file and line'],
    ['guardrail policy test .guardrail/policies/db.no-drop.yaml', 'run the cases of a policy'],
    ['guardrail policy test cases/ --json', 'run cases of before/, after/ and expected.json'],
    ['guardrail policy show', 'the rules in force here, and where each comes from'],
  ],
  flags: [{ name: 'json', type: 'boolean', says: 'the answer as JSON' }],
  run: async (args, io) => {
    const [verb, ...words] = args.words;
    const action = verb === undefined ? undefined : ACTIONS[verb];
    if (action !== undefined) return await action(words, args, io);
    const near = verb === undefined ? null : nearest(verb, Object.keys(ACTIONS));
    const hint = near === null ? '' : `; did you mean "${near}"?`;
    throw new UsageError(`policy: say one of ${Object.keys(ACTIONS).join(', ')}${hint}`, HELP);
  },
};

async function lint(words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  const paths = (words.length === 0 ? ['.guardrail'] : words).map((path) =>
    join(io.cwd, relative(io.cwd, resolve(io.cwd, path))),
  );
  const { problems, files } = await lintPaths(paths, await loadShipped());
  const shown = problems.map((problem) => ({ ...problem, file: relative(io.cwd, problem.file) || problem.file }));
  if (args.has('json')) await io.out(`${sayJson({ v: 1, files, problems: shown })}\n`);
  else {
    await io.out(shown.map((problem) => `${escapeText(showProblem(problem))}\n`).join(''));
    await io.err(`${count(files, 'file')} looked at, ${count(shown.length, 'problem')}\n`);
  }
  return shown.length === 0 ? 0 : 1;
}

async function test(words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  if (words.length === 0) throw new UsageError('policy test: name a policy, a .jsonl file or a folder of cases', HELP);
  const shipped = await loadShipped();
  const answers: Answer[] = [];
  for (const path of words) answers.push(...(await answerCases(resolve(io.cwd, path), shipped)));
  const wrong = answers.filter((answer) => !answer.agrees);
  if (args.has('json')) {
    const cases = answers.map(({ id, expected, got, rules, ms, why }) => ({
      id,
      expected,
      got,
      rules,
      ms,
      ...(why === undefined ? {} : { why }),
    }));
    const unreadable = answers.filter((answer) => answer.why !== undefined).length;
    const summary = { cases: cases.length, agree: cases.length - wrong.length, disagree: wrong.length, unreadable };
    await io.out(`${sayJson({ cases, summary })}\n`);
  } else {
    await io.out(wrong.map((answer) => `${escapeText(sayWrong(answer))}\n`).join(''));
    await io.err(`${count(answers.length, 'case')}, ${answers.length - wrong.length} as expected\n`);
  }
  return wrong.length === 0 && answers.length > 0 ? 0 : 1;
}

function sayWrong({ id, expected, got, rules, why }: Answer): string {
  if (why !== undefined) return `${id}: could not be read: ${why}`;
  return `${id}: expected ${expected ?? 'something'}, got ${got}${rules.length === 0 ? '' : ` by ${rules.join(', ')}`}`;
}

async function show(words: readonly string[], args: Arguments, io: Io): Promise<Exit> {
  const gate = await openGate(io);
  const { head } = gate.repository;
  const places = head === null ? [] : [{ name: 'HEAD', tree: head }];
  const { usable, broken } = await readReadings(gate, places);
  const own = usable.map(({ rules }) => rules);
  for (const error of broken) await io.err(`${escapeText(error.message)}\n`);
  const readings = own.length > 0 ? own : [await recommended(gate, places[0] ?? null)];
  const [wanted] = words;
  const known = readings.flatMap((rules) => rules.rules.map(({ id }) => id));
  if (wanted !== undefined && !known.includes(wanted)) {
    const near = nearest(wanted, known);
    throw new UsageError(
      `policy show: no rule in force is called "${wanted}"${near === null ? '' : `; did you mean "${near}"?`}`,
      'guardrail policy show',
    );
  }
  if (args.has('json'))
    await io.out(`${sayJson({ v: 1, readings: readings.map((rules) => asJson(rules, wanted)) })}\n`);
  else for (const rules of readings) await io.out(escapeLines(sayReading(rules, wanted)));
  return broken.length === 0 ? 0 : 2;
}

function asJson(rules: Rules, wanted: string | undefined): unknown {
  return {
    name: rules.name,
    hash: rules.hash,
    packs: rules.packs,
    rules: chosen(rules, wanted).map((rule) => ({
      id: rule.id,
      policy: rule.policy,
      title: rule.title,
      why: rule.why,
      file: rule.source.file,
      line: rule.source.line,
      when: rule.tests.map((one) => one.says),
      levels: rule.sentences,
      cap: rule.cap,
      locked: rule.locked,
    })),
  };
}

function sayReading(rules: Rules, wanted: string | undefined): string {
  const packs = rules.packs.map(({ name, sha256 }) => `${name} (sha256 ${sha256})`).join(', ');
  const head = `${rules.name}: ${count(rules.rules.length, 'rule')}${packs === '' ? '' : `, packs ${packs}`}\n`;
  const lines = chosen(rules, wanted).map((rule) => (wanted === undefined ? sayShort(rule) : sayLong(rule)));
  return `${head}${lines.join('')}`;
}

function chosen(rules: Rules, wanted: string | undefined): readonly Rule[] {
  return rules.rules.filter(({ id }) => wanted === undefined || id === wanted);
}

function sayShort(rule: Rule): string {
  const notes = `${rule.cap === 'deny' ? '' : ` (observed: never more than ${rule.cap})`}${rule.locked ? ' (locked)' : ''}`;
  return `  ${rule.id}: ${sayLevels(rule)}${notes}  ${rule.source.file}:${rule.source.line}\n`;
}

function sayLong(rule: Rule): string {
  return `${sayShort(rule)}    ${rule.title}\n    when ${rule.tests.map((one) => one.says).join(', ')}\n    why: ${rule.why}\n`;
}

async function create(words: readonly string[], _args: Arguments, io: Io): Promise<Exit> {
  const [id] = words;
  if (id === undefined || !/^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/.test(id)) {
    throw new UsageError('policy new: a policy has a topic and a name, such as db.no-drop', HELP);
  }
  const path = join('.guardrail', 'policies', `${id}.yaml`);
  await mkdir(dirname(join(io.cwd, path)), { recursive: true });
  try {
    await writeFile(join(io.cwd, path), policySkeleton(id), { flag: 'wx' });
  } catch (cause) {
    throw new Error(`write policy ${path}: it is there already, or the folder cannot be written`, { cause });
  }
  await io.out(`${path}\n`);
  await io.err(`edit it, then run: guardrail policy test ${path}\n`);
  return 0;
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeText).join('\n');
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
