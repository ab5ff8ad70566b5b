import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPerson } from '../gate/person.ts';
import { readOperatorHere } from '../gate/operator.ts';
import { Desk, type Kept, type Visitor } from '../learn/desk.ts';
import { followLog } from '../learn/follow.ts';
import { makePrivateFolder } from '../log/folder.ts';
import { actorName } from '../log/verdict-event.ts';
import type { Dashboard } from '../model/dashboard.ts';
import { LABELS } from '../model/label.ts';
import { dashboardCopy, dashboardPage, dashboardParts } from '../page/dashboard-page.ts';
import { messagePage } from '../page/message-page.ts';
import { spokenPage } from '../page/spoken-page.ts';
import { escapeText } from '../speak/escape.ts';
import { draftOf } from '../system/files.ts';
import { findProgram } from '../system/find-program.ts';
import type { Io } from '../system/io.ts';
import { openLocalPage, type Asked, type LocalPage, type Pages, type Said } from '../system/local-page.ts';
import { userPaths } from '../system/paths.ts';
import { startDetached } from '../system/process.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

const HELP = 'guardrail ui --help';
const DAYS = 90;
const MINUTE_MS = 60_000;
/** Nobody came: the token must not lie about for ever. */
const UNVISITED_MS = 15 * MINUTE_MS;
const LEFT_MS = 8 * 60 * MINUTE_MS;
/** With `--once`: the last window was closed, and is not merely being loaded anew. */
const CLOSED_MS = 3_000;

export const command: Command = {
  name: 'ui',
  summary:
    'What the gate has learned, as a page on this machine: figures, findings with their lines, and your questions',
  takes: '',
  examples: [
    ['guardrail ui', 'opens the page; a person at a terminal can answer questions on it'],
    ['guardrail ui --no-open', 'prints its address, which is good for one visit'],
    ['guardrail ui --once', 'ends when the page is closed'],
    ['guardrail ui --html guardrail.html', 'one file that opens anywhere, without scripts or requests'],
  ],
  flags: [
    { name: 'port', type: 'text', hint: 'N', says: 'Port on 127.0.0.1; any that is free if left out' },
    { name: 'once', type: 'boolean', says: 'End when the page is closed' },
    { name: 'no-open', type: 'boolean', says: 'Open no browser' },
    { name: 'html', type: 'text', hint: 'FILE', says: 'Write the page as one file instead (- for standard output)' },
    { name: 'repo', type: 'text', hint: 'ID', says: 'Only this repository, as `stats --by repo` names it' },
  ],
  run: async (args, io) => {
    if (args.words.length > 0) throw new UsageError('ui: it takes no words', HELP);
    const port = portOf(args.text('port'));
    const visitor = await visitorOf(io);
    const { env, cwd, now, parent } = io;
    const desk = new Desk({ env, cwd, now, parent, days: DAYS, repo: args.text('repo'), visitor });
    const file = args.text('html');
    return file === null ? await serve(desk, visitor, port, args, io) : await write(desk, file, io);
  },
};

function portOf(word: string | null): number {
  if (word === null) return 0;
  const port = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
  if (port >= 1024 && port <= 65_535) return port;
  throw new UsageError(`ui: --port takes a number from 1024 to 65535, not ${escapeText(word)}`, HELP);
}

/** Answering is a person's: an agent, or whoever has no terminal, gets the same page without it, and is told why. */
async function visitorOf(io: Io): Promise<Visitor> {
  const operator = await readOperatorHere(io);
  const presence = findPerson(operator);
  if (presence.kind === 'person') return { kind: 'person', rater: actorName(operator) };
  return {
    kind: 'reader',
    why: `Nothing can be answered here: ${presence.why}. A person answers with guardrail ask, or starts guardrail ui at a terminal.`,
  };
}

async function write(desk: Desk, file: string, io: Io): Promise<Exit> {
  const html = dashboardCopy(await desk.dashboard(true));
  if (file === '-') {
    await io.out(html);
    return 0;
  }
  const path = join(file.startsWith('/') ? '' : io.cwd, file);
  const there = await stat(path).catch(() => null);
  if (there !== null && !there.isFile()) throw new UsageError(`ui: ${escapeText(file)} is no file to write to`, HELP);
  const draft = draftOf(path);
  try {
    await writeFile(draft, html, { mode: 0o600 });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new Error(`write ${path}`, { cause });
  }
  await io.err(`The page is in ${escapeText(path)}. It holds what the log says: look at it before you pass it on.\n`);
  return 0;
}

async function serve(desk: Desk, visitor: Visitor, port: number, args: Arguments, io: Io): Promise<Exit> {
  const page = await openLocalPage(pagesOf(desk, visitor), { port, now: io.now }).catch((cause: unknown) => {
    throw new Error(`open port ${port} on 127.0.0.1: choose another with --port, or leave it out`, { cause });
  });
  const following = followLog(desk, page);
  try {
    await io.out(`${page.address}\n`);
    // until a browser is there, most of what the first look takes is done
    void desk.dashboard().catch(() => undefined); // whoever opens the page is told what is wrong
    await io.err('This address is good for one visit. Ctrl-C ends the page.\n');
    if (visitor.kind === 'reader') await io.err(`${escapeText(visitor.why)}\n`);
    const note = args.has('no-open') ? null : await openBrowser(page.address, io);
    await io.err(`${await ended(page, args.has('once'), io)}\n`);
    if (note !== null) await rm(note, { force: true });
    return 0;
  } finally {
    following.close();
    page.close();
  }
}

