import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askDaemon } from '../daemon/control.ts';
import { journalPath, lastLines } from '../daemon/log.ts';
import { runDaemon } from '../daemon/run.ts';
import { unitFor, unitState, type Unit } from '../daemon/service.ts';
import { startDaemon } from '../daemon/spawn.ts';
import { tokenPath } from '../daemon/token.ts';
import { engineEntry, engineName, runningBuild } from '../gate/install/engine-copy.ts';
import { isRecord } from '../model/json.ts';
import { escapeText } from '../speak/escape.ts';
import { engine } from '../system/engine.ts';
import { absent, makeFolder, textFile, writeState } from '../system/files.ts';
import type { Io } from '../system/io.ts';
import { socketPath } from '../system/socket-path.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

const IDLE_MS = 30 * 60 * 1000;
const PORT = 4777;
/** One that cannot listen ends at once, and is not waited for; on a busy machine one that can takes its time. */
const [TRIES, AGAIN_MS] = [400, 50];

export const command: Command = {
  name: 'daemon',
  summary: 'The process that makes hooks quick: it starts by itself, and nothing is ever correct only because it runs',
  takes: 'start|stop|status|logs|install|uninstall|run',
  examples: [
    ['guardrail daemon status', 'whether one runs, for how long, what it answered'],
    ['guardrail daemon stop', 'until a hook misses it'],
    ['guardrail daemon install', 'start it at login (systemd or launchd, no root)'],
    ['guardrail daemon install --http', 'also answer agents that ask by HTTP, on 127.0.0.1 with a token'],
  ],
  flags: [
    { name: 'socket', type: 'text', hint: 'PATH', says: 'another socket than the one of this engine' },
    { name: 'http', type: 'boolean', says: `also listen on 127.0.0.1, port ${PORT}` },
    { name: 'port', type: 'text', hint: 'NUMBER', says: 'that port instead; 0 takes any' },
    { name: 'stay', type: 'boolean', says: 'run: do not end after half an hour without work' },
    { name: 'json', type: 'boolean', says: 'status as JSON' },
  ],
  run: async (args, io) => {
    const name = await engineName();
    const place = { name, socket: args.text('socket') ?? socketPath(io.env, name) };
    const verb = args.words[0] ?? '';
    switch (verb) {
      case 'run':
        return await run(args, io, place);
      case 'start':
        return await start(args, io, place);
      case 'stop':
        return await stop(io, place);
      case 'status':
        return await status(args, io, place);
      case 'logs':
        await io.out(lastLines(journalPath(io.env)));
        return 0;
      case 'install':
        return await install(args, io, place);
      case 'uninstall':
        return await uninstall(io);
      default:
        throw new UsageError(`daemon ${verb}: say what to do with it`, 'guardrail daemon --help');
    }
  },
};

type Place = { readonly name: string; readonly socket: string };

async function run(args: Arguments, io: Io, { name, socket }: Place): Promise<Exit> {
  if (io.main === undefined) throw new Error('run the daemon: only the command line can');
  const env = io.env;
  const idle = Number(env['GUARDRAIL_DAEMON_IDLE'] ?? IDLE_MS);
  const idleMs = args.has('stay') ? null : Number.isFinite(idle) && idle > 0 ? idle : IDLE_MS;
  const how = { socket, engine: name, version: engine, env, main: io.main, idleMs, port: portOf(args) };
  const ran = await runDaemon(how);
  if (ran === 'running already') await io.err('guardrail: a daemon of this engine is running already\n');
  return 0;
}

