import { afterAll, expect, test } from 'vitest';
import { main } from '../../src/command-line.ts';
import { answerEvent } from '../../src/learn/answer.ts';
import { openLog } from '../../src/log/open.ts';
import type { Label } from '../../src/model/label.ts';
import { startBeside } from '../../src/system/git-answers.ts';
import { asPerson } from '../helpers/person.ts';
import { AGENT, makeShared } from '../helpers/shop.ts';
import type { Variables } from '../helpers/repo.ts';

const DAY_MS = 86_400_000;
/** How an area is held, how many files of it an agent changes, and what its person says of that. Below five rules none is compared. */
const AREAS = [
  { area: 'notes', level: 'ask', files: 16, says: 'wrong' },
  { area: 'prices', level: 'deny', files: 12, says: 'gap' },
  { area: 'infra', level: 'deny', files: 8, says: 'right' },
  { area: 'keys', level: 'deny', files: 4, says: 'right' },
  { area: 'laws', level: 'deny', files: 4, says: 'right' },
  { area: 'mails', level: 'deny', files: 4, says: 'right' },
] as const;
const RULES = AREAS.map(
  ({ area, level }) => `  - id: loop.${area}.touch
    when: { fact: [file.add, file.modify, file.delete], path: "${area}/**" }
    then: ${level}
    say: "{path} is not changed here"
    instead: "Ask in a ticket"
`,
).join('');
const repo = await makeShared({
  '.guardrail/config.yaml': 'version: 1\nextends: []\nprotected: [main]\n',
  '.guardrail/policies/infra.yaml': `policy: loop.areas\ntitle: Areas\nwhy: They have owners.\nrules:\n${RULES}`,
});
afterAll(() => repo.remove());

type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** The command line in this process, on a day of our choice: what is asked today was said before today. */
async function on(at: number, args: readonly string[], env: Variables = {}, input = ''): Promise<Ran> {
  startBeside();
  const said = { out: '', err: '' };
  const io = {
    cwd: repo.root,
    env: { ...repo.env, ...env },
    stdin: () => Promise.resolve(Buffer.from(input)),
    out: (text: string) => Promise.resolve(void (said.out += text)),
    err: (text: string) => Promise.resolve(void (said.err += text)),
    now: () => at,
    isTerminal: false,
    columns: 80,
    parent: 0,
  };
  const code = await main(args, io);
  return { code, ...said };
}

/** What git's hook asks before an agent's branch leaves. */
async function push(at: number, branch: string): Promise<Ran> {
  const oid = await repo.git('rev-parse', branch);
  const line = `refs/heads/${branch} ${oid} refs/heads/${branch} ${'0'.repeat(40)}\n`;
  return await on(at, ['hook', 'pre-push', '--remote=origin', '--url=../remote.git'], AGENT, line);
}

async function branchWith(branch: string, files: readonly string[]): Promise<void> {
  await repo.git('switch', '--quiet', '--create', branch, 'main');
  await repo.commit(branch, Object.fromEntries(files.map((path) => [path, `${path}\n`])));
  await repo.git('switch', '--quiet', 'main');
}

const some = (area: string, n: number): readonly string[] => Array.from({ length: n }, (_, i) => `${area}/${i}.md`);
const answerTo = (of: string): Label => AREAS.find(({ area }) => of === `loop.${area}.touch`)?.says ?? 'unclear';

type Asked = { readonly id: string; readonly of: string; readonly repo: string; readonly chance: number };

function questionsIn(json: string): readonly Asked[] {
  const { questions }: { readonly questions: readonly { readonly statement: Asked; readonly chance: number }[] } =
    JSON.parse(json);
  return questions.map(({ statement: { id, of, repo: name }, chance }) => ({ id, of, repo: name, chance }));
}

/** As `ask` and `label` keep them, many at once. */
async function answered(at: number, rater: string, asked: readonly Asked[], say: (of: string) => Label): Promise<void> {
  const log = await openLog({ env: repo.env });
  log.append(
    asked.map(({ chance, ...target }) => {
      const answer = {
        target: { ...target, kind: 'ruling' as const },
        says: say(target.of),
        because: '',
        chance,
        secs: 2,
      };
      return answerEvent(answer, { rater, checkout: '', now: at }, null);
    }),
  );
  log.close();
}

