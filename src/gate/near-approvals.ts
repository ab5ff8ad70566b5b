import { type Approval, grantedKind } from '../model/approval.ts';
import type { Change } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import { isRefusal } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import type { Near } from '../speak/refusal.ts';

const MOST = 3;

/** Approvals that were meant for something that is still refused, and why each of them did not do. */
export function nearApprovals(change: Change, verdict: Verdict, approvals: readonly Approval[]): readonly Near[] {
  const newest = approvals.toSorted((a, b) => b.at - a.at);
  return verdict.rulings
    .filter((ruling) => isRefusal(ruling.level))
    .flatMap((ruling) =>
      newest
        .filter((approval) => isMeantFor(approval, ruling))
        .slice(0, MOST)
        .map((approval) => ({ ruling: ruling.id, by: approval.by.email, why: whyNot(approval, ruling, change) })),
    );
}

function isMeantFor(approval: Approval, { rule, fact }: Ruling): boolean {
  return approval.subject === fact.subject && (approval.rule === rule || grantedKind(approval) === fact.kind);
}

function isForContents(approval: Approval, { evidence }: Fact): boolean {
  if (grantedKind(approval) !== null) return true;
  return approval.before === evidence.before && approval.after === evidence.after;
}

function whyNotDeny(approval: Approval, { level, grantable }: Ruling): string | null {
  if (level !== 'deny') return null;
  if (grantedKind(approval) === null) return 'an approval does not lift deny';
  return grantable ? null : 'no grant lifts this rule';
}

function whyNot(approval: Approval, ruling: Ruling, change: Change): string {
  const { need, fact, id, approved } = ruling;
  if (approval.repo !== change.repo) return 'it was given in another repository';
  if (!isForContents(approval, fact)) return 'it was given for other contents than these';
  if (approval.expires <= change.at) return `it ended on ${new Date(approval.expires).toISOString().slice(0, 10)}`;
  const denied = whyNotDeny(approval, ruling);
  if (denied !== null) return denied;
  if (approval.assurance < need.assurance) {
    const more = need.assurance === 'A1' ? `: guardrail approve ${id} --sign` : '';
    return `it has assurance ${approval.assurance} (${MEANS[approval.assurance]}), and here ${need.assurance} (${MEANS[need.assurance]}) is the least${more}`;
  }
  if (approved.some((counted) => counted.id === approval.id)) return `it counts, and ${need.people} people are needed`;
  const involved = [...fact.authors, change.operator].some(
    ({ email }) => email?.toLowerCase() === approval.by.email.toLowerCase(),
  );
  return involved ? 'who made the change does not count' : `only somebody of ${need.of ?? 'the people listed'} counts`;
}

const MEANS: Readonly<Record<Approval['assurance'], string>> = {
  A0: 'a word at a terminal',
  A1: 'a signature',
  A2: 'confirmed apart from this account',
  A3: 'a touch of hardware',
  A4: 'that, checked by a server',
};