function portOf(args: Arguments): number | null {
  const port = args.text('port');
  if (port === null) return args.has('http') ? PORT : null;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port ${port}: it is a number up to 65535`, 'guardrail daemon --help');
  }
  return Number(port);
}

async function start(args: Arguments, io: Io, { socket }: Place): Promise<Exit> {
  if ((await askDaemon(socket, 'GET', 'status')) !== null) {
    await io.err('guardrail: the daemon is running already\n');
    return 0;
  }
  const port = portOf(args);
  const daemon = startDaemon(socket, io.env, port === null ? [] : ['--port', String(port)]);
  for (let tries = 0; tries < TRIES; tries += 1) {
    await sleep(AGAIN_MS);
    const isRunning = daemon.isRunning(); // before we ask: one that ends because another listens leaves an answer behind
    if ((await askDaemon(socket, 'GET', 'status')) !== null) {
      await io.err(`guardrail: the daemon listens at ${escapeText(socket)}\n`);
      return 0;
    }
    if (!isRunning) break;
  }
  await io.err(`guardrail: the daemon did not start; see ${escapeText(journalPath(io.env))}\n`);
  return 2;
}

async function stop(io: Io, { socket }: Place): Promise<Exit> {
  if ((await askDaemon(socket, 'POST', 'stop')) === null) {
    await io.err('guardrail: no daemon of this engine is running\n');
    return 0;
  }
  for (let tries = 0; tries < 120; tries += 1) {
    if ((await askDaemon(socket, 'GET', 'status')) === null) break;
    await sleep(50);
  }
  await io.err('guardrail: the daemon has stopped\n');
  return 0;
}

async function status(args: Arguments, io: Io, { socket }: Place): Promise<Exit> {
  const said = await askDaemon(socket, 'GET', 'status');
  if (args.has('json')) {
    await io.out(said ?? `${JSON.stringify({ v: 1, pid: null, socket })}\n`);
    return said === null ? 1 : 0;
  }
  if (said === null) {
    await io.out(`not running; hooks judge by themselves\n  socket    ${escapeText(socket)}\n`);
    return 1;
  }
  const raw: unknown = JSON.parse(said);
  const report = isRecord(raw) ? raw : {};
  const text = (key: string): string => escapeText(wordOf(report[key]));
  const folders = Array.isArray(report['folders']) ? report['folders'].length : 0;
  const lines = [
    `running, process ${text('pid')}, for ${Math.round(Number(report['uptimeMs']) / 60_000)} minutes`,
    `  engine    ${text('engine')}`,
    `  socket    ${text('socket')}`,
    `  answered  ${text('requests')} questions from ${folders} folders`,
    `  memory    ${Math.round(Number(report['rss']) / (1 << 20))} MB`,
    ...(report['lastError'] === null ? [] : [`  last error  ${text('lastError')}`]),
  ];
  await io.out(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function unitOf(args: Arguments | null, io: Io, { socket }: Place): Unit {
  const entry = engineEntry(runningBuild());
  const port = args === null ? null : portOf(args);
  return unitFor(process.platform, io.env, { node: process.execPath, entry, socket, port });
}

async function install(args: Arguments, io: Io, place: Place): Promise<Exit> {
  const unit = unitOf(args, io, place);
  if (unitState(unit.path) === 'changed') {
    throw new UsageError(`${unit.path} is not what guardrail wrote, so it is left alone`, 'move it away first');
  }
  makeFolder(join(unit.path, '..'));
  await writeState(unit.path, textFile(unit.text, 0o644));
  await io.err(`guardrail: wrote ${escapeText(unit.path)}\n${unit.next.map((line) => `  next: ${line}\n`).join('')}`);
  if (portOf(args) !== null) {
    const token = escapeText(tokenPath(io.env));
    await io.err(
      `  HTTP needs the token in the agent's environment: export GUARDRAIL_TOKEN="$(head -n 1 '${token}')"\n`,
    );
  }
  return 0;
}

async function uninstall(io: Io): Promise<Exit> {
  const { path } = unitOf(null, io, { name: '', socket: '' });
  switch (unitState(path)) {
    case 'absent':
      await io.err('guardrail: nothing starts the daemon at login\n');
      return 0;
    case 'changed':
      await io.err(`guardrail: ${escapeText(path)} is not what guardrail wrote, so it stays\n`);
      return 1;
    case 'ours':
      await writeState(path, absent);
      await io.err(`guardrail: removed ${escapeText(path)}\n`);
      return 0;
  }
}
