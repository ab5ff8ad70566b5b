/**
 * Functions that decide who may: by their name, in any language. `may_pay`, `Gate.MayPay` and `mayPay` are one name. Shared by the
 * detectors of all languages, because a door that opens on an error is the same mistake in each.
 */
export function isDecision(name: string): boolean {
  const words = wordsOf(name);
  return DECIDES.test(words) && !CAREFUL.test(words);
}

/** A yes that is the careful answer: what cannot be compared counts as changed, what cannot be read as broken. */
export function isCarefulYes(name: string): boolean {
  return CAREFUL.test(wordsOf(name));
}

/** `Guard.canActivate` -> `can activate`, `is_URL_allowed` -> `is url allowed` */
function wordsOf(name: string): string {
  const own = name.slice(-120).split('.').at(-1) ?? '';
  return own
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[_$#]+/g, ' ')
    .trim()
    .toLowerCase();
}

const RIGHTS =
  '(?:access|permissions?|rights?|roles?|scopes?|privileges?|licen[cs]e|entitlements?|authori[sz]ation|auth|authentication|credentials?|tokens?|signatures?|sessions?|csrf|captcha|quota|rate limits?|api keys?|passwords?|ownership|jwt|webhooks?|login)';
const DECIDES = new RegExp(
  [
    '^(?:may|can) (?!use\\b|i use\\b|be\\b|parse\\b|load\\b|play\\b|connect\\b|render\\b|resolve\\b|import\\b|handle\\b|support\\b|run\\b|scroll\\b|share\\b|vibrate\\b)\\w+',
    '^(?:authori[sz]e|authenticate|permit|allow|grant|verify|protect|guard)(?: |$)',
    '^(?:is|was|are|should) (?:\\w+ )*(?:allow|allowed|permitted|authori[sz]ed|authentic|authenticated|licensed|entitled|trusted|verified|granted|admin|owner)$',
    '^(?:has|check|validate|require|ensure|assert|enforce) (?:\\w+ )*' + RIGHTS + '$',
    '^(?:has|check|validate|require|ensure|assert|enforce) (?:\\w+ )*(?:admin|owner|user|login)$',
    RIGHTS + ' (?:ok|valid|allowed|granted|guard|check|middleware)$',
  ].join('|'),
);
const CAREFUL =
  /\b(?:broken|invalid|blocked|denied|deny|expired|missing|stale|unsafe|forbid(?:den)?|needs?|required|requires|changed|dirty|outdated|retry|locked|revoked|banned|private|empty|unknown|optional|maybe|skip|ignore|not|disabled|limited|throttled|exceeded|suspicious|dangerous|malicious)\b/;
