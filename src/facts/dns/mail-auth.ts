import { type DnsFinding, unprotected } from './finding.ts';
import type { RecordSet } from './record.ts';

type Pair = { readonly before: RecordSet; readonly after: RecordSet | null; readonly otherKeys: boolean };

/** Texts by which receivers of mail tell a forged one, and rules about certificates: gone or weaker than before. */
export function weakenedText(pair: Pair): readonly DnsFinding[] {
  const { name } = pair.before;
  if (/(^|\.)_domainkey(\.|$)/.test(name)) return key(pair);
  if (name.startsWith('_dmarc.') || name === '_dmarc') return dmarc(pair);
  if (name.startsWith('_mta-sts.')) return gone(pair, 'v=STSv1', 'likely', 'mail may be sent to it without TLS again');
  if (name.startsWith('_smtp._tls.')) return gone(pair, 'v=TLSRPT', 'possible', 'nobody hears any more that TLS fails');
  return spf(pair);
}

function spf({ before, after }: Pair): readonly DnsFinding[] {
  const [then, now] = [spfOf(before), spfOf(after)];
  if (then === null) return [];
  const place = { name: before.name, type: 'TXT', line: (after ?? before).line };
  if (now === null)
    return [
      unprotected({
        ...place,
        because: 'the SPF record is removed: anybody may send mail in its name',
        remedy: `Keep "${short(then)}"`,
      }),
    ];
  const [from, to] = [endOf(then), endOf(now)];
  if (from !== null && to !== null && to.rank < from.rank)
    return [
      unprotected({
        ...place,
        because: `SPF ends in ${to.word}, no longer in ${from.word}: forged mail is accepted`,
        remedy: `End it in ${from.word}`,
      }),
    ];
  const wide = / \+?ip[46]:\S*\/[0-8](?= |$)/i;
  if (wide.test(` ${now}`) && !wide.test(` ${then}`))
    return [
      unprotected({
        ...place,
        certainty: 'likely',
        because: 'SPF allows a large part of the internet to send',
        remedy: 'Name the servers that send',
      }),
    ];
  return [];
}

