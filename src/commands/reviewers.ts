import { openGate } from '../gate/open.ts';
import {
  checkReviewer,
  type Checked,
  type Listed,
  listReviewers,
  type Pair,
  possiblePairs,
  reviewRules,
} from '../gate/review/reviewers.ts';
import { readUserConfig, usableCaps } from '../gate/review/user-config.ts';
import { openCurrentLog } from '../log/current.ts';
import { spentToday, type Spent } from '../log/reviews.ts';
import type { ReviewRules } from '../model/review.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

export const command: Command = {
  name: 'reviewers',
  summary: 'List who may read changes here, and whether they can be reached',
  takes: '[NAME]',
  examples: [
    ['guardrail reviewers', 'who the rules name, their price, caps, and whose changes each may read'],
    ['guardrail reviewers --check', 'send each a harmless request'],
    ['guardrail reviewers openai/gpt-6-sol --check', 'only that one'],
  ],
  flags: [
    { name: 'check', type: 'boolean', says: 'send a harmless request, which holds nothing of the repository' },
    { name: 'json', type: 'boolean', says: 'as JSON' },
  ],
  run,
};

type Found = {
  readonly rules: ReviewRules | null;
  readonly broken: readonly string[];
  readonly listed: readonly Listed[];
  readonly pairs: readonly Pair[];
  readonly caps: ReviewRules['caps'] | null;
  readonly today: Spent | null;
  readonly off: string | null;
};

async function run(args: Arguments, io: Io): Promise<Exit> {
  const gate = await openGate(io);
  const [{ rules, broken }, user] = await Promise.all([reviewRules(gate), readUserConfig(io.env)]);
  const all = rules === null ? [] : await listReviewers(rules, user, io.env);
  const [name] = args.words;
  const listed = name === undefined ? all : all.filter(({ rule }) => rule.name === name);
  if (name !== undefined && listed.length === 0)
    throw new UsageError(`reviewers: the rules name no reviewer "${name}"`, 'guardrail reviewers');
  const checked = args.has('check') ? await Promise.all(listed.map(checkReviewer)) : null;
  const found: Found = {
    rules,
    broken,
    listed,
    pairs: possiblePairs(all),
    caps: rules === null ? null : usableCaps(rules.caps, user),
    today: await spent(io),
    off: user.off === true ? user.path : null,
  };
  await io.out(args.has('json') ? `${sayJson(jsonOf(found, checked))}\n` : textOf(found, checked));
  return checked?.some(({ ok }) => !ok) === true ? 1 : 0;
}

/** Null: nothing is remembered yet. */
async function spent({ env, now }: Io): Promise<Spent | null> {
  const log = await openCurrentLog(env);
  try {
    return log.schema === 'ours' ? spentToday(log, now()) : null;
  } finally {
    log.close();
  }
}

function jsonOf({ listed, pairs, caps, today, broken }: Found, checked: readonly Checked[] | null): unknown {
  const reviewers = listed.map(({ rule, line, price, priceFrom, allowed }) => {
    const { name, vendor, model, via, url, paths } = rule;
    const ready = allowed && line.kind === 'line';
    const key = line.kind === 'line' ? { from: line.from } : { missing: line.why };
    return { name, vendor, model, via, url, paths, price, priceFrom, allowed, ready, ...key };
  });
  return { v: 1, reviewers, pairs, caps, today, broken, ...(checked === null ? {} : { checked }) };
}

function textOf(found: Found, checked: readonly Checked[] | null): string {
  const { listed, broken, off } = found;
  const problems = broken.map((why) => `Rules that cannot be read: ${escapeText(why)}\n`).join('');
  if (listed.length === 0) return `${problems}${NONE}`;
  const turnedOff = off === null ? '' : `Your own configuration (${escapeText(off)}) turns all of them off.\n`;
  const parts = [
    `${problems}${turnedOff}Reviewers that the rules in force name:\n${listed.map(reviewerText).join('')}`,
    capsText(found),
    pairsText(found),
    ...(checked === null ? [] : [`Asked just now:\n${checked.map(checkedText).join('')}`]),
  ];
  return parts.join('\n');
}

function reviewerText({ rule, title, price, priceFrom, line, allowed }: Listed): string {
  const { name, vendor, model, via, url, paths } = rule;
  const money = (one: number): string => one.toFixed(2);
  const prices =
    price === null
      ? 'unknown: only its tokens are counted'
      : `${money(price.input)} read, ${money(price.cached)} kept, ${money(price.output)} written, a million tokens (${priceFrom === 'configuration' ? 'your configuration' : `guardrail's ${priceFrom}, which you should check`})`;
  const key = line.kind === 'line' ? `key: ${line.from}` : `MISSING: ${line.why}`;
  const rows = [
    `vendor ${vendor}, model ${model}, via ${via} (${title})${url === null ? '' : ` at ${url}`}`,
    `reads ${paths.join(', ')}`,
    `price ${prices}`,
    allowed ? key : 'turned off by your own configuration',
  ];
  return `  ${escapeText(name)}\n${rows.map((row) => `    ${escapeText(row)}\n`).join('')}`;
}

function capsText({ caps, today }: Found): string {
  if (caps === null) return '';
  const line = (which: 'change' | 'day'): string => `${caps[which].money.toFixed(2)} and ${caps[which].tokens} tokens`;
  const used =
    today === null ? '' : `; today so far ${today.money.toFixed(2)} and ${today.tokens} tokens in ${today.calls} calls`;
  return `Caps: a change ${line('change')}, a day ${line('day')}${used}\nAt a cap only the detectors look, and that is said.\n`;
}

function pairsText({ pairs }: Found): string {
  const rows = pairs.map(({ author, vendors, reviewers, why }) => {
    const who = vendors.includes('unknown')
      ? `of a model nobody knows (${author})`
      : `by ${author} (${vendors.join(', ')})`;
    return escapeText(`  written ${who}: ${reviewers.length > 0 ? reviewers.join(', ') : `nobody. ${why}`}`);
  });
  return `Who may clear what:\n${rows.join('\n')}\n`;
}

const NEXT: Readonly<Record<string, string>> = {
  unauthorized: 'its key is not taken: make a new one',
  'no-credit': 'its account has no credit left',
  'not-found': 'it knows no such model or address',
  network: 'it cannot be reached from here',
  timeout: 'it did not answer in time',
};

function checkedText({ name, ok, cause, says }: Checked): string {
  const next = NEXT[cause];
  const why = ok ? says : `${cause}: ${says}${next === undefined ? '' : ` (${next})`}`;
  return `  ${ok ? 'ok    ' : 'FAILED'} ${escapeText(name)}: ${escapeText(why)}\n`;
}

const NONE = `No reviewer is configured: only guardrail's own detectors look at changes, and no model of another vendor reads them.
Nothing is sent to anybody until the rules name a vendor, a model and paths, and that has landed. In .guardrail/config.yaml:

  reviewers:
    - vendor: openai
      model: gpt-6-sol
      paths: ["src/**"]
      not: ["**/*.pem"]

Keys stay in the environment (ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY) or in your own configuration. Other ways
to reach a model: via: openai-compatible with a url (a server of your own), via: claude-cli, codex-cli or gemini-cli (what
you are logged in to).
`;
