import { resolve } from 'node:path';
import { openGate } from '../../gate/open.ts';
import { confirm, findPerson } from '../../gate/person.ts';
import { type AnchorRules } from '../../gate/review/user-keeping.ts';
import { readUserConfig } from '../../gate/review/user-config.ts';
import { openLog } from '../../log/open.ts';
import { actorName } from '../../log/verdict-event.ts';
import { escapeText } from '../../speak/escape.ts';
import type { Environment } from '../../system/git.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { commonFolder } from './held.ts';
import { type Place, showPlace, uniquePlaces } from './place.ts';
import { type Anchoring, anchorLog } from './write.ts';

export type AnchorWords = {
  readonly push: boolean;
  readonly remote: string | null;
  readonly file: string | null;
  readonly begin: boolean;
};

/** `guardrail log anchor`: here, at what is named, and wherever the user's configuration says. */
export async function anchorNow(io: Io, words: AnchorWords): Promise<0 | 1 | 2> {
  const { anchor } = (await readUserConfig(io.env)).keeping;
  const here = await commonFolder(io.cwd, io.env);
  const places = [...namedPlaces(io.cwd, here, words, anchor), ...(await configuredPlaces(anchor, io.env))];
  if (places.length === 0) {
    const why = 'log anchor: this is no repository, and neither --file nor your configuration says where else';
    throw new UsageError(why, 'guardrail log anchor --help');
  }
  const gate = here === null ? null : await openGate(io);
  if (words.begin && !(await mayBegin(io, gate))) return 1;
  const log = await openLog({ env: io.env });
  const actor = gate === null ? 'unknown' : actorName(gate.operator);
  const how = { env: io.env, places: uniquePlaces(places), now: io.now(), actor, begin: words.begin };
  const done = await anchorLog(log, how);
  log.close();
  await io.err(done.map((one) => `guardrail: ${escapeText(tellAnchoring(one))}\n`).join(''));
  if (done.some(({ kind }) => kind === 'failed')) return 1;
  if (!done.some(isNotPushed)) return 0;
  await io.err('  next: see that the remote can be reached, and type it again: guardrail log anchor --push\n');
  return 2;
}

/** It is written down, but not where this account cannot take it back, which was asked for. */
export function isNotPushed(one: Anchoring): boolean {
  return one.kind === 'done' && one.says.startsWith('not pushed');
}

export function tellAnchoring(one: Anchoring): string {
  if (one.kind === 'failed') return `not anchored in ${showPlace(one.place)}: ${one.why}`;
  return `anchored up to event ${one.seq} in ${showPlace(one.place)}: ${one.says}`;
}

function namedPlaces(
  cwd: string,
  here: string | null,
  { push, remote, file }: AnchorWords,
  rules: AnchorRules | null,
): readonly Place[] {
  const to = push || remote !== null ? (remote ?? rules?.push ?? 'origin') : null;
  return [
    ...(file === null ? [] : [{ kind: 'file' as const, path: resolve(cwd, file) }]),
    ...(here === null || (file !== null && to === null) ? [] : [{ kind: 'git' as const, path: here, push: to }]),
  ];
}

/** A repository that is not there is a place all the same: that it cannot be written is to be said. */
export async function configuredPlaces(rules: AnchorRules | null, env: Environment): Promise<readonly Place[]> {
  if (rules === null) return [];
  const { repository, push, file } = rules;
  return [
    ...(repository === null
      ? []
      : [{ kind: 'git' as const, path: (await commonFolder(repository, env)) ?? repository, push }]),
    ...(file === null ? [] : [{ kind: 'file' as const, path: file }]),
  ];
}

/** An agent that threw a log away must not be able to say that this is how it should be. */
async function mayBegin(io: Io, gate: Awaited<ReturnType<typeof openGate>> | null): Promise<boolean> {
  const person = gate === null ? null : findPerson(gate.operator);
  if (person?.kind !== 'person') {
    const why = person === null ? 'this is no repository, so nobody is known here' : person.why;
    await io.err(`guardrail: a new log is vouched for by a person at a terminal: ${escapeText(why)}\n`);
    return false;
  }
  const question = 'The log that was anchored before is given up: what it held can no longer be proven from here.';
  if (await confirm(io, question, 'begin')) return true;
  await io.err('guardrail: nothing was anchored\n');
  return false;
}