function spfOf(set: RecordSet | null): string | null {
  return set?.values.find((value) => /^"?v=spf1(\s|$)/i.test(value)) ?? null;
}

/** Null: another record says how it ends. */
function endOf(text: string): { readonly rank: number; readonly word: string } | null {
  const [, sign] = /(?:^|\s)([-~?+]?)all(?=\s|$)/i.exec(text) ?? [];
  if (sign === undefined) return /\bredirect=|\$\{|\{\{/i.test(text) ? null : { rank: 1, word: 'nothing' };
  return { rank: RANKS[sign] ?? 0, word: `${sign}all` };
}

const RANKS: Readonly<Record<string, number>> = { '-': 3, '~': 2, '?': 1 };

function dmarc({ before, after }: Pair): readonly DnsFinding[] {
  const then = before.values.find((value) => /^"?v=DMARC1/i.test(value));
  const now = after?.values.find((value) => /^"?v=DMARC1/i.test(value));
  if (then === undefined) return [];
  const place = { name: before.name, type: 'TXT', line: (after ?? before).line };
  if (now === undefined) {
    // a policy that asks for nothing protects nothing
    const certainty = policy(then, 'p') === 0 ? 'possible' : 'certain';
    return [
      unprotected({
        ...place,
        certainty,
        because: 'the DMARC policy is removed: forged mail is delivered',
        remedy: `Keep "${short(then)}"`,
      }),
    ];
  }
  return weakerPolicy(then, now, place);
}

type Place = { readonly name: string; readonly type: string; readonly line: number };

function weakerPolicy(then: string, now: string, place: Place): readonly DnsFinding[] {
  const [from, to] = [policy(then, 'p'), policy(now, 'p')];
  if (from !== null && to !== null && to < from)
    return [
      unprotected({
        ...place,
        because: `DMARC asks for ${WORDS[to]}, no longer for ${WORDS[from]}`,
        remedy: `Keep p=${WORDS[from]}`,
      }),
    ];
  const [old, sub] = [policy(then, 'sp') ?? from, policy(now, 'sp') ?? to];
  if (old !== null && sub !== null && sub < old)
    return [
      unprotected({
        ...place,
        certainty: 'likely',
        because: `DMARC asks for ${WORDS[sub]} below the domain, no longer for ${WORDS[old]}`,
        remedy: `Keep sp=${WORDS[old]}`,
      }),
    ];
  if (percent(now) < percent(then) && (to ?? 0) > 0)
    return [
      unprotected({
        ...place,
        certainty: 'likely',
        because: `DMARC holds for ${percent(now)} of 100 mails, no longer for ${percent(then)}`,
        remedy: `Keep pct=${percent(then)}`,
      }),
    ];
  return [];
}

const WORDS = ['none', 'quarantine', 'reject'];

function policy(text: string, tag: 'p' | 'sp'): number | null {
  const [, word = ''] = new RegExp(`(?:;|^)\\s*${tag}\\s*=\\s*(\\w+)`, 'i').exec(text) ?? [];
  const rank = WORDS.indexOf(word.toLowerCase());
  return rank === -1 ? null : rank;
}

function percent(text: string): number {
  return Number(/;\s*pct\s*=\s*(\d{1,3})/i.exec(text)?.[1] ?? 100);
}

/** A key that goes while others stay, or come, is a rotation. */
function key({ before, after, otherKeys }: Pair): readonly DnsFinding[] {
  const isSet = (set: RecordSet | null): boolean =>
    set?.values.some(
      (value) =>
        /(^|;)\s*"?p\s*=\s*[^\s;"]/i.test(value) || (/\bk\s*=|v=DKIM1/i.test(value) && !/p\s*=\s*"?(;|$)/i.test(value)),
    ) === true;
  if (!isSet(before) || isSet(after)) return [];
  const certainty = otherKeys ? 'possible' : 'likely';
  const because = 'the DKIM key is removed: mail that was signed with it counts as forged';
  return [
    unprotected({
      name: before.name,
      type: 'TXT',
      line: (after ?? before).line,
      certainty,
      because,
      remedy: 'Remove it a week after the last mail was signed with it',
    }),
  ];
}

function gone(
  { before, after }: Pair,
  marker: string,
  certainty: 'likely' | 'possible',
  because: string,
): readonly DnsFinding[] {
  const has = (set: RecordSet | null): boolean => set?.values.some((value) => value.includes(marker)) === true;
  if (!has(before) || has(after)) return [];
  return [
    unprotected({
      name: before.name,
      type: 'TXT',
      line: (after ?? before).line,
      certainty,
      because,
      remedy: 'Keep the record',
    }),
  ];
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Who may issue certificates: without a record everybody may. */
export function widenedIssuers({ before, after }: Pick<Pair, 'before' | 'after'>): readonly DnsFinding[] {
  const place = { name: before.name, type: 'CAA', line: (after ?? before).line };
  const remedy = `Keep ${before.values
    .map((value) => `CAA ${value}`)
    .join(', ')
    .slice(0, 120)}`;
  if (after === null)
    return [
      unprotected({ ...place, because: 'the CAA records are removed: every authority may issue certificates', remedy }),
    ];
  for (const tag of ['issue', 'issuewild']) {
    const [then, now] = [issuers(before, tag), issuers(after, tag)];
    if (then.length > 0 && now.length === 0)
      return [
        unprotected({
          ...place,
          certainty: tag === 'issue' ? 'certain' : 'likely',
          because: `no CAA record says "${tag}" any more`,
          remedy,
        }),
      ];
    const more = now.filter((one) => !then.includes(one) && one !== '');
    const less = then.filter((one) => !now.includes(one) && one !== '');
    if (then.length > 0 && more.length > 0)
      return [
        unprotected({
          ...place,
          certainty: less.length > 0 ? 'possible' : 'likely',
          because: `${more.join(', ')} may issue certificates too`,
          remedy,
        }),
      ];
  }
  return [];
}

/** `0 issue "letsencrypt.org; accounturi=…"`; `;` alone allows nobody. */
function issuers(set: RecordSet, tag: string): readonly string[] {
  return set.values.flatMap((value) => {
    const [, said, issuer = ''] = /^"?\s*\d{1,3}\s+"?(\w+)"?\s+"?([^"]*)/.exec(value) ?? [];
    return said?.toLowerCase() === tag ? [issuer.replace(/;.*$/, '').trim().toLowerCase()] : [];
  });
}
