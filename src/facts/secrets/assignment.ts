import type { Finding } from './finding.ts';
import type { Place } from './place.ts';
import { isPlaceholder, isPublicId, isRandom, isTypedPassword } from './value.ts';

/** `password = "…"`, `api_token: …`, `POSTGRES_PASSWORD=…`, `scheme://user:…@host`: a value under a name that says what it is. */
export function assignmentsIn(text: string, line: number, place: Place, above: string): readonly Finding[] {
  if (place.shapesOnly) return inUrls(text, line, place);
  const named = STARTS.test(text)
    ? [...text.matchAll(ASSIGNED)].flatMap((match) => ofMatch(match, text, line, place))
    : [];
  return [...named, ...inUrls(text, line, place), ...ofPair(text, line, place, above)];
}

const WORDS =
  '(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|auth[_-]?key|credential|connection[_-]?string)';
const NAME = new RegExp(WORDS, 'i');
/** The name, what may stand between (a type, brackets), and a value with or without quotes. Every part is bounded. */
const ASSIGNED = new RegExp(
  `((?<![\\w.-])[\\w.-]{0,50}?${WORDS}[\\w-]{0,30})["'\`]?\\]?\\s{0,20}(?::\\s{0,4}(?:str|String|string|&str|SecretStr)\\s{0,4}=|:=|=>|[:=])\\s{0,20}` +
    '(?:"((?:[^"\\\\\\n]|\\\\.){1,400})"|\'([^\'\\n]{1,400})\'|`([^`\\n]{1,400})`|([^\\s"\'`,;#()<>{}[\\]]{4,400}))',
  'gi',
);

/** The end of such a name with something after it: begins with a word, and so costs one look where none stands. */
const STARTS = new RegExp(`${WORDS}[\\w-]{0,30}["'\`]?\\]?\\s{0,20}[:=][^"'\`]{0,30}["'\`]?[^\\s"'\`]{4}`, 'i');

type Kind = 'password' | 'key';

function ofMatch(match: RegExpMatchArray, text: string, line: number, place: Place): readonly Finding[] {
  const [, name = '', double, single, tick, bare] = match;
  const quoted = double ?? single ?? tick;
  const value = quoted ?? (place.bare ? bare : undefined);
  if (value === undefined || PUBLIC_NAME.test(name)) return [];
  return judged(name, value, text, line, place, match.index ?? 0);
}

function judged(
  name: string,
  value: string,
  text: string,
  line: number,
  place: Place,
  index: number,
): readonly Finding[] {
  if (isPlaceholder(value) || isPublicId(value) || isSame(name, value) || isHarmless(value)) return [];
  const kind: Kind = /passw|pwd|passphrase/i.test(name) ? 'password' : 'key';
  const certainty = certaintyOf(kind, value, place);
  if (certainty === null) return [];
  return [
    { detector: kind === 'password' ? 'password' : 'key', certainty, line, token: value, ahead: text.slice(0, index) },
  ];
}

function certaintyOf(kind: Kind, value: string, place: Place): Finding['certainty'] | null {
  if (isRandom(value)) return 'likely';
  if (place.soft) return null;
  if (kind === 'key') return place.settings && isTypedPassword(value) && value.length >= 8 ? 'possible' : null;
  if (isTypedPassword(value)) return place.settings && value.length >= 8 ? 'likely' : 'possible';
  return place.settings && /^[A-Za-z]{8,40}$/.test(value) ? 'possible' : null;
}

/** `token_url`, `password_min_length`, `secretName`, `NEXT_PUBLIC_…`: about one, or for everybody. */
const PUBLIC_NAME =
  /^(next_public|vite|react_app|expo_public|nuxt_public|gatsby|public)_|public[_-]?key|[_.-](url|uri|host|port|file|path|dir|name|names|id|ids|arn|ref|ttl|enabled|expiry|expires(_in)?|expiration|algorithm|alg|type|length|size|count|limit|max|min|policy|field|label|header|param|prefix|suffix|version|region|format|hash|digest|regex|pattern|hint|title|message|text|error|placeholder|description|env|var|variable|class|selector|scope|scopes|audience|issuer|provider|store|manager|rotation|key_name|lifetime|column|attribute|address|endpoint)s?$|(Url|Uri|Host|Port|File|Path|Name|Names|Id|Ids|Arn|Ref|Ttl|Enabled|Expiry|ExpiresIn|Algorithm|Type|Length|Policy|Field|Label|Header|Param|Prefix|Suffix|Version|Format|Hash|Regex|Pattern|Hint|Title|Message|Text|Error|Placeholder|Class|Selector|Scope|Provider|Store|Manager|Count|Limit|Symbol|Kind|Class|Address|Endpoint)s?$|tokeni[sz]|(next|page|cont(inuation)?|csrf|xsrf|cancel(lation)?|sync|design|syntax|max|num|total|input|output|prompt|completion|stop|eos|bos|pad|unk)[_-]?tokens?/i;

