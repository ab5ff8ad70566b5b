import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEvent } from '../model/event.ts';
import { now } from '../system/clock.ts';
import type { Environment } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import type { Cell, Driver, Row } from './driver.ts';
import { isDamage, reasonOf } from './failure.ts';
import { makePrivateFolder } from './folder.ts';
import { migrations } from './migrations/index.ts';
import { mint } from './mint.ts';
import type { Minted } from './mint.ts';
import { readSpool, removeSpool, setSpoolAside, writeSpool } from './spool.ts';
import type { SpoolFile } from './spool.ts';
import { setAside } from './set-aside.ts';
import { writeEvents } from './write.ts';

export type LogOptions = {
  readonly env: Environment;
  /** Neither makes nor changes anything. */
  readonly readOnly?: boolean;
  /** How long another process may hold the log before events are spooled. */
  readonly busyMs?: number;
};

/** What became of events. Whatever it is, the verdict stands; anything but `written` is told in one line. */
export type Appended =
  | { readonly kind: 'written'; readonly seq: number; readonly ids: readonly string[] }
  | { readonly kind: 'spooled'; readonly path: string; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string };

/** Never throws for what is the matter with the file: that is a value, and a gate goes on without its memory. */
export async function openLog(options: LogOptions): Promise<Log> {
  return new Log(userPaths(options.env).state, { readOnly: false, busyMs: 2_000, ...options });
}

type State =
  | { readonly kind: 'open'; readonly database: Database }
  /** Nothing was ever written, and we were asked not to begin. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'closed'; readonly why: string };

/** All that a question needs of it. */
export type Rows = Pick<Log, 'all'>;
/** For who must come to a verdict also where nothing is remembered, and says so. */
export const NO_ROWS: Rows = { all: () => [] };

/** The log of one user: open it, append to it, read from it, close it. */
export class Log {
  readonly path: string;
  readonly spool: string;
  readonly #folder: string;
  readonly #options: { readonly readOnly: boolean; readonly busyMs: number };
  readonly #notes: string[] = [];
  #state: State;

  constructor(folder: string, options: { readonly readOnly: boolean; readonly busyMs: number }) {
    this.#folder = folder;
    this.#options = options;
    this.path = join(folder, 'log.db');
    this.spool = join(folder, 'spool');
    this.#state = this.#open();
  }

  /** One line each, for the person who waits: a damaged file was set aside, a newer engine owns the numbers. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** `fallback`: where to spool when the state folder cannot be written (`<git path>/guardrail/spool`). */
  append(events: readonly NewEvent[], fallback: string | null = null): Appended {
    const minted = events.map(mint);
    const waiting = [this.spool, fallback].flatMap((folder) => (folder === null ? [] : readSpoolSafely(folder)));
    const written = this.#write(minted, waiting);
    return written.kind === 'failed' ? this.#spoolEvents(minted, fallback, written.why) : written;
  }

  /** Why it can be neither read nor written; null where it can. */
  get fault(): string | null {
    return this.#state.kind === 'closed' ? this.#state.why : null;
  }

  /** Rows of a query. A log that was never begun has none; one that cannot be read is an error. */
  all(sql: string, values: readonly Cell[] = []): readonly Row[] {
    return this.#state.kind === 'absent' ? [] : this.driver().all(sql, values);
  }

  driver(): Driver {
    return this.#database().driver;
  }

  /** `newer`: another engine's numbers, which this one must neither read nor touch. */
  get schema(): Database['schema'] | 'absent' {
    return this.#state.kind === 'absent' ? 'absent' : this.#database().schema;
  }

  /** Opened for reading before anybody wrote since an upgrade: tables that this engine asks are not there yet. */
  get isOlder(): boolean {
    return this.#state.kind === 'open' && this.#state.database.version < migrations.length;
  }

