import { homedir } from 'node:os';
import type { Environment } from '../system/git.ts';
import { forgetAnswers } from '../system/git-answers.ts';
import type { Main } from '../system/io.ts';
import { giveBackMemory } from '../system/memory.ts';
import type { Client } from './client.ts';
import { answerOf } from './answer.ts';
import { hookAnswer, blocking } from './hook-answer.ts';
import { openWeb, type Pages, type Web } from './http.ts';
import { startKeeping } from './keep.ts';
import { openLater } from './later.ts';
import { journalPath, openJournal, type Journal } from './log.ts';
import { listen, respond, type Service } from './server.ts';
import { claim, clearSocket, isOwnSocket, knock, makeSocketFolder, removeOwnSocket } from './socket.ts';
import { openTally } from './tally.ts';
import { keepToken } from './token.ts';
import type { Watching } from './watch.ts';
import { lookAhead, warmUp } from '../gate/warm.ts';

export type Running = {
  readonly socket: string;
  /** Name of the engine; a client of another one is sent away. */
  readonly engine: string;
  readonly version: string;
  readonly env: Environment;
  readonly main: Main;
  /** Null: for ever. */
  readonly idleMs: number | null;
  /** A port on this machine for agents that ask by HTTP; 0 is any. */
  readonly port: number | null;
};

/** Judgements under way are finished, and no longer waited for than this. */
const DRAIN_MS = 5_000;
/** A home that was removed, or another who took its place: a daemon that nobody can ask is only a process. */
const STAND_MS = 5_000;

/** Resolves when it has ended: `running already` where another one listens. */
export async function runDaemon(how: Running): Promise<'ended' | 'running already'> {
  makeSocketFolder(how.socket);
  const held = await claim(how.socket);
  if (held === null || (await knock(how.socket)) === 'answers') {
    held?.release();
    return 'running already';
  }
  const began = Date.now();
  const journal = openJournal(journalPath(how.env), () => Date.now());
  const ending = openEnding(how.idleMs);
  const tally = openTally(ending.rest);
  const later = openLater(journal.fail);
  let watching: Watching | null = null;
  let keeping: ReturnType<typeof startKeeping> | null = null;
  let port: number | null = null;
  let standing: NodeJS.Timeout | undefined;
  const web: Web = openWeb({
    ask: (request, isGone) => respond(request, service, isGone),
    hook: (agent, event, payload, isGone) => askHook(how, service, { agent, event, payload, isGone }),
    block: blocking,
    status: () => {
      const watched = watching?.state() ?? null;
      return `${JSON.stringify({ ...statusOf(how, began), ...tally.report(), lastError: journal.lastError(), port, watched })}\n`;
    },
    stop: () => ending.end('stopped'),
  } satisfies Pages);
  const misplaced = (): void => ending.end('the client sees other files than we do: started inside a sandbox?');
  const { main, engine } = how;
  const service: Service = { main, engine, journal, tally, later, web, misplaced, after: openAhead() };
  try {
    clearSocket(how.socket);
    const listening = await listen(how.socket, service);
    port = how.port === null ? null : await web.listen(how.port, keepToken(how.env));
    journal.write(`start ${how.engine} at ${how.socket}${port === null ? '' : ` and port ${port}`}`);
    ending.rest();
    standing = setInterval(() => {
      if (!isOwnSocket(how.socket, listening.inode)) ending.end('its socket is gone: nobody reaches it any more');
    }, STAND_MS).unref();
    await warm(journal);
    watching = await watch(how.env, journal);
    keeping = startKeeping(how.env, journal);
    const why = await ending.ended;
    removeOwnSocket(how.socket, listening.inode); // first: who comes now judges by itself and waits for nobody
    listening.close();
    web.close();
    await drained(tally.running);
    await later.drained();
    await watching?.close();
    await keeping.close();
    forgetAnswers();
    journal.write(`end: ${why}`);
  } finally {
    clearInterval(standing);
    held.release();
    ending.close();
  }
  return 'ended';
}

/** What the first who asks would wait for. What is wrong with it, the first who asks is told. */
async function warm(journal: Journal): Promise<void> {
  try {
    await warmUp();
  } catch (error) {
    journal.fail(error instanceof Error ? error.message : String(error));
  }
}

const AHEAD_MS = 150;

/** git commits after we have answered; what it left there is read while nobody waits. */
function openAhead(): (client: Client) => void {
  const waiting = new Map<string, NodeJS.Timeout>();
  return ({ cwd, env }) => {
    clearTimeout(waiting.get(cwd));
    const timer = setTimeout(() => {
      waiting.delete(cwd);
      lookAhead(cwd, env).catch(() => undefined); // whoever asks next is told
    }, AHEAD_MS);
    waiting.set(cwd, timer.unref());
  };
}

/** A machine without watches left still answers. */
async function watch(env: Environment, journal: Journal): Promise<Watching | null> {
  try {
    const { startWatching } = await import('./watch.ts');
    return await startWatching({ env, now: () => Date.now(), tell: journal.write });
  } catch (error) {
    journal.fail(`watch: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

type Ending = {
  readonly ended: Promise<string>;
  readonly end: (why: string) => void;
  readonly rest: () => void;
  readonly close: () => void;
};

const TIDY_MS = 3_000;

/** By a signal, by a word, or because nobody has asked for long. */
function openEnding(idleMs: number | null): Ending {
  let end: (why: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => end(signal));
  process.on('uncaughtException', (error) => end(`uncaught: ${error.stack ?? error.message}`));
  const timer = idleMs === null ? null : setTimeout(() => end('idle'), idleMs);
  const tidy = setTimeout(giveBackMemory, TIDY_MS).unref();
  const rest = (): void => {
    timer?.refresh();
    tidy.refresh();
  };
  return { ended, end, rest, close: () => clearTimeout(timer ?? undefined) };
}

async function drained(running: () => number): Promise<void> {
  const until = Date.now() + DRAIN_MS;
  while (running() > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
}

function statusOf(how: Running, began: number): Readonly<Record<string, unknown>> {
  return {
    v: 1,
    pid: process.pid,
    version: how.version,
    engine: how.engine,
    socket: how.socket,
    uptimeMs: Date.now() - began,
    rss: process.memoryUsage.rss(),
    log: journalPath(how.env),
  };
}

type Hook = {
  readonly agent: string;
  readonly event: string | null;
  readonly payload: Buffer;
  readonly isGone: () => boolean;
};

/** There is no process to look at: who asks, the address says, and its folder the payload. */
async function askHook({ main, env }: Running, { tally, journal, later }: Service, hook: Hook): Promise<string> {
  const { agent, event, payload, isGone } = hook;
  const done = tally.begin('');
  try {
    const answer = await answerOf(main, {
      argv: ['agent', '--', agent, ...(event === null ? [] : [event])],
      stdin: payload,
      cwd: env['HOME'] ?? homedir(),
      env,
      parent: 0,
      isTerminal: false,
      isGone,
      afterwards: later.add,
    });
    journal.write(`http agent ${agent} exit=${answer.exit} ms=${answer.ms.toFixed(1)}`);
    return hookAnswer(answer, payload);
  } catch (error) {
    journal.fail(error instanceof Error ? error.message : String(error));
    return blocking('guardrail failed while it looked at this call');
  } finally {
    done();
  }
}
