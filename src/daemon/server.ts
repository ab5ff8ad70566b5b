import { chmodSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { Main } from '../system/io.ts';
import { answerOf, isServed, type Question } from './answer.ts';
import { readClient, type Client } from './client.ts';
import type { Web } from './http.ts';
import type { Later } from './later.ts';
import type { Journal } from './log.ts';
import { BEAT, formatAnswer, formatRefusal, MOST_BYTES, parseRequest, type Request } from './protocol.ts';
import type { Tally } from './tally.ts';

const BEAT_MS = 500;
/** A client writes its question at once. */
const PATIENCE_MS = 5_000;

export type Service = {
  readonly main: Main;
  readonly engine: string;
  readonly journal: Journal;
  readonly tally: Tally;
  /** What is done when the answer is out. */
  readonly later: Later;
  /** Who speaks HTTP on the same socket. */
  readonly web: Web;
  /** Something has happened in a repository: the next question about it will come. */
  readonly after: (client: Client) => void;
  /** We were started where clients are not: in a sandbox, or a container. */
  readonly misplaced: () => void;
};

export type Listening = { readonly inode: number; readonly close: () => void };

/**
 * `allowHalfOpen`: a client that has said all closes its half, and still wants the answer.
 *
 * Made under a name of its own and moved into place: a server that closes removes the file it was bound to, by its name, and one that
 * had hung would take the socket of whoever replaced it.
 */
export async function listen(path: string, service: Service): Promise<Listening> {
  const draft = join(dirname(path), `.${process.pid}`);
  rmSync(draft, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => accept(socket, service));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const umask = process.umask(0o177); // never a moment in which others could connect
    server.listen(draft, resolve);
    process.umask(umask);
  });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  return { inode: statSync(path).ino, close: () => void server.close() };
}

function accept(socket: Socket, service: Service): void {
  const chunks: Buffer[] = [];
  let length = 0;
  socket.on('error', () => socket.destroy()); // it has gone
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.on('data', function read(chunk: Buffer) {
    if (length === 0 && isHttp(chunk)) {
      socket.off('data', read);
      socket.setTimeout(0);
      service.web.take(socket, chunk);
      return;
    }
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.at(-1) !== 0 && length <= MOST_BYTES) return; // a question ends in NUL
    const parsed = parseRequest(Buffer.concat(chunks));
    if (parsed.kind === 'more') return;
    socket.off('data', read);
    socket.setTimeout(0);
    if (parsed.kind === 'garbled') socket.end(formatRefusal(parsed.why));
    else void reply(socket, parsed.request, service);
  });
}

/** `POST /v1/...`; a question of our own begins with its version. */
function isHttp(chunk: Buffer): boolean {
  const [first = 0] = chunk;
  return first >= 0x41 && first <= 0x5a;
}

async function reply(socket: Socket, request: Request, service: Service): Promise<void> {
  let isGone = false;
  socket.resume();
  socket.once('close', () => (isGone = !socket.writableFinished));
  // it may have closed its half, or be no more: then writing fails, and the socket closes
  socket.once('end', () => socket.write(BEAT));
  socket.write(BEAT);
  const beats = setInterval(() => socket.write(BEAT), BEAT_MS);
  const said = await respond(request, service, () => isGone);
  clearInterval(beats);
  socket.end(said);
}

/** What is written back, for whoever asked by socket or by curl. Never throws: what failed here is judged by the client. */
export async function respond(request: Request, service: Service, isGone: () => boolean): Promise<string> {
  const { journal, tally, engine, later } = service;
  if (request.engine !== engine) return formatRefusal('another-engine');
  if (!isServed(request.argv)) return formatRefusal('not-served');
  const client = readClient(request);
  if ('why' in client) {
    tally.refused(client.why);
    if (client.why === 'elsewhere' && tally.served() === 0) service.misplaced();
    return formatRefusal(client.why);
  }
  const { argv, stdin, isTerminal } = request;
  const { cwd, env, pid: parent } = client;
  const question: Question = { argv, stdin, isTerminal, isGone, cwd, env, parent, afterwards: later.add };
  const done = tally.begin(cwd);
  try {
    if (argv[0] === 'hook') await later.drained(); // whose lines a commit holds, the calls before it say
    const answer = await answerOf(service.main, question);
    journal.write(
      `${argv.slice(0, 2).join(' ')} exit=${answer.exit} ms=${answer.ms.toFixed(1)}${isGone() ? ' gone' : ''}`,
    );
    return formatAnswer(answer);
  } catch (error) {
    journal.fail(error instanceof Error ? error.message : String(error));
    return formatRefusal('failed');
  } finally {
    done();
    if (argv[0] === 'hook') service.after(client);
  }
}