/** What can be read of it, without the count of events: an agent's answer is one, and changes nothing else. */
async function learned(at: number): Promise<{ readonly stats: unknown; readonly tune: unknown }> {
  const { calibration }: { readonly calibration: Readonly<Record<string, unknown>> } = JSON.parse(
    (await on(at, ['stats', '--json'])).out,
  );
  const { log: _, ...stats } = calibration;
  return { stats, tune: JSON.parse((await on(at, ['tune', '--json'])).out) };
}

test('refused, asked, answered, weighed, proposed, accepted, landed: and only what was noise passes now', async () => {
  const now = Date.now();
  const said = now - 2 * DAY_MS;
  await branchWith(
    'tidy',
    AREAS.flatMap(({ area, files }) => some(area, files)),
  );
  expect((await push(said, 'tidy')).code).toBe(1);

  // a day later: drawn, with chances that are known
  const asked = questionsIn((await on(said + DAY_MS, ['ask', '--json', '--most', '40'])).out);
  expect(asked).toHaveLength(40);
  expect(asked.every(({ chance }) => chance > 0 && chance <= 1)).toBe(true);
  expect(asked.some(({ chance }) => chance < 1)).toBe(true);
  for (const { id, of } of asked.slice(0, 3)) {
    const ran = await on(said + DAY_MS, ['label', id, answerTo(of), '--asked', '--most', '40']);
    expect([ran.code, ran.err]).toEqual([0, '']);
  }
  await answered(said + DAY_MS, 'human:ana@shop.example', asked.slice(3), answerTo);
  const stats = (await on(now, ['stats'])).out;
  expect(stats).toMatch(/^loop\.notes\.touch .* mostly wrong$/m);
  expect(stats).toMatch(/^loop\.prices\.touch .* underspecified$/m);

  // an agent that says the opposite of everything, a hundred times
  const before = await learned(now);
  const hundred = [...asked, ...asked, ...asked].slice(0, 100);
  await answered(now, 'agent:claude-code', hundred, (of) => (answerTo(of) === 'right' ? 'wrong' : 'right'));
  expect(await learned(now)).toEqual(before);

  await branchWith('more-notes', ['notes/new.md']);
  await branchWith('more-infra', ['infra/new.md']);
  const proposed = (await on(now, ['tune'])).out;
  const [id = ''] = /t-[0-9a-z]{6}/.exec(proposed) ?? [];
  expect(proposed).toContain('loop.notes.touch');
  expect(proposed).not.toContain('loop.infra.touch');
  expect((await on(now, ['tune', 'accept', id], AGENT)).code).toBe(1);
  const accepted = await asPerson(repo, ['tune', 'accept', id], { answer: 'accept\n' });
  expect([accepted.code, accepted.stdout.toString()]).toEqual([0, expect.stringContaining('git commit')]);

  expect((await push(now, 'more-notes')).code).toBe(1); // written is not landed
  await repo.git('commit', '--quiet', '--no-verify', '--message=tune', '--', '.guardrail/config.yaml');
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
  expect((await push(now, 'more-notes')).code).toBe(1); // of two readings the stricter counts, and its own is of before
  await repo.git('rebase', '--quiet', 'main', 'more-notes');
  await repo.git('switch', '--quiet', 'main');
  const noise = await push(now, 'more-notes');
  expect([noise.code, noise.err]).toEqual([0, expect.stringMatching(/warn +loop\.notes\.touch/)]);
  expect((await push(now, 'more-infra')).code).toBe(1);

  const history = (await on(Date.now(), ['tune', 'history'])).out;
  expect(history).toContain(`${id} `);
  expect(history).toContain('too early to tell');
  expect(history).toMatch(/before: noise .* of \d+ labels/);

  expect((await on(Date.now(), ['log', 'anchor', '--push'])).code).toBe(0);
  const verified = await on(Date.now(), ['log', 'verify', '--remote', 'origin']);
  expect([verified.code, verified.out]).toEqual([0, expect.stringMatching(/^whole: .*\nanchored up to \d+ in/)]);
});
