import { count } from '../../speak/words.ts';
import type { Verification } from '../../log/verify.ts';
import type { PlaceCheck } from './check.ts';
import { showPlace } from './place.ts';

/** `4 minutes`; a clock that went backwards makes no negative age. */
export function tellAge(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return count(minutes, 'minute');
  return minutes < 2_880 ? count(Math.floor(minutes / 60), 'hour') : count(Math.floor(minutes / 1_440), 'day');
}

export function isBroken(chain: Verification, checks: readonly PlaceCheck[]): boolean {
  return chain.kind === 'broken' || checks.some(({ kind }) => kind === 'broken');
}

/** Up to where the chain is whole, up to where somebody else vouches for it, and what that leaves. */
export function tellVerified(chain: Verification, checks: readonly PlaceCheck[], now: number): readonly string[] {
  const first =
    chain.kind === 'whole'
      ? `whole: ${count(chain.events, 'event')}, the last hashes to ${chain.head.slice(0, 16)}`
      : `broken at event ${chain.seq}: ${chain.says}`;
  return [first, ...checks.flatMap((check) => tellCheck(check, now)), ...tellRest(chain, checks)];
}

function tellCheck(check: PlaceCheck, now: number): readonly string[] {
  const where = showPlace(check.place);
  switch (check.kind) {
    case 'holds': {
      const notes = check.says.length === 0 ? '' : ` (${check.says.join('; ')})`;
      return [`anchored up to ${check.upto} in ${where}, ${tellAge(now - check.ts)} ago${notes}`];
    }
    case 'broken':
      return [`${check.what}: ${where}: ${check.says}`];
    case 'unreadable':
      return [`could not look at ${where}: ${check.why}`];
    case 'empty':
      return [];
  }
}

function tellRest(chain: Verification, checks: readonly PlaceCheck[]): readonly string[] {
  const broken = checks.find((check) => check.kind === 'broken');
  if (broken !== undefined)
    return [
      '  next: keep log.db and the anchors as they are, and compare with a backup or another clone of the anchors',
      ...(broken.what === 'replaced'
        ? ['  if you gave the old log up yourself: guardrail log anchor --begin (a person, at a terminal)']
        : []),
    ];
  if (chain.kind === 'broken' || chain.events === 0) return [];
  const upto = Math.max(0, ...checks.map((check) => (check.kind === 'holds' ? check.upto : 0)));
  if (upto === 0)
    return [
      'not anchored: who can write the files of this account could have written all of it anew',
      '  next: guardrail log anchor --push',
    ];
  const rest = chain.events - upto;
  return rest > 0 ? [`the ${count(rest, 'event')} after ${upto} can be trusted as far as this account can`] : [];
}
