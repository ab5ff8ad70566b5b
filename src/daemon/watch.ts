import { setTimeout as wait } from 'node:timers/promises';
import { findGuarded, readRegistry, registryFolder, unregister, type Guarded } from '../gate/registry.ts';
import type { Environment } from '../system/git.ts';
import { dropSnapshot, isGone, keepSnapshot, openClone, type Clone } from './watch/clone.ts';
import type { WatchDeps } from './watch/deps.ts';
import type { Finding } from './watch/finding.ts';
import { watchFolders, type Folders } from './watch/folders.ts';
import { isPassing } from './watch/installation.ts';
import { look } from './watch/look.ts';
import { foldersOf, MOST_FOLDERS, type Where } from './watch/where.ts';

export type { WatchDeps } from './watch/deps.ts';

export type WatchState = {
  /** Watches of the system that this process holds. */
  readonly watches: number;
  readonly repositories: readonly {
    readonly root: string;
    readonly common: string;
    readonly restore: boolean;
    readonly watches: number;
    /** Folders past the limit: only the poll sees those. */
    readonly polled: number;
    /** When it was last looked at. */
    readonly at: number | null;
    readonly faults: readonly string[];
    readonly unjudged: number;
    readonly note: string | null;
  }[];
  readonly notes: readonly string[];
};