/** By a signal, or because nobody is there. */
async function ended(page: LocalPage, once: boolean, io: Io): Promise<string> {
  let timer: NodeJS.Timeout | null = null;
  const left = new Promise<string>((resolve) => {
    let watched = false;
    timer = setInterval(() => {
      const { visited, watching, since } = page.idle();
      const quiet = io.now() - since;
      watched ||= watching > 0;
      if (watching > 0) return;
      if (!visited && quiet > UNVISITED_MS) resolve('Nobody opened the page: it was closed. Again: guardrail ui');
      else if (once && watched && quiet > CLOSED_MS) resolve('The page was closed.');
      else if (quiet > LEFT_MS) resolve('Nobody has looked for eight hours: the page was closed.');
    }, 500);
  });
  const signal = new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.once(name, () => resolve('The page was closed.'));
  });
  const said = await Promise.race([left, signal]);
  if (timer !== null) clearInterval(timer);
  return said;
}

/**
 * Through a file that only its owner reads: what stands in a command line, any account of this machine can see. Null where no browser is
 * to be had; the address was printed.
 */
async function openBrowser(address: string, { env }: Io): Promise<string | null> {
  const hasScreen =
    process.platform === 'darwin' || ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (env[name] ?? '') !== '');
  const program = hasScreen ? findProgram(process.platform === 'darwin' ? 'open' : 'xdg-open', env) : null;
  if (program === null) return null;
  const folder = join(userPaths(env).state, 'run');
  makePrivateFolder(folder);
  const path = join(folder, `ui-${process.pid}.html`);
  await writeFile(
    path,
    `<!doctype html><meta http-equiv="refresh" content="0; url=${address}"><title>guardrail</title>\n`,
    {
      mode: 0o600,
    },
  );
  startDetached(program, [path], { cwd: folder, env });
  return path;
}

/** What stands at each address. Everything that comes here has passed the guards of system/local-page.ts. */
export function pagesOf(desk: Desk, visitor: Visitor): Pages {
  return {
    answer: async (asked) => {
      const csrf = visitor.kind === 'person' ? asked.csrf : null;
      if (asked.method === 'POST') return asked.path === '/answer' ? await keep(desk, asked) : notHere(asked);
      if (asked.path === '/') {
        const dashboard = thanked(await desk.dashboard(), asked.query.get('said'));
        const { base, nonce } = asked;
        const isPart = asked.query.get('part') === 'main';
        return shown(
          200,
          isPart ? dashboardParts(dashboard, base, csrf) : dashboardPage(dashboard, { base, nonce, csrf }),
        );
      }
      if (asked.path === '/events') return { kind: 'events' };
      const [, id] = /^\/(?:f\/(?=f-)|r\/(?=r-))([rf]-[0-9a-z]{4,32})$/.exec(asked.path) ?? [];
      const spoken = id === undefined ? null : await desk.spoken(id);
      return spoken === null
        ? notHere(asked)
        : shown(200, spokenPage(spoken, { base: asked.base, nonce: asked.nonce, csrf }));
    },
    refuse: (_status, says, nonce, link) =>
      messagePage('guardrail', [says], { nonce, link: link === null ? null : [link, 'To the page'] }),
  };
}

/** Without a script, the page that comes after an answer is the only one to say that it was kept. */
function thanked(dashboard: Dashboard, said: string | undefined): Dashboard {
  if (said === undefined || !ID.test(said)) return dashboard;
  return { ...dashboard, notes: [...dashboard.notes, `Your answer on ${said} was kept.`] };
}

const ID = /^[rf]-[0-9a-z]{4,32}$/;

function shown(status: number, html: string): Said {
  return { kind: 'page', status, html };
}

function notHere({ base, nonce }: Asked): Said {
  const says = ['The log holds nothing of this name, or no longer.'];
  return shown(404, messagePage('guardrail', says, { nonce, link: [`${base}/`, 'To the page'] }));
}

async function keep(desk: Desk, asked: Asked): Promise<Said> {
  const { form, base, nonce } = asked;
  const says = LABELS.find((label) => label === form.get('says'));
  const id = form.get('id') ?? '';
  const fault = (status: number, why: string): Said =>
    shown(status, messagePage('guardrail', [why], { nonce, link: [`${base}/`, 'To the page'] }));
  if (says === undefined || !ID.test(id)) return fault(400, 'This is no answer to a question.');
  const seconds = Number(form.get('secs') ?? '');
  const secs = form.get('secs') !== '' && Number.isFinite(seconds) ? seconds : null;
  const kept = await desk.keep({ id, says, because: form.get('because') ?? '', secs });
  const [status, why] = told(kept);
  return status === 200 ? { kind: 'go', to: `${base}/?said=${id}#asked` } : fault(status, why);
}

function told(kept: Kept): readonly [status: number, says: string] {
  switch (kept.kind) {
    case 'kept':
      return [200, ''];
    case 'refused':
      return [403, kept.says];
    case 'unknown':
      return [404, 'The log holds nothing of this name, or no longer.'];
    case 'failed':
      return [500, `The answer could not be kept: ${kept.says}`];
  }
}
