import { type Approval, type Assurance, grantedKind, type Need } from '../model/approval.ts';
import type { Change } from '../model/change.ts';
import { levels } from '../model/level.ts';
import type { Ruling } from '../model/verdict.ts';
import type { Rules } from './rules.ts';

/** What an approval must bring to count here: what the rule demands, and the least that this gate takes. */
export function needHere(need: Need, change: Change, rules: Rules): Need {
  const isCi = change.inlet === 'range' || change.inlet === 'receive';
  return { ...need, assurance: higher(need.assurance, isCi ? rules.approvals.ci : rules.approvals.local) };
}

/**
 * Lowers a ruling at `ask` to `allow` when enough people approved exactly this. `deny` is not approved away: it becomes
 * `ask` once a person runs git. Only a grant lifts it, given before the change was made: then a person has said what shall happen,
 * and who types it matters no longer.
 *
 * Authors and operator do not count, as soon as there is somebody else: the rule asks for a group or for several people, or
 * the repository lists people. Where nobody is listed, one person works with an agent that commits under that person's
 * address, and that person at a terminal is the human who is asked; without this exception nobody could ever approve.
 */
export function approve(
  ruling: Ruling,
  approvals: readonly Approval[],
  change: Change,
  people: Rules['people'],
): Ruling {
  if (ruling.level !== 'ask' && !(ruling.level === 'deny' && ruling.grantable)) return ruling;
  const { need, fact } = ruling;
  const hasOthers = people.size > 0 || need.people > 1 || need.of !== null;
  const involved = new Set(hasOthers ? addressesOf([...fact.authors, change.operator]) : []);
  const group = need.of === null ? null : new Set(people.get(need.of)?.map(plain));
  const counted = approvals.filter(
    (approval) =>
      (ruling.level === 'ask' || grantedKind(approval) !== null) &&
      isAbout(approval, ruling, change) &&
      approval.assurance >= need.assurance &&
      !involved.has(plain(approval.by.email)) &&
      (group === null || group.has(plain(approval.by.email))),
  );
  const heads = new Set(counted.map((approval) => plain(approval.by.email))).size;
  return { ...ruling, approved: counted, level: heads >= need.people ? 'allow' : ruling.level };
}

function isAbout(approval: Approval, { rule, fact }: Ruling, change: Change): boolean {
  if (approval.repo !== change.repo || approval.subject !== fact.subject || approval.expires <= change.at) return false;
  const kind = grantedKind(approval);
  if (kind !== null) return kind === fact.kind;
  return approval.rule === rule && approval.before === fact.evidence.before && approval.after === fact.evidence.after;
}

function addressesOf(actors: readonly { readonly email: string | null }[]): readonly string[] {
  return actors.flatMap(({ email }) => (email === null ? [] : [plain(email)]));
}

function plain(email: string): string {
  return email.trim().toLowerCase();
}

/** The names are in order: A0 is the least. */
function higher(a: Assurance, b: Assurance): Assurance {
  return a >= b ? a : b;
}

/** Two readings say the same of the same thing: the stricter stays, and it demands what either demands. */
export function combine(a: Ruling, b: Ruling): Ruling {
  const strict = levels.indexOf(b.level) > levels.indexOf(a.level) ? b : a;
  const need: Need = {
    people: Math.max(a.need.people, b.need.people),
    of: strict.need.of,
    assurance: higher(a.need.assurance, b.need.assurance),
  };
  return { ...strict, need, grantable: a.grantable && b.grantable };
}
