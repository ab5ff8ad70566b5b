import { spawn } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { evidenceOf } from '../../src/learn/evidence.ts';
import { openGate } from '../../src/gate/open.ts';
import { forgetBlob } from '../../src/log/blobs.ts';
import { openLog } from '../../src/log/open.ts';
import { keptRounds } from '../../src/log/reviews.ts';
import { answersOn } from '../../src/log/answers.ts';
import { statementNamed } from '../../src/log/statements.ts';
import { CLI, guardrailHere } from '../helpers/guarded.ts';
import { alone } from '../helpers/person.ts';
import type { Repo, Variables } from '../helpers/repo.ts';
import { AGENT, makeShop } from '../helpers/shop.ts';
import { reviewed } from '../learn/asked.ts';

const ALONE = fileURLToPath(new URL('../alone.mjs', import.meta.url));
const PATIENCE_MS = 60_000;

let repo: Repo;

/** What an agent's commits were refused for, said by the hook. */
beforeAll(async () => {
  repo = await makeShop();
  for (const [path, text] of [
    ['infra/main.tf', '# one\n# two\n'],
    ['notes/a.md', 'a \u001b[2J<b>\n'],
    ['infra/old.tf', '# old\n'],
  ] as const) {
    await repo.write(path, text);
    await repo.git('add', '--all');
    const ran = await guardrailHere(repo, ['hook', 'pre-commit'], { env: AGENT });
    expect(ran.code, ran.stderr).toBe(1);
    await repo.git('reset', '--quiet', '--hard');
  }
});
afterAll(async () => await repo.remove());

type Terminal = {
  /** Waits until it has said this since the last wait. */
  readonly until: (text: string) => Promise<string>;
  readonly press: (keys: string) => Promise<void>;
  /** Everything that was said, once it has ended. */
  readonly end: () => Promise<string>;
  readonly hangUp: () => void;
};

/** Terminals that have not ended: a test that failed leaves nobody behind. */
const opened = new Set<Terminal>();
afterEach(async () => {
  for (const terminal of opened) {
    terminal.hangUp();
    await terminal.end();
  }
});

