import { resolve } from 'node:path';
import { readUserConfig } from '../../gate/review/user-config.ts';
import type { AnchorRules } from '../../gate/review/user-keeping.ts';
import { checkBlobs } from '../../log/blobs.ts';
import { openLog } from '../../log/open.ts';
import { verifyChain } from '../../log/verify.ts';
import { escapeText, sayJson } from '../../speak/escape.ts';
import { count } from '../../speak/words.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { configuredPlaces } from './anchor-now.ts';
import { commonFolder, gitAt } from './held.ts';
import { whyNot } from './in-file.ts';
import { fetchRefs } from './in-ref.ts';
import type { Place } from './place.ts';
import { isBroken, tellVerified } from './tell.ts';
import { checkAnchors } from './verify.ts';

export type VerifyWords = {
  readonly blobs: boolean;
  readonly json: boolean;
  readonly file: string | null;
  /** A remote whose anchors are looked at anew. */
  readonly fetch: string | null;
};

/** `guardrail log verify`: the chain by itself, then against every place where its head was written down. Changes nothing of the log. */
export async function verifyLog(io: Io, words: VerifyWords): Promise<0 | 1> {
  const here = await commonFolder(io.cwd, io.env);
  if (words.fetch !== null && here !== null) await lookAnew(here, words.fetch, io);
  const anchor = await readAnchorRules(io);
  const places: readonly Place[] = [
    ...(here === null ? [] : [{ kind: 'git' as const, path: here, push: null }]),
    ...(words.file === null ? [] : [{ kind: 'file' as const, path: resolve(io.cwd, words.file) }]),
    ...(await configuredPlaces(anchor, io.env)),
  ];
  const log = await openLog({ env: io.env, readOnly: true });
  const chain = verifyChain(log);
  const anchors = await checkAnchors(log, io.env, places);
  log.close();
  const blobs = words.blobs ? checkBlobs(io.env) : null;
  const isWrong = isBroken(chain, anchors) || (blobs !== null && blobs.changed.length > 0);
  if (words.json) {
    await io.out(`${sayJson({ ...chain, anchors, ...(blobs === null ? {} : { blobs }) })}\n`);
    return isWrong ? 1 : 0;
  }
  const said = blobs === null ? [] : tellBlobs(blobs);
  const lines = [...tellVerified(chain, anchors, io.now()), ...said];
  await io.out(lines.map((line) => `${escapeText(line)}\n`).join(''));
  return isWrong ? 1 : 0;
}

/** Asked for and not possible: what was seen earlier must not pass for what is there now. */
async function lookAnew(here: string, remote: string, io: Io): Promise<void> {
  try {
    await fetchRefs(gitAt(here, io.env), remote);
  } catch (error) {
    throw new UsageError(`log verify: ${escapeText(whyNot(error))}`, 'git remote -v');
  }
}

/** A configuration with a mistake in it keeps nobody from looking; what it would have named is said to be missing. */
async function readAnchorRules(io: Io): Promise<AnchorRules | null> {
  try {
    return (await readUserConfig(io.env)).keeping.anchor;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await io.err(`guardrail: the places of your configuration were not looked at: ${escapeText(why)}\n`);
    return null;
  }
}

function tellBlobs({ looked, changed }: ReturnType<typeof checkBlobs>): readonly string[] {
  const first = `${count(looked, 'text')} of reviews looked at, ${changed.length} not what was written`;
  return [first, ...changed.slice(0, 20).map((name) => `  changed: ${name}`)];
}
