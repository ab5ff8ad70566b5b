import { readFooter } from '../../agents/trailers.ts';
import type { Claim } from '../../log/history/write.ts';

/** More than that in one message is a list of something, and names nobody to blame. */
const MOST_NAMED = 20;

/** As git writes it, at the start of a line; quoted or indented it is talk about another commit. Editors break it before the id. */
const REVERTS = /^This reverts commit[ \n]([0-9a-f]{7,64})\b/gim;
/** `Fixes: 54a4f0239f2e ("KVM: one more")`, as the kernel writes it; `Fixes: #12` names no commit. */
const FIXES = /^(?:commit )?([0-9a-f]{7,64})(?![0-9a-z/])/i;

/** Which commits a message says it reverts or mends. */
export function claimsOf(message: string): readonly Claim[] {
  const reverts = [...message.replaceAll('\r\n', '\n').matchAll(REVERTS)].map(([, oid = '']) => oid);
  const fixes = readFooter(message)
    .trailers.filter(({ key }) => key === 'fixes')
    .flatMap(({ value }) => FIXES.exec(value)?.[1] ?? []);
  const named = (kind: Claim['kind'], oids: readonly string[]): readonly Claim[] =>
    [...new Set(oids.map((oid) => oid.toLowerCase()))].slice(0, MOST_NAMED).map((oid) => ({ kind, named: oid }));
  return [...named('revert', reverts), ...named('fixes', fixes)];
}
