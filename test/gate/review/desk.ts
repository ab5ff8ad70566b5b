import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from '../../../src/command-line.ts';
import { openGate } from '../../../src/gate/open.ts';
import { type Opened, openReview } from '../../../src/gate/review/opened.ts';
import { replayReviews } from '../../../src/gate/review/replay.ts';
import { holdRound } from '../../../src/gate/review/round.ts';
import { settledReview } from '../../../src/gate/review/settled.ts';
import { subjectsOfInlet } from '../../../src/gate/review/subject.ts';
import { openLog } from '../../../src/log/open.ts';
import type { Review, Round } from '../../../src/model/review.ts';
import { CLI } from '../../helpers/guarded.ts';
import { finding, type Question, type Said } from '../../helpers/reader.ts';
import { makeRepo, type Repo, type Variables } from '../../helpers/repo.ts';

/** Variables by which an agent is known; its commits say so too. */
export const AGENT: Variables = { CLAUDECODE: '1' };
export const BY_CLAUDE = '\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

export type Named = { readonly name: string; readonly vendor: string; readonly more?: string };
export const OPENAI: Named = { name: 'o', vendor: 'openai' };
export const GOOGLE: Named = { name: 'g', vendor: 'google' };
export const OWN: Named = { name: 'a', vendor: 'anthropic' };

/** Readers behind one address, told apart by their models (`o-1`). */
export function rulesWith(url: string, readers: readonly Named[], review = ''): string {
  const rows = readers.map(
    ({ name, vendor, more = 'paths: ["**"]' }) =>
      `  - { name: ${name}, vendor: ${vendor}, model: ${name}-1, via: openai-compatible, url: "${url}/v1", ${more} }\n`,
  );
  return `version: 1\n${rows.length === 0 ? '' : `reviewers:\n${rows.join('')}`}${review === '' ? '' : `review:\n${review}`}`;
}

const MODEL = `failure-model: pay.charged-twice
title: A customer is charged twice
trigger: An order is charged again
symptom: A call of chargeAgain
fix: Charge once, and remember that it was
question: Does any path of this change charge the same order twice?
evidence: The call that charges again
severity: high
blocks: reviewer
applies: { paths: ["src/**"] }
origin: made up for tests
cases:
  - name: it charges again
    before: {}
    after: { src/a.ts: "chargeAgain(order);\\n" }
    expect: asked
    wrong: "src/a.ts:1"
  - name: it charges
    before: {}
    after: { docs/a.ts: "charge(order);\\n" }
    expect: quiet
`;

export const SHOP: Readonly<Record<string, string>> = {
  '.guardrail/failure-models/pay/charged-twice.yaml': MODEL,
  'src/pay.ts': 'export const pay = (cents: number): number => cents;\n',
  'src/cart.ts': 'export const cart: readonly string[] = [];\n',
};

/** A repository without hooks, pushed to a bare one: the gate is asked in this process. */
export async function makeShop(config: string, files: Readonly<Record<string, string>> = {}): Promise<Repo> {
  const repo = await makeRepo();
  await repo.commit('first', { ...SHOP, '.guardrail/config.yaml': config, ...files });
  await repo.git('init', '--quiet', '--bare', '../remote.git');
  await repo.git('remote', 'add', 'origin', join(repo.root, '../remote.git'));
  await repo.git('push', '--quiet', 'origin', 'main');
  return { ...repo, remove: async () => repo.remove().then(await replayAll(repo)) };
}

/** Whatever a test does to its loops: at its end each verdict is worked out again from the log. */
async function replayAll(repo: Repo): Promise<() => void> {
  const log = await openLog({ env: repo.env });
  const loops = log.all('SELECT DISTINCT loop FROM review').map(({ loop }) => String(loop));
  const replayed = loops.flatMap((loop) => replayReviews(log, repo.env, loop));
  log.close();
  const other = replayed.filter(({ kind, steps }) => kind === 'differs' || steps.length < 8);
  console.log(
    `replay: ${replayed.length} verdicts of ${loops.length} loops worked out again, ${other.length} otherwise`,
  );
  return () => {
    if (other.length > 0) throw new Error(`work verdicts out again: ${JSON.stringify(other, null, 1)}`);
  };
}

/** Rules as they land: the next branches are judged by them. */
export async function landRules(
  repo: Repo,
  config: string,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  await repo.git('switch', '--quiet', 'main');
  await repo.commit('rules', { ...files, '.guardrail/config.yaml': config });
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
}

export async function branch(repo: Repo, name: string, from = 'main'): Promise<void> {
  await repo.git('switch', '--quiet', '--create', name, from);
}

export async function agentCommits(
  repo: Repo,
  files: Readonly<Record<string, string>>,
  says = 'A change',
): Promise<string> {
  return await repo.commit(`${says}${BY_CLAUDE}`, files);
}

export type Said1 = { readonly code: number | null; readonly out: string; readonly err: string };

/** A command in this process, whose own processes would be the built command line's. */
export async function here(repo: Repo, args: readonly string[], env: Variables = {}, input = ''): Promise<Said1> {
  const said = { out: '', err: '' };
  const entry = process.argv[1];
  process.argv[1] = CLI;
  try {
    const code = await main(args, {
      cwd: repo.root,
      env: { ...repo.env, ...env },
      stdin: () => Promise.resolve(Buffer.from(input)),
      out: (text) => Promise.resolve(void (said.out += text)),
      err: (text) => Promise.resolve(void (said.err += text)),
      now: () => Date.now(),
      isTerminal: false,
      columns: 80,
      parent: 0,
    });
    return { code, ...said };
  } finally {
    if (entry !== undefined) process.argv[1] = entry;
  }
}

