import { join } from 'node:path';
import { actorName } from '../../log/verdict-event.ts';
import type { NewEvent } from '../../model/event.ts';
import { engine } from '../../system/engine.ts';
import { readBytes } from '../../system/files.ts';
import type { Io } from '../../system/io.ts';
import { openGate, type Gate } from '../open.ts';
import { readReadings } from '../readings.ts';
import { remember } from '../record.ts';
import { repositoryId } from '../repository-id.ts';
import type { Layout } from './layout.ts';
import { CONFIG_PATH } from './starter-config.ts';

type Guarding = { readonly kind: 'install' | 'uninstall'; readonly payload: NewEvent['payload'] };

/** Who began and who ended to guard this clone, and with what: without it, silence in the log could mean either. */
export async function prepareEvent(io: Io, layout: Layout): Promise<(event: Guarding) => Promise<void>> {
  const gate = await openGate(io);
  const repo = await nameOf(gate, layout); // now: uninstall may take the file away that says it
  return async ({ kind, payload }) => {
    const actor = actorName(gate.operator);
    const event = { ts: gate.now(), repo, checkout: layout.root, actor, kind, subject: engine, payload };
    await remember(gate, [event]);
  };
}

/** What the log is going to call this clone. */
export async function nameOfClone(io: Io, layout: Layout): Promise<string> {
  return await nameOf(await openGate(io), layout);
}

/** As its next verdicts will call it: by the configuration that init has just written, although nobody has committed it yet. */
async function nameOf(gate: Gate, layout: Layout): Promise<string> {
  const config = await readBytes(join(layout.root, CONFIG_PATH));
  const written = /^repo: *(\S+)/m.exec(config?.toString('utf8') ?? '')?.[1];
  if (written !== undefined) return written;
  const { head } = gate.repository;
  const { usable } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  return await repositoryId(
    gate,
    usable.map((reading) => reading.rules),
  );
}
