import { OPEN_STATES } from '../model/finding.ts';
import type { Bearing, LedgerEntry, ReaderChoice, Round, RoundWaiver } from '../model/review.ts';
import { standing } from './ledger.ts';
import { isForPeople } from './stops.ts';
import { settleReview, type Settled } from './verdict.ts';

export type RoundSettling = {
  readonly choice: ReaderChoice;
  readonly bearing: Bearing;
  readonly waivers: readonly RoundWaiver[];
  readonly underWay: boolean;
};
const NAMED = 3;

export type SettledRound = Settled & { readonly ledger: readonly LedgerEntry[] };

/**
 * What a round means for whoever pushes. The same whether it is asked at the push, or years later of what the log keeps.
 */
export function settleRound(
  round: Pick<Round, 'ledger' | 'manifest' | 'complete' | 'calls' | 'stop' | 'loop' | 'key'>,
  { choice, bearing, waivers, underWay }: RoundSettling,
): SettledRound {
  const { independence, binds, specMissing, broken } = bearing;
  const ledger = withWaivers(round.ledger, waivers);
  const accepted = waivers.findLast(({ target, key }) => target === round.loop && key === round.key);
  const settled = settleReview({
    ledger,
    detected: [],
    manifest: round.manifest,
    choice,
    complete: round.complete,
    calls: round.calls,
    independence,
    binds,
    specMissing,
    underWay,
    stop: round.stop,
    accepted: accepted === undefined ? null : { by: `${accepted.name} <${accepted.email}>`, because: accepted.because },
  });
  const final = handed(round, ledger, settled, binds);
  const says = broken.slice(0, NAMED).map((problem) => `A failure model cannot be read: ${problem}`);
  const isUnsure = broken.length > 0 && final.outcome === 'clean';
  const outcome = isUnsure ? 'inconclusive' : final.outcome;
  const refuses = final.refuses || (isUnsure && binds && independence === 'require');
  return { outcome, refuses, ledger, reasons: [...says, ...final.reasons] };
}

/** A loop that has stopped for a person is theirs: that what stood was taken out since, nobody has read. */
function handed(
  round: Pick<Round, 'ledger' | 'stop'>,
  ledger: readonly LedgerEntry[],
  settled: Settled,
  binds: boolean,
): Settled {
  const stood = standing(round.ledger).length > 0;
  const isDecided = settled.outcome === 'accepted' || (stood && standing(ledger).length === 0);
  if (!isForPeople(round.stop) || isDecided || settled.outcome === 'escalated') return settled;
  const says = `${round.stop?.says ?? ''} A person decides: guardrail packet shows all of it.`;
  return { outcome: 'escalated', refuses: binds, reasons: [says, ...settled.reasons] };
}

/** Given after the round as well as before it. */
function withWaivers(ledger: readonly LedgerEntry[], waivers: readonly RoundWaiver[]): readonly LedgerEntry[] {
  const because = new Map(waivers.map((waiver) => [waiver.target, `${waiver.name}: ${waiver.because}`]));
  return ledger.map((entry) => {
    const why = because.get(entry.finding.id);
    return why === undefined || !OPEN_STATES.includes(entry.state) ? entry : { ...entry, state: 'waived', note: why };
  });
}
