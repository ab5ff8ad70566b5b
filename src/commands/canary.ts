import { openGate, type Gate } from '../gate/open.ts';
import { heldAlone } from '../learn/trials/hold.ts';
import { type OpenedTrials, openTrials, type Plan, planTrials } from '../learn/trials/plan.ts';
import { openPurse, type Purse } from '../learn/trials/purse.ts';
import { type Held, type Ran, runTrials } from '../learn/trials/run.ts';
import { recallTable } from '../learn/trials/table.ts';
import { openCurrentLog, openNumbers } from '../log/current.ts';
import { NO_ROWS, openLog, type Rows } from '../log/open.ts';
import { readTrials } from '../log/trials.ts';
import { nearest } from '../policy/nearest.ts';
import { parseDuration } from '../speak/duration.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { count, nameActor } from '../speak/words.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

type Action = (args: Arguments, io: Io) => Promise<Exit>;

const ACTIONS: Readonly<Record<string, Action>> = { plan, run, list };
const HELP = 'guardrail canary --help';
const MOST = { least: 1, most: 200, otherwise: 5 };
const DEADLINE_MS = 180_000;

export const command: Command = {
  name: 'canary',
  summary: 'Show reviewers seeded defects on a copy, and count what they see',
  takes: 'plan | run | list',
  examples: [
    ['guardrail canary plan', 'what would be asked next, of whom, and what it may cost at most; nothing is sent'],
    ['guardrail canary run --most 10', 'ask ten questions, one seeded defect each; by a person, whose money it is'],
    ['guardrail canary run --reviewer openai/gpt-6-sol --money 0.50', 'only that one, and no more than that'],
    ['guardrail canary run --failure-model data.lost-update', 'only defects of that failure model'],
    ['guardrail canary list', 'recall by failure model and reviewer, each with n and its interval'],
  ],
  flags: [
    { name: 'most', type: 'text', hint: 'N', says: `plan, run: so many questions (default: ${MOST.otherwise})` },
    { name: 'money', type: 'text', hint: 'X', says: 'run: at most so much, whatever the caps leave' },
    { name: 'reviewer', type: 'text', multiple: true, hint: 'NAME', says: 'plan, run: only of these' },
    { name: 'failure-model', type: 'text', multiple: true, hint: 'ID', says: 'only these' },
    { name: 'bare', type: 'boolean', says: 'plan, run: the defect alone, and not among lines of a change made here' },
    { name: 'since', type: 'text', hint: '90d', says: 'list: only what was asked in this time (default: all)' },
    { name: 'json', type: 'boolean', says: 'the answer as JSON' },
  ],
  run: async (args, io) => {
    const [verb, ...rest] = args.words;
    const action = verb === undefined || !Object.hasOwn(ACTIONS, verb) ? undefined : ACTIONS[verb];
    if (action !== undefined && rest.length === 0) return await action(args, io);
    const near = verb === undefined ? null : nearest(verb, Object.keys(ACTIONS));
    const hint = near === null || near === verb ? '' : `; did you mean "${near}"?`;
    throw new UsageError(`canary: say one of ${Object.keys(ACTIONS).join(', ')}${hint}`, HELP);
  },
};

async function plan(args: Arguments, io: Io): Promise<Exit> {
  const gate = await openGate(io);
  const log = await openCurrentLog(io.env);
  try {
    const rows = log.fault === null && log.schema !== 'newer' ? log : NO_ROWS;
    const { opened, planned, purse } = await prepare(gate, rows, args);
    if (args.has('json')) await io.out(`${sayJson(planJson(planned, opened, purse))}\n`);
    else await io.out(planText(planned, purse));
    await sayRest(io, opened, planned);
    return planned.planned.length > 0 ? 0 : 1;
  } finally {
    log.close();
  }
}

async function run(args: Arguments, io: Io): Promise<Exit> {
  const gate = await openGate(io);
  const { operator } = gate;
  if (operator.kind !== 'human') {
    const why = `this process belongs to ${nameActor(operator)} (${operator.evidence.join('; ')})`;
    await io.err(
      `guardrail: reviewers are shown seeded defects at a person's cost, so a person has it done: ${escapeText(why)}\n  next: guardrail canary plan says what would be asked\n`,
    );
    return 1;
  }
  const code = await heldAlone(gate, () => ask(gate, args, io));
  if (code !== null) return code;
  await io.err('guardrail: another run is under way in this clone; wait for it, then: guardrail canary list\n');
  return 3;
}