function isHarmless(value: string): boolean {
  if (/\s/.test(value.trim())) return true; // a sentence, a label
  if (/^[\w$]+([.:]{1,2}[\w$]+)+(\(\)?)?$/.test(value) && !isRandom(value)) return true; // a member of something
  if (/^[a-z]+([_-][a-z]+)+([_-]?\d{1,4})?$|^[a-z]+([_-][a-z]+)*[?~:]+$/i.test(value)) return true; // words with dashes: an identifier
  if (/^https?:\/\/|^[\w.-]+\.(json|ya?ml|txt|pem|key|crt|env|ts|js|py|go|html?)$/i.test(value)) return true;
  return /^\d{1,12}(ms|s|m|h|d|kb|mb)?$/i.test(value) || /[\\^]\w?[[(+*]|\[\^?\w-\w|\(\?/.test(value); // a number, a pattern
}

/** `token: "access_token"`, `password: 'Password'`. */
function isSame(name: string, value: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  return /^[A-Za-z_. -]+$/.test(value) && (plain(name).includes(plain(value)) || plain(value).includes(plain(name)));
}

const VALUE =
  /^\s*["']?(?:value|default|Default|parameter_value|ParameterValue)["']?\s*[:=]\s*(?:"([^"]{4,400})"|'([^']{4,400})'|([^\s"'{}[\]]{4,400}))\s*,?\s*$/;
const NAMED =
  /(?:^|["'\s-])(?:name|Name|key|ParameterKey)["']?\s*[:=]\s*["']?([\w.-]{2,80})["']?\s*,?\s*$|^variable\s+"([\w-]{2,80})"|^\s{2,8}([\w-]{2,80}):\s*$/;

function firstOf(words: readonly (string | undefined)[]): string {
  return words.find((word) => word !== undefined) ?? '';
}

/** A list of the environment in two lines: `- name: DB_PASSWORD`, then `value: …`. */
function ofPair(text: string, line: number, place: Place, above: string): readonly Finding[] {
  if (!place.settings || !/value|default/i.test(text)) return [];
  const [, double, single, bare] = VALUE.exec(text) ?? [];
  const named = firstOf(NAMED.exec(above)?.slice(1) ?? []);
  const given = firstOf([double, single, place.bare ? bare : undefined]);
  if (!NAME.test(named) || given === '' || PUBLIC_NAME.test(named)) return [];
  return judged(named, given, text, line, place, 0);
}

const URL = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s:@/"'`<>{}$]{0,64}):([^\s:@/"'`]{3,128})@([\w.-]{1,253}|\[)/gi;
const LOCAL =
  /^(localhost|127\.|0\.0\.0\.0|host\.docker|example\.|[\w.-]*\.?example(\.(com|org|net))?$|[\w-]*\.(test|local|invalid)$)/i;

function inUrls(text: string, line: number, { soft }: Place): readonly Finding[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(URL)].flatMap((match): readonly Finding[] => {
    const [, , user = '', password = '', host = ''] = match;
    if (isPlaceholder(password) || LOCAL.test(host) || password.toLowerCase() === user.toLowerCase()) return [];
    if (/^(pass(word)?|pwd|secret|token|user(name)?)\d*$/i.test(password)) return [];
    if (soft && !isRandom(password)) return [];
    // `postgres://shop:shop1@db/…` is what compose files say; a host with a dot is somewhere
    const certainty = host.includes('.') || isRandom(password) ? 'likely' : 'possible';
    return [{ detector: 'url', certainty, line, token: password, ahead: text.slice(0, match.index) }];
  });
}
