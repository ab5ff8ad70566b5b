import { isGrantable, type Need } from '../model/approval.ts';
import type { Change } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Level } from '../model/level.ts';
import type { Ruling } from '../model/verdict.ts';
import type { Rule, Rules } from './rules.ts';

/** What makes a ruling, whether a rule, a role or a limit speaks. */
export type Speaker = Pick<Rule, 'id' | 'policy' | 'source' | 'why' | 'say' | 'instead'> &
  Partial<Pick<Rule, 'locked' | 'sentences'>>;

export function rulingOf(
  speaker: Speaker,
  fact: Fact,
  { level, need }: { readonly level: Level; readonly need: Need },
  change: Change,
  rules: Rules,
): Ruling {
  const about = bindToContent(fact, change, rules);
  return {
    id: rulingId(change.repo, speaker.id, about, rules),
    rule: speaker.id,
    policy: speaker.policy,
    source: speaker.source,
    reading: rules.name,
    level,
    raised: level,
    fact: about,
    say: speaker.say(about),
    instead: speaker.instead(about),
    why: speaker.why,
    need,
    grantable: isGrantable(fact.kind) && speaker.locked === false && speaker.sentences?.human.level !== 'deny',
    approved: [],
  };
}

/**
 * Repository, rule, subject and blobs: what an approval names, so the same exception has the same id at every gate and
 * after a rebase. Base 32 without letters that read like digits, since people type it.
 */
function rulingId(repo: string, rule: string, fact: Fact, { sha256 }: Rules): string {
  const { before, after } = fact.evidence;
  const hash = sha256(JSON.stringify([repo, rule, fact.subject, before, after]));
  let number = Number.parseInt(hash.slice(0, 10), 16); // 40 bits: 8 letters
  let id = '';
  for (let letter = 0; letter < 7; letter += 1) {
    id += ALPHABET[number % 32];
    number = Math.floor(number / 32);
  }
  return `r-${id}`;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The size and the risk of a change are seen in no one blob: what was approved is exactly this set of edits, and none that come later. */
function bindToContent(fact: Fact, change: Change, { sha256 }: Rules): Fact {
  if (!fact.kind.startsWith('change.')) return fact;
  const edits = change.parts.find((part) => part.id === fact.part)?.edits ?? [];
  const lines = edits.map((edit) => `${edit.before?.oid ?? ''} ${edit.after?.oid ?? ''} ${edit.path}`).sort();
  return { ...fact, evidence: { before: null, after: sha256(lines.join('\n')) } };
}
