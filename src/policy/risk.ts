import type { Change, Part } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import {
  type Floor,
  higherNeed,
  type Need,
  oneMore,
  type Reach,
  type Risk,
  type RiskRules,
  type Weighed,
} from '../model/risk.ts';
import { wholeOf } from './derive.ts';
import { reachOf } from './reach.ts';

/** What each part needs before it lands, where the shell has weighed it: how far it reaches is known only now, from its facts. */
export function risksOf(change: Change, facts: readonly Fact[], rules: RiskRules): readonly Risk[] {
  return change.parts.flatMap((part) => {
    if (part.risk === undefined || part.scope === 'history') return [];
    const own = facts.filter((fact) => fact.part === part.id);
    return [riskOf(part, part.risk, own, rules)];
  });
}

function riskOf(part: Part, weighed: Weighed, facts: readonly Fact[], rules: RiskRules): Risk {
  const before = weighed.kind === 'weighed' ? weighed.union.reach : null;
  const own = reachOf(facts, part.edits, rules.shared, null);
  const reach = before === null ? own : reachOf(facts, part.edits, rules.shared, before);
  const about = { part: part.id, weighed, reach, own };
  const far = `reach: ${reach.blast}, ${reach.because}`;
  if (weighed.kind === 'unread') {
    return {
      ...about,
      need: null,
      floor: '',
      formula: [`unread: ${weighed.why}`, far],
    };
  }
  const { need: sum, line, toNext } = weighed.needs[reach.blast];
  const floors = [weighed.floor, verbFloor(reach, facts)].flatMap((floor) => floor ?? []);
  const lowest = floors.reduce<Floor>((most, floor) => (isHigher(floor.need, most.need) ? floor : most), NOTHING);
  const floored = higherNeed(sum, lowest.need);
  const need = weighed.audit.isDrawn ? oneMore(floored) : floored;
  const raised = [
    ...(floored === sum ? [] : [lowest.because]),
    ...(need === floored ? [] : [`drawn for an audit (${percent(weighed.audit.chance)} of changes are, by lot)`]),
  ].join('; ');
  const formula = [
    ...weighed.formula,
    far,
    `minutes: ${line}`,
    ...(raised === '' ? [] : [`raised: ${raised}`]),
    `needs: ${need}${less(weighed, toNext, need === sum)}`,
  ];
  return { ...about, need, floor: raised, formula };
}

const NOTHING: Floor = { need: 'none', because: '' };

function isHigher(one: Need, other: Need): boolean {
  return one !== other && higherNeed(one, other) === one;
}

/** What cannot be brought back is looked at by a person who can tell, and a wider right by the one whom it is about, however small the change is. */
function verbFloor({ blast, because }: Reach, facts: readonly Fact[]): Floor | null {
  if (blast === 'irreversible') return { need: 'senior', because: `it cannot be brought back (${because})` };
  const opens = facts.find(({ kind, attributes }) => {
    return OPENS.has(kind) || (kind === 'guard.change' && LOOSER.has(String(attributes['direction'])));
  });
  return opens === undefined ? null : { need: 'owner', because: `${opens.kind} of ${opens.subject}` };
}

const OPENS = new Set(['access.widen', 'network.expose', 'pipeline.gate-remove', 'pipeline.permission-widen']);
const LOOSER = new Set(['weaken', 'unclear', 'unknown']);

function less(weighed: Weighed, toNext: number | null, isBySum: boolean): string {
  if (weighed.kind === 'unread' || weighed.record === null || toNext === null || !isBySum) return '';
  return `; ${toNext} more clean matured commits of ${weighed.record.agent} in ${weighed.record.area} until it needs less`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** As a rule can ask for it. What could not be weighed is unknown, which answers wherever a rule refuses. */
export function riskFact({ part: id, weighed, reach, need, floor }: Risk, change: Change): Fact {
  const part = change.parts.find((one) => one.id === id);
  if (part === undefined) throw new Error(`weigh ${id}: the change has no such part`);
  const risk = weighed.kind === 'unread' ? ('unknown' as const) : Math.round(weighed.upper * 1000) / 1000;
  const because =
    weighed.kind === 'unread' ? weighed.why : [reach.because, floor].filter((text) => text !== '').join('; ');
  return {
    kind: 'change.risk',
    attributes: { needs: need ?? 'unknown', blast: reach.blast, risk, because },
    ...wholeOf(part, change.operator),
  };
}