async function ask(gate: Gate, args: Arguments, io: Io): Promise<Exit> {
  const log = await openLog({ env: io.env });
  try {
    if (log.fault !== null || log.schema === 'newer')
      throw new Error(
        `show a seeded defect: what came of it could not be remembered (${log.fault ?? 'a newer guardrail owns the log'})`,
      );
    const { opened, planned, purse } = await prepare(gate, log, args);
    const isJson = args.has('json');
    if (!isJson && planned.planned.length > 0) await io.err(`guardrail: ${headline(planned, purse)}\n`);
    const ran = await runTrials(opened, planned, {
      log,
      purse,
      signal: new AbortController().signal,
      deadlineMs: DEADLINE_MS,
      tell: async (held) => {
        if (!isJson) await io.out(heldText(held));
      },
    });
    if (isJson) await io.out(`${sayJson(ranJson(ran))}\n`);
    await sayRest(io, opened, planned);
    await sayRan(io, ran);
    return ran.held.length > 0 ? 0 : 1;
  } finally {
    log.close();
  }
}

type Prepared = { readonly opened: OpenedTrials; readonly planned: Plan; readonly purse: Purse };

async function prepare(gate: Gate, log: Rows, args: Arguments): Promise<Prepared> {
  const most = numberOf(args.text('most') ?? String(MOST.otherwise), 'most', MOST);
  const word = args.text('money');
  const money = word === null ? null : numberOf(word, 'money', { least: 0, most: 1_000_000 });
  const asked = { reviewers: args.all('reviewer'), models: args.all('failure-model'), bare: args.has('bare') };
  const opened = await openTrials(gate, log, asked);
  mustKnow(
    'failure-model',
    asked.models,
    opened.models.map(({ id }) => id),
    'guardrail failure-model list',
  );
  const named = [...opened.readers.map(({ rule }) => rule.name), ...opened.unreached.map(({ name }) => name)];
  mustKnow('reviewer', asked.reviewers, named, 'guardrail reviewers');
  const purse = openPurse(opened.rules ?? NO_CAPS, opened.user, { log, now: gate.now, money });
  return { opened, planned: await planTrials(opened, most, asked.bare), purse };
}

const NO_CAPS = { caps: { change: { money: 0, tokens: 0 }, day: { money: 0, tokens: 0 } } };

function mustKnow(flag: string, words: readonly string[], known: readonly string[], next: string): void {
  const stranger = words.find((word) => !known.includes(word));
  if (stranger === undefined) return;
  const near = nearest(stranger, known);
  const hint = near === null ? '' : `; did you mean "${near}"?`;
  throw new UsageError(`--${flag} ${escapeText(stranger)}: there is none${escapeText(hint)}`, next);
}

function numberOf(text: string, flag: string, { least, most }: { least: number; most: number }): number {
  const number = Number(text);
  const isWhole = flag !== 'most' || Number.isInteger(number);
  if (text.trim() !== '' && number >= least && number <= most && isWhole) return number;
  throw new UsageError(`canary: --${flag} takes a number from ${least} to ${most}, not "${escapeText(text)}"`, HELP);
}

function headline({ planned, most }: Plan, { left }: Purse): string {
  const rest = left();
  const readers = new Set(planned.map(({ reader }) => reader.rule.name)).size;
  return `${count(planned.length, 'question')} to ${count(readers, 'reviewer')}, one seeded defect each: at most ${sum(most)}; today's share leaves ${sum(rest)}`;
}

function sum({ money, tokens }: { readonly money: number; readonly tokens: number }): string {
  return `${money.toFixed(2)} and ${Math.round(tokens)} tokens`;
}

function planText(made: Plan, purse: Purse): string {
  if (made.planned.length === 0) return 'Nothing can be asked.\n';
  const rows = made.planned.map(({ reader, woven, most }) => {
    const { seed, cover, prefix } = woven;
    const where = cover === null ? 'alone' : `among the lines of ${cover.oid.slice(0, 9)}`;
    return [
      `  ${escapeText(reader.rule.name)}  ${escapeText(seed.model.id)}: ${escapeText(seed.name)}`,
      `    ${where}${prefix === '' ? '' : `, in ${escapeText(prefix)}/`}; at most ${sum(most)}`,
    ].join('\n');
  });
  return `${headline(made, purse)}\n${rows.join('\n')}\n`;
}