/** A terminal of their own, nobody above it, and keys that are pressed when there is something to answer. */
async function atKeys(words: string, env: Variables = {}): Promise<Terminal> {
  // a shell gives its background jobs no standard input, and alone.mjs makes one: what is typed comes through a fifo
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-keys-'));
  const typed = join(folder, 'typed');
  await repo.run('mkfifo', [typed]);
  const keyboard = await open(typed, 'r+');
  const child = spawn(
    process.execPath,
    [ALONE, 'sh', '-c', 'exec script --quiet --return --command "$2" /dev/null <"$1"', 'sh', typed, words],
    {
      cwd: repo.root,
      env: { ...repo.env, SHELL: '/bin/sh', TERM: 'xterm', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [said, read] = ['', 0];
  let wake = (): void => undefined;
  const hear = (bytes: Buffer): void => {
    said += bytes.toString('utf8').replaceAll('\r\n', '\n');
    wake();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  let isOver = false;
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      isOver = true;
      wake();
      resolve();
    }),
  );
  const until = async (text: string): Promise<string> => {
    const late = AbortSignal.timeout(PATIENCE_MS);
    while (!said.includes(text, read)) {
      if (late.aborted)
        throw new Error(`waited for ${JSON.stringify(text)} and heard ${JSON.stringify(said.slice(read))}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        late.addEventListener('abort', () => resolve(), { once: true });
      });
      if (isOver && !said.includes(text, read)) throw new Error(`it ended before ${text}: ${said.slice(read)}`);
    }
    const from = read;
    read = said.indexOf(text, read) + text.length;
    return said.slice(from, read);
  };
  const terminal: Terminal = {
    until,
    press: async (keys) => void (await keyboard.write(keys)),
    end: async () => {
      await ended;
      opened.delete(terminal);
      await keyboard.close();
      await rm(folder, { recursive: true });
      return said;
    },
    hangUp: () => void child.kill('SIGTERM'),
  };
  opened.add(terminal);
  return terminal;
}

const ASK = `'${process.execPath}' '${CLI}' ask; echo "exit $?"; stty -a`;

async function answers(): Promise<readonly (readonly [target: string, says: string, because: string])[]> {
  const log = await openLog({ env: repo.env, readOnly: true });
  const rows = log.all('SELECT target, says, because FROM rating ORDER BY seq');
  log.close();
  return rows.map(({ target, says, because }) => [String(target), String(says), String(because)]);
}

describe('guardrail ask', () => {
  test('without a terminal says who has to come, and prints the queue for programs', async () => {
    const ran = await alone(repo, ['ask']);
    expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining('guardrail ask --json')]);
    const queue = JSON.parse((await guardrailHere(repo, ['ask', '--json'])).stdout.toString('utf8'));
    expect(queue).toMatchObject({ v: 1, most: 5, answered: 0 });
    expect(queue.questions).toContainEqual(
      expect.objectContaining({
        chance: 1,
        statement: expect.objectContaining({ path: 'infra/main.tf', refuses: true }),
        evidence: expect.objectContaining({ shown: expect.objectContaining({ kind: 'lines' }) }),
      }),
    );
    expect((await guardrailHere(repo, ['ask', '--most', '0'])).code).toBe(2);
    expect((await guardrailHere(repo, ['ask', '--most', '9x'])).stderr).toContain('from 1 to 50');
  });

  test('at a terminal takes one key each, shows the lines of the change, and leaves the terminal as it was', async () => {
    await repo.write('infra/main.tf', 'what lies here now is not the change\n');
    const terminal = await atKeys(ASK);
    const first = await terminal.until('\n> ');
    expect(first).toContain('1 of ');
    expect(first).toMatch(/^ +\d+ \+ \S/m);
    expect(first).not.toContain('what lies here now');
    // what is pasted, and arrows, answer nothing
    await terminal.press('wrong');
    await terminal.until('One key');
    await terminal.press('\u001b[A');
    await terminal.until('One key');
    await terminal.press('r');
    const second = await terminal.until('\n> ');
    expect(second).toContain('right. Kept.');
    await terminal.press('W');
    await terminal.until('why, in one line: ');
    await terminal.press('a fixture\r');
    await terminal.until('\n> ');
    await terminal.press('b');
    const again = await terminal.until('\n> ');
    expect(again).toContain('2 of ');
    await terminal.press('g');
    await terminal.until('\n> ');
    await terminal.press('\u0003');
    const all = await terminal.end();
    expect(all).toContain('2 answers kept');
    expect(all).toMatch(/right – needs \d more answers/);
    expect(all).toContain('exit 0');
    expect(all).toMatch(/[ ;]icanon/);
    expect(all).toMatch(/[ ;]echo /);
    expect(all).not.toContain('\u001b[');
    expect((await answers()).map(([, says, because]) => [says, because])).toEqual([
      ['right', ''],
      ['gap', ''],
    ]);
    await repo.git('reset', '--quiet', '--hard');
  });

  test('opened again it goes on where it was; a dumb terminal takes a letter and Enter; one that closes keeps what was said', async () => {
    const before = (await answers()).length;
    const terminal = await atKeys(ASK, { TERM: 'dumb' });
    expect(await terminal.until('\n> ')).toContain('2 answered before');
    await terminal.press('w\r');
    await terminal.until('wrong. Kept.');
    terminal.hangUp();
    await terminal.end();
    expect(await answers()).toHaveLength(before + 1);
  });

  test('does not let an agent grade', async () => {
    const ran = await guardrailHere(repo, ['ask'], { env: AGENT });
    expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining('belongs to agent claude-code')]);
  });
});

describe('the evidence', () => {
  const gate = async (): ReturnType<typeof openGate> =>
    await openGate({ cwd: repo.root, env: repo.env, now: () => Date.now(), err: () => Promise.resolve(), parent: 0 });

  test('of a finding is its quote as long as its words are kept, and said to be deleted after that', async () => {
    const log = await openLog({ env: repo.env });
    log.append([reviewed(repo.env, 'l-1', [{ id: 'f-1', criterion: 'AC-2' }], Date.now())]);
    const statement = statementNamed(log, 'f-1', Date.now());
    if (statement === null) throw new Error('the finding is not in the log');
    expect(await evidenceOf(await gate(), log, statement)).toMatchObject({
      said: 'The error is lost',
      because: 'Nobody learns of it.',
      asks: expect.stringContaining('?'),
      shown: { kind: 'lines', lines: [{ mark: '+', number: 3, text: '} catch {}' }] },
    });
    const [round] = keptRounds(log, repo.env, 'l-1');
    forgetBlob(repo.env, String(round?.counted['blob']));
    expect(await evidenceOf(await gate(), log, statement)).toMatchObject({
      said: '',
      shown: { kind: 'gone', why: 'the words of its review were deleted' },
    });
    log.close();
  });

  test('of a ruling is gone when git has forgotten the change, and that is said', async () => {
    const log = await openLog({ env: repo.env });
    const [row] = log.all("SELECT ruling FROM decision WHERE path = 'notes/a.md' LIMIT 1");
    const statement = statementNamed(log, String(row?.['ruling']), Date.now());
    if (statement === null) throw new Error('the ruling is not in the log');
    expect(await evidenceOf(await gate(), log, statement)).toMatchObject({
      author: 'agent claude-code',
      shown: { kind: 'lines', lines: [{ mark: '+', number: 1 }] },
    });
    await repo.git('prune', '--expire=now');
    expect(await evidenceOf(await gate(), log, statement)).toMatchObject({
      shown: { kind: 'gone', why: expect.stringContaining('git no longer has them') },
    });
    expect(answersOn(log, 'r-nothing')).toEqual([]);
    log.close();
  });
});