/** Branches off main, each with its files, by an agent: in one process, and nothing is checked out. */
export async function importBranches(
  repo: Repo,
  branches: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string | Buffer>>;
    readonly says?: string;
  }[],
): Promise<void> {
  const data = (bytes: string | Buffer): Buffer => {
    const all = Buffer.from(bytes);
    return Buffer.concat([Buffer.from(`data ${all.length}\n`), all, Buffer.from('\n')]);
  };
  const stream = branches.flatMap(({ name, files, says = 'A change' }) => [
    Buffer.from(`commit refs/heads/${name}\ncommitter Ana <ana@shop.example> 1795200000 +0000\n`),
    data(`${says}${BY_CLAUDE}\n`),
    Buffer.from('from refs/heads/main^0\n'),
    ...Object.entries(files).flatMap(([path, text]) => [Buffer.from(`M 100644 inline ${path}\n`), data(text)]),
  ]);
  const ran = await repo.run('git', ['fast-import', '--quiet'], { input: Buffer.concat(stream) });
  if (ran.code !== 0) throw new Error(`git fast-import: ${ran.stderr}`);
}

/** What git tells its hook of a push of these branches. */
export async function linesOf(repo: Repo, branches: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const name of branches) {
    const head = await repo.git('rev-parse', name);
    const known = await repo.git('for-each-ref', '--format=%(objectname)', `refs/remotes/origin/${name}`);
    lines.push(`refs/heads/${name} ${head} refs/heads/${name} ${known === '' ? '0'.repeat(40) : known}\n`);
  }
  return lines.join('');
}

/** The hook of a push, as git would ask it. */
export async function pushHere(repo: Repo, branches: readonly string[], env: Variables = AGENT): Promise<Said1> {
  const url = join(repo.root, '../remote.git');
  return await here(repo, ['hook', 'pre-push', '--remote=origin', `--url=${url}`], env, await linesOf(repo, branches));
}

export async function reviewHere(repo: Repo, args: readonly string[] = [], env: Variables = AGENT): Promise<Said1> {
  return await here(repo, ['review', ...args], env);
}

/** The review of a branch as a push would bring it, opened in this process. */
export async function openHere(
  repo: Repo,
  name: string,
  env: Variables = AGENT,
): Promise<{ readonly opened: Opened; readonly close: () => Promise<void> }> {
  const gate = await openGate({
    cwd: repo.root,
    env: { ...repo.env, ...env },
    now: () => Date.now(),
    err: () => Promise.resolve(),
    parent: 0,
  });
  const stdin = Buffer.from(await linesOf(repo, [name]));
  const inlet = { kind: 'push', remote: 'origin', url: join(repo.root, '../remote.git'), stdin } as const;
  const [subject] = await subjectsOfInlet(gate, inlet);
  if (subject === undefined) throw new Error(`open the review of ${name}: nothing of it would be pushed`);
  return { opened: await openReview(gate, subject), close: () => gate.repository.scratch.close() };
}

export type Held1 = {
  readonly round: Round;
  readonly review: Review;
  /** The same round where the rules prefer a reader, or require one. */
  readonly refuses: { readonly prefer: boolean; readonly require: boolean };
  readonly ms: number;
};

/** One round in this process, with a deadline of the test's for each question. */
export async function hold(repo: Repo, name: string, deadlineMs = 20_000, env: Variables = AGENT): Promise<Held1> {
  const { opened, close } = await openHere(repo, name, env);
  try {
    const started = performance.now();
    const held = { signal: new AbortController().signal, tell: () => undefined, deadlineMs };
    const round = await holdRound(opened, held);
    const ms = performance.now() - started;
    const refusesWhen = (word: 'prefer' | 'require'): boolean => {
      const { subject } = opened;
      const rules = { ...subject.rules, independence: () => word };
      return settledReview({ ...opened, subject: { ...subject, rules } }, round, []).refuses;
    };
    const refuses = { prefer: refusesWhen('prefer'), require: refusesWhen('require') };
    return { round, review: settledReview(opened, round, []), refuses, ms };
  } finally {
    await close();
  }
}

export async function rowsOf(repo: Repo, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const log = await openLog({ env: repo.env, readOnly: true });
  try {
    return log.all(sql);
  } finally {
    log.close();
  }
}

const WRONG = 'chargeAgain(';

/** Finds each new call of chargeAgain that it was not told of, and rules by what it is shown. */
export function honest({ purpose, files, open, places }: Question): Said {
  const shown = files.flatMap(({ path, lines }) => lines.map((line) => ({ path, ...line })));
  const wrong = shown.filter(({ mark, text }) => mark !== '-' && text.includes(WRONG));
  const rulings = open.map((id) => {
    const still = wrong.find(({ path }) => path === places[id]);
    return still === undefined
      ? { id, says: 'fixed', why: 'no call of it is shown', line: null }
      : { id, says: 'stands', why: `line ${still.line} calls it`, line: still.line };
  });
  if (purpose === 'refute' || purpose === 'aware') return { rulings };
  const told = new Set(Object.values(places));
  const fresh = wrong.filter(({ path, mark }) => mark === '+' && !told.has(path));
  return { rulings, findings: fresh.map(({ path, line, text }) => chargedTwice(path, line, text)) };
}

export function chargedTwice(path: string, line: number, text: string): Readonly<Record<string, unknown>> {
  return finding({
    failure_model: 'pay.charged-twice',
    path,
    line,
    to: line,
    quote: text.trim(),
    title: 'The order is charged a second time',
    why: 'chargeAgain runs after charge',
    fix: 'Take chargeAgain out',
  });
}

/** Of this user alone. */
export async function userConfig(repo: Repo, text: string): Promise<void> {
  const folder = join(repo.env['HOME'] ?? '', '.config/guardrail');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.yaml'), text, { mode: 0o600 });
}