  close(): void {
    if (this.#state.kind === 'open') this.#state.database.driver.close();
    this.#state = { kind: 'closed', why: 'it was closed' };
  }

  #database(): Database {
    if (this.#state.kind === 'open') return this.#state.database;
    const why = this.#state.kind === 'closed' ? this.#state.why : 'nothing was ever written';
    throw new Error(`read the log ${this.path}: ${why}`);
  }

  #open(): State {
    if (this.#options.readOnly && !existsSync(this.path)) return { kind: 'absent' };
    try {
      if (!this.#options.readOnly) makePrivateFolder(this.#folder);
      const database = openDatabase(this.path, this.#options);
      if (this.#options.readOnly && database.version === 0) {
        // another process is about to begin it
        database.driver.close();
        return { kind: 'absent' };
      }
      if (database.schema === 'newer') {
        this.#notes.push(
          `the log ${this.path} was written by a newer guardrail: events are added, its numbers are left alone`,
        );
      }
      return { kind: 'open', database };
    } catch (error) {
      if (isDamage(error) && !this.#options.readOnly) return this.#beginAnew(error);
      return { kind: 'closed', why: reasonOf(error) };
    }
  }

  #beginAnew(damage: unknown): State {
    const at = now();
    try {
      const aside = setAside(this.path, at, () => this.#isDamaged());
      const database = openDatabase(this.path, this.#options);
      if (aside.kind === 'moved') {
        writeEvents(database, [], [mint(damageEvent(at, aside.to, reasonOf(damage)))]);
        this.#notes.push(`the log was damaged (${reasonOf(damage)}): it was kept as ${aside.to} and a new one begun`);
      }
      return { kind: 'open', database };
    } catch (error) {
      return { kind: 'closed', why: reasonOf(error) };
    }
  }

  #isDamaged(): boolean {
    try {
      const { driver } = openDatabase(this.path, this.#options);
      const [row] = driver.all('PRAGMA quick_check(1)');
      driver.close();
      return row === undefined || row['quick_check'] !== 'ok';
    } catch (error) {
      return isDamage(error);
    }
  }

  #write(
    minted: readonly Minted[],
    waiting: readonly SpoolFile[],
    again = true,
  ): Appended | { readonly kind: 'failed'; readonly why: string } {
    if (this.#options.readOnly) return { kind: 'failed', why: 'the log was opened for reading' };
    if (this.#state.kind !== 'open') {
      return { kind: 'failed', why: this.#state.kind === 'closed' ? this.#state.why : 'there is no log' };
    }
    const { database } = this.#state;
    try {
      const late = waiting.flatMap((file) => (file.kind === 'events' ? file.events : []));
      const seq = writeEvents(database, late, minted);
      this.#tidy(waiting);
      return { kind: 'written', seq, ids: minted.map((event) => event.id) };
    } catch (error) {
      if (!again || !isDamage(error)) return { kind: 'failed', why: reasonOf(error) };
      database.driver.close();
      this.#state = this.#beginAnew(error);
      return this.#write(minted, waiting, false);
    }
  }

  /** The events are in the chain now, so a spool file that cannot be removed does no harm: its events are known. */
  #tidy(waiting: readonly SpoolFile[]): void {
    for (const file of waiting) {
      try {
        if (file.kind === 'events') removeSpool(file.path);
        else setSpoolAside(file.path);
      } catch (error) {
        this.#notes.push(`could not put away ${file.path}: ${reasonOf(error)}`);
      }
      if (file.kind === 'unreadable') this.#notes.push(`${file.path} holds no events (${file.why}) and was set aside`);
    }
  }

  #spoolEvents(minted: readonly Minted[], fallback: string | null, why: string): Appended {
    const reasons = [why];
    for (const folder of [this.spool, fallback]) {
      if (folder === null) continue;
      try {
        // not below a folder that is a link or somebody else's: that is why the log itself is not there either
        if (folder === this.spool) makePrivateFolder(this.#folder);
        return { kind: 'spooled', path: writeSpool(folder, minted, now()), why };
      } catch (error) {
        reasons.push(reasonOf(error));
      }
    }
    return { kind: 'lost', why: reasons.join('; ') };
  }
}

/** A spool that cannot be listed (its disk is gone) must not stop what can be written now; it is tried again next time. */
function readSpoolSafely(folder: string): readonly SpoolFile[] {
  try {
    return readSpool(folder);
  } catch {
    return [];
  }
}

function damageEvent(ts: number, to: string, why: string): NewEvent {
  const payload = { what: 'the log was damaged and set aside', to, why };
  return { ts, repo: '', checkout: '', actor: 'unknown', kind: 'failure', subject: 'log', payload };
}
