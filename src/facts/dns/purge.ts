import { type DnsFinding, unprotected } from './finding.ts';

const KEEPS = /(?:--policy[= ]["']?|^[ \t]*["']?policy["']?:[ \t]*["']?)(upsert-only|create-only)\b/m;
const PURGES = /(?:--policy[= ]["']?|^[ \t]*["']?policy["']?:[ \t]*["']?)sync\b/m;

/** external-dns was told to delete nothing, and no longer is: what nobody asks for goes at its next turn. */
export function deletesFromNowOn(before: string, after: string): readonly DnsFinding[] {
  const [said, policy = ''] = KEEPS.exec(before) ?? [];
  if (said === undefined || KEEPS.test(after)) return [];
  // without the argument it is `sync`
  const isDefault = said.startsWith('--') && /--(source|provider|registry)[= ]/.test(after);
  if (!PURGES.test(after) && !isDefault) return [];
  const at = Math.max(0, after.search(PURGES));
  const line = after.slice(0, at).split('\n').length;
  const because = `the policy is sync, no longer ${policy}: records nobody asks for are deleted`;
  return [
    unprotected({
      name: 'external-dns',
      type: 'policy',
      line,
      certainty: 'likely',
      because,
      remedy: `policy: ${policy}`,
    }),
  ];
}