function planJson({ planned, most, unshown }: Plan, opened: OpenedTrials, purse: Purse): unknown {
  return {
    v: 1,
    planned: planned.map(({ reader, woven, most: own }) => ({
      reviewer: reader.rule.name,
      identity: reader.identity,
      failureModel: woven.seed.model.id,
      seed: woven.seed.name,
      diff: woven.seed.diff,
      origin: woven.seed.origin,
      cover: woven.cover?.oid ?? null,
      paths: woven.sheet.paths,
      askedAbout: woven.failureModels.map(({ id }) => id),
      most: own,
    })),
    most,
    left: purse.left(),
    caps: purse.caps,
    unreached: opened.unreached,
    without: opened.without,
    unshown: unshown.map(({ reviewer, seed, why }) => ({
      reviewer,
      failureModel: seed.model.id,
      seed: seed.name,
      why,
    })),
    problems: opened.problems,
  };
}

function heldText({ trial, reviewer, why }: Held): string {
  const said = { hit: 'seen', miss: 'missed', none: `no whole answer (${trial.cause}: ${why})` }[trial.result];
  return `  ${escapeText(reviewer)}  ${escapeText(trial.failureModel)}: ${escapeText(trial.seed)}: ${escapeText(said)}\n`;
}

function ranJson({ held, aside }: Ran): unknown {
  return {
    v: 1,
    trials: held.map(({ trial, reviewer, why, kept }) => ({ reviewer, ...trial, why, kept: kept.kind })),
    aside: [...aside].map(([reviewer, why]) => ({ reviewer, why })),
  };
}

async function sayRan(io: Io, { held, aside }: Ran): Promise<void> {
  const of = (result: string): number => held.filter(({ trial }) => trial.result === result).length;
  const money = held.reduce((all, { trial }) => all + trial.money, 0);
  for (const [name, why] of aside)
    await io.err(`guardrail: ${escapeText(name)} was asked no further: ${escapeText(why)}\n`);
  const waiting = held.filter(({ kept }) => kept.kind === 'spooled').length;
  if (waiting > 0)
    await io.err(`guardrail: the log is busy; ${count(waiting, 'trial')} will be added to it the next time\n`);
  if (held.length === 0) return;
  await io.err(
    `guardrail: ${of('hit')} seen, ${of('miss')} missed, ${of('none')} without a whole answer; ${money.toFixed(2)} spent. See: guardrail canary list\n`,
  );
}

/** Why there is less than somebody might expect, and what to do. */
async function sayRest(io: Io, opened: OpenedTrials, { planned, unshown }: Plan): Promise<void> {
  for (const problem of [...opened.problems, ...opened.broken]) await io.err(`guardrail: ${escapeText(problem)}\n`);
  for (const { name, why } of opened.unreached)
    await io.err(`guardrail: ${escapeText(name)} is not asked: ${escapeText(why)}\n`);
  if (planned.length > 0) return;
  const { why, next } = whyNothing(opened, unshown);
  await io.err(`guardrail: ${escapeText(why)}\n  next: ${next}\n`);
}

type Nothing = { readonly why: string; readonly next: string };

function whyNothing({ rules, readers, seeds, without }: OpenedTrials, unshown: Plan['unshown']): Nothing {
  if (rules === null || rules.reviewers.length === 0)
    return {
      why: 'the rules name no reviewer, so there is nobody to ask',
      next: 'name one under reviewers: in .guardrail/config.yaml, then run guardrail reviewers',
    };
  if (readers.length === 0) return { why: 'no reviewer can be asked from here', next: 'guardrail reviewers' };
  if (seeds.length === 0) {
    const reasons = without.map((one) => `${one.id}: ${one.why}`).slice(0, 3);
    return { why: `there is no bad case to show (${reasons.join('; ')})`, next: 'guardrail failure-model lint' };
  }
  const reasons = [...new Set(unshown.map((one) => one.why))].slice(0, 3);
  const why = `none of ${count(seeds.length, 'defect')} can be shown: ${reasons.join('; ')}`;
  return { why, next: 'guardrail canary plan --bare' };
}

async function list(args: Arguments, io: Io): Promise<Exit> {
  const since = args.text('since');
  const from = since === null ? 0 : io.now() - parseDuration(since, 3_650);
  const log = await openNumbers(io.env);
  const models = args.all('failure-model');
  const trials = readTrials(log, { from, now: io.now(), repo: null }).filter(
    ({ failureModel }) => models.length === 0 || models.includes(failureModel),
  );
  log.close();
  for (const note of log.notes) await io.err(`${escapeText(note)}\n`);
  const { json, lines } = recallTable(trials);
  if (args.has('json')) await io.out(`${sayJson(json)}\n`);
  else if (trials.length === 0) await io.out(NONE);
  else await io.out(`${lines.map(escapeText).join('\n')}\n`);
  return 0;
}

const NONE = `No reviewer has been shown a seeded defect yet.
What would be asked, and what it may cost: guardrail canary plan
`;