export type Watching = {
  state(): WatchState;
  /** Resolves when nothing is left to look at. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const POLL_MS = 30_000;
/** git moves a ref in several steps. */
const SETTLE_MS = 80;
const MOST_NOTES = 20;

type Watched = { clone: Clone; where: readonly Where[]; isDue: boolean };

/** Watches every clone that init enrolled. Nothing is refused here: what went around the gate is judged late, told and remembered. */
export async function startWatching(deps: WatchDeps): Promise<Watching> {
  const watch = new Watch({ ...deps, env: withoutRepository(deps.env) });
  watch.kick();
  return watch;
}

/** One look at a time, however many clones have something new. */
class Watch implements Watching {
  readonly #deps: WatchDeps;
  readonly #watched = new Map<string, Watched>();
  readonly #notes: string[] = [];
  readonly #folders: Folders;
  readonly #poll: NodeJS.Timeout;
  #isRegistryDue = true;
  #isClosed = false;
  #running: Promise<void> | null = null;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
    this.#folders = watchFolders(
      (folder, name) => this.#onChange(folder, name),
      (why) => this.#note(why),
    );
    this.#poll = setInterval(() => {
      this.#isRegistryDue = true;
      this.kick();
    }, deps.pollMs ?? POLL_MS);
    this.#poll.unref();
  }

  state(): WatchState {
    const repositories = [...this.#watched.values()].map(describe);
    return { watches: this.#folders.count(), repositories, notes: [...this.#notes] };
  }

  async settled(): Promise<void> {
    for (let running = this.#running; running !== null; running = this.#running) await running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#poll);
    await this.#folders.close();
    await this.#running;
    const { env, now } = this.#deps;
    for (const { clone } of this.#watched.values()) {
      const { guarded, snapshot, note } = clone;
      if (snapshot !== null && note === null && (await findGuarded(env, guarded.common)) !== null)
        await keepSnapshot(env, guarded.common, { ...snapshot, at: now() });
    }
  }

  kick(): void {
    if (this.#isClosed || this.#running !== null) return;
    if (!this.#isRegistryDue && ![...this.#watched.values()].some(({ isDue }) => isDue)) return;
    this.#running = this.#work()
      .catch((error: unknown) => this.#note(reasonOf(error)))
      .finally(() => {
        this.#running = null;
        this.kick();
      });
  }

  #onChange(folder: string, name: string): void {
    if (folder === registryFolder(this.#deps.env)) this.#isRegistryDue = true;
    for (const one of this.#watched.values()) if (isAbout(one, folder, name)) one.isDue = true;
    this.kick();
  }

  async #work(): Promise<void> {
    await wait(SETTLE_MS);
    for (;;) {
      if (this.#isClosed) return;
      if (this.#isRegistryDue) await this.#readRegistry();
      const due = [...this.#watched.values()].find(({ isDue }) => isDue);
      if (due === undefined) return;
      await this.#lookAt(due);
    }
  }

  async #readRegistry(): Promise<void> {
    this.#isRegistryDue = false;
    const { env } = this.#deps;
    const { guarded, unreadable } = await readRegistry(env);
    for (const path of unreadable) this.#note(`${path} cannot be read: run guardrail init in that clone again`);
    const commons = new Set(guarded.map(({ common }) => common));
    for (const common of this.#watched.keys()) if (!commons.has(common)) this.#watched.delete(common);
    for (const one of guarded) await (isGone(one) ? this.#drop(one) : this.#take(one));
    this.#follow();
  }

  async #take(guarded: Guarded): Promise<void> {
    const known = this.#watched.get(guarded.common);
    const clone = known === undefined ? await openClone(this.#deps.env, guarded) : { ...known.clone, guarded };
    this.#watched.set(guarded.common, {
      clone,
      where: known?.where ?? (await foldersOf(clone, this.#deps)),
      isDue: true,
    });
  }

  async #drop({ common, root }: Guarded): Promise<void> {
    this.#watched.delete(common);
    await unregister(this.#deps.env, common);
    await dropSnapshot(this.#deps.env, common);
    this.#note(`${root} is gone, or was moved: it is not watched any more; where it is now, run guardrail init`);
  }

  async #lookAt(one: Watched): Promise<void> {
    one.isDue = false;
    try {
      const { clone, findings } = await look(one.clone, this.#deps);
      one.clone = clone;
      one.where = await foldersOf(clone, this.#deps);
      if (findings.some(({ kind }) => kind === 'restore')) one.isDue = true;
    } catch (error) {
      one.clone = { ...one.clone, note: reasonOf(error) };
      this.#note(`${one.clone.guarded.root}: ${reasonOf(error)}`);
    }
    this.#follow();
  }

  #follow(): void {
    const wanted = [...this.#watched.values()].flatMap(({ where }) => where.slice(0, MOST_FOLDERS));
    this.#folders.keep([...new Set([registryFolder(this.#deps.env), ...wanted.map(({ folder }) => folder)])]);
  }

  #note(line: string): void {
    if (this.#notes.at(-1) === line) return;
    this.#notes.push(line);
    if (this.#notes.length > MOST_NOTES) this.#notes.shift();
    this.#deps.tell(line);
  }
}

/** One look at every clone, for an image or a cron job without a daemon. */
export async function watchOnce(
  given: WatchDeps,
): Promise<readonly { readonly root: string; readonly findings: readonly Finding[]; readonly note: string | null }[]> {
  const deps = { ...given, env: withoutRepository(given.env) };
  const { guarded } = await readRegistry(deps.env);
  const seen: { root: string; findings: readonly Finding[]; note: string | null }[] = [];
  for (const one of guarded.filter((clone) => !isGone(clone))) {
    try {
      const { findings } = await look(await openClone(deps.env, one), deps);
      seen.push({ root: one.root, findings, note: null });
    } catch (error) {
      seen.push({ root: one.root, findings: [], note: reasonOf(error) });
    }
  }
  return seen;
}

/** INVARIANT: it looks at many clones, so nothing may name one: not even the hook whose git has started it. */
function withoutRepository(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || name === 'GIT_CONFIG_NOSYSTEM'),
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isAbout({ clone, where }: Watched, folder: string, name: string): boolean {
  if (name.endsWith('.lock') || isPassing(clone.guarded.common, folder, name)) return false;
  return where.some((one) => one.folder === folder && (one.names === 'all' || one.names.has(name) || name === ''));
}

function describe({ clone, where }: Watched): WatchState['repositories'][number] {
  const { guarded, snapshot, note } = clone;
  return {
    root: guarded.root,
    common: guarded.common,
    restore: guarded.restore,
    watches: Math.min(where.length, MOST_FOLDERS),
    polled: Math.max(0, where.length - MOST_FOLDERS),
    at: snapshot?.at ?? null,
    faults: snapshot?.faults ?? [],
    unjudged: [...(snapshot?.open.values() ?? [])].filter((how) => how === 'unjudged').length,
    note,
  };
}
