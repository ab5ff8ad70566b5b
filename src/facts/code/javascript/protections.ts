import type { Sighting } from '../sighting.ts';
import { around, type Bit } from './bits.ts';
import type { Call, Rule } from './call.ts';
import { functionAt, see, soften, symbolOf } from './see.ts';
import { bareOf, codeOf, type Unit } from './unit.ts';

const SECRETS = /passw|passwd|\bpwd\b|secret|token|credential|signature|apiKey|api_key|hmac|otp/i;

function hashed(unit: Unit, { bit, callee, text }: Call): readonly Sighting[] {
  const name = /^['"`](md5|sha-?1|md4|des(?:-\w+)*|rc4|aes-\d+-ecb)['"`]/i.exec(text)?.[1];
  if (
    name === undefined ||
    !/(?:^|\.)(?:createHash|createHmac|createCipher(?:iv)?|createDecipher(?:iv)?|hash)$/.test(callee)
  )
    return [];
  const statement = around(bit, new Set(['return_statement', 'expression_statement', 'variable_declarator'])) ?? bit;
  const isCipher = /ecb|des|rc4/i.test(name);
  const about = `${symbolOf(unit, bit)} ${codeOf(unit, statement, 400)}`;
  if (!isCipher && !SECRETS.test(about)) return [];
  return [
    see(unit, 'unsafe-call', 'weak-hash', bit, {
      name,
      certainty: soften(unit, /passw|pwd/i.test(about) || isCipher ? 'certain' : 'likely'),
      because: `${name} for what must stay secret`,
    }),
  ];
}

const KEYS =
  /(?:^|[^a-z])(?:token|secret|password|passwd|otp|nonce|session(?:_?id)?|api_?key|apiKey|sessionId|accessKey|authCode|resetCode|salt|csrf|verification_?code|reset_?code|invite_?code|auth_?code|pin_?code|access_?key|private_?key|passcode)(?![a-z])|(?:Token|Secret|Password|Otp|OTP|Nonce|SessionId|ApiKey|Salt|Csrf|VerificationCode|ResetCode|AccessKey|Passcode)(?![a-z])/;

function random(unit: Unit, { bit, callee }: Call): readonly Sighting[] {
  if (callee !== 'Math.random') return [];
  const holder = around(
    bit,
    new Set(['variable_declarator', 'pair', 'assignment_expression', 'public_field_definition']),
  );
  const func = functionAt(unit, bit);
  const own =
    holder && (!func || holder.start >= func.bit.start || holder.end <= func.bit.end)
      ? (codeOf(unit, holder, 60).split(/[=:]/)[0] ?? '')
      : '';
  const name = KEYS.test(own) ? own.trim() : (func?.name ?? '');
  if (!KEYS.test(name) || /position|color|delay|jitter|mock|fake|placeholder/i.test(name)) return [];
  if (/usage|count|estimat|calculat|limit|budget|price|cost|stat|metric/i.test(name)) return [];
  const isKey = !/nonce|session/i.test(name);
  return [
    see(unit, 'unsafe-call', 'weak-random', bit, {
      name: name.slice(0, 60),
      certainty: soften(unit, isKey ? 'certain' : 'possible'),
      because: `${name.slice(0, 40)} can be guessed: Math.random is not random enough`,
    }),
  ];
}

function openedToAll(unit: Unit, { bit, callee, text }: Call): readonly Sighting[] {
  if (/(?:^|\.)(?:cors|enableCors|fastifyCors)$/.test(callee)) {
    const isAll = /\borigin\s*:\s*(?:['"`]\*['"`]|true\b|\(\s*\w*\s*,\s*(\w+)\s*\)\s*=>\s*\1\(\s*null\s*,\s*true)/.test(
      text,
    );
    if (!isAll) return [];
    const isWithCredentials = /\bcredentials\s*:\s*true/.test(text);
    return [
      see(unit, 'unsafe-call', 'cors-open', bit, {
        name: 'cors',
        certainty: soften(unit, isWithCredentials ? 'certain' : 'possible'),
        because: isWithCredentials ? 'every site may ask with the credentials of the user' : 'every site may ask',
      }),
    ];
  }
  if (
    !/^['"`]Access-Control-Allow-Origin['"`]\s*,\s*(?:['"`]\*['"`]|[\w.]*(?:origin|headers\.get\()[\w.'"()]*\s*\))/i.test(
      text,
    )
  )
    return [];
  const func = functionAt(unit, bit);
  const isWithCredentials =
    func !== null && /Allow-Credentials['"`]\s*[,:]\s*(?:['"`]true|true)/i.test(bareOf(unit, func.bit, 6000));
  return isWithCredentials
    ? [
        see(unit, 'unsafe-call', 'cors-open', bit, {
          name: 'Access-Control-Allow-Origin',
          certainty: soften(unit, 'likely'),
          because: 'every site may ask with the credentials of the user',
        }),
      ]
    : [];
}

const LOGGERS = /^(?:console\.\w+|(?:this\.)?(?:log|logger|logging)\.\w+|(?:this\.)?log)$/;
const SENSITIVE =
  /(?<![\w$])(?:[\w$]+[.?]+){0,4}(?:\w*(?:[pP]assword|[pP]asswd|[cC]lientSecret|[aA]ccessToken|[aA]uthToken|[rR]efreshToken|[bB]earerToken|[aA]piKey|[aA]pi_key|[pP]rivateKey|[sS]ecretKey|[iI]dToken|[jJ]wt)|token|secret|authorization|headers\.authorization|pwd|passwd)(?![\w$(:]|\.\w|\?\.|\s*\?|\s*[!=]==?|\s*&&)/;

function logged(unit: Unit, { bit, callee, args }: Call): readonly Sighting[] {
  if (!LOGGERS.test(callee)) return [];
  const text = codeOf(unit, args, 600);
  const name = SENSITIVE.exec(text)?.[0];
  if (
    name === undefined ||
    new RegExp(
      `!!?\\s*${name.replaceAll(/[$.?]/g, '\\$&')}|\\btypeof\\b|mask|redact|hash|\\bBoolean\\(|slice\\(|substring\\(|length`,
    ).test(text)
  )
    return [];
  if (
    /parse|lex|ast\b|scan|grammar|css|syntax/i.test(unit.path) ||
    (/\btoken\b/.test(name) && /parse|lex|scan|syntax|node\b/i.test(text))
  )
    return [];
  return [
    see(unit, 'unsafe-call', 'log-secret', bit, {
      name,
      certainty: soften(unit, /^token$/.test(name) ? 'likely' : 'certain'),
      because: `${name} is written to a log`,
    }),
  ];
}

function permitted(unit: Unit, { bit, callee, text }: Call): readonly Sighting[] {
  if (
    !/(?:^|\.)(?:chmod|chmodSync|fchmod|lchmod)$/.test(callee) ||
    !/,\s*(?:0o?777|['"]0?777['"]|0o?666|511)\b/.test(text)
  )
    return [];
  return [
    see(unit, 'unsafe-call', 'permissions', bit, {
      name: callee,
      certainty: soften(unit, 'likely'),
      because: 'everybody may write it',
    }),
  ];
}

/** `rejectUnauthorized: false` */
export function option(unit: Unit, bit: Bit): readonly Sighting[] {
  const head = unit.code.slice(bit.start, bit.start + 60);
  if (
    !/^['"]?\s*(?:rejectUnauthorized|strictSSL|checkServerIdentity|insecure|NODE_TLS|verify_?ssl|__html|\s)/i.test(head)
  )
    return [];
  const text = bareOf(unit, bit, 400);
  const isOff =
    /^['"]?(?:rejectUnauthorized|strictSSL|verifySsl|verify_ssl)['"]?\s*:\s*(?:false|!1|0)$|^checkServerIdentity\s*:\s*\(?\w*\)?\s*=>\s*(?:undefined|null|\{\s*\}|true|void 0)$|^['"]?NODE_TLS_REJECT_UNAUTHORIZED['"]?\s*:\s*['"]?0/.test(
      text,
    );
  return isOff
    ? [
        see(unit, 'unsafe-call', 'tls-off', bit, {
          name: text.split(':')[0]?.trim() ?? '',
          certainty: soften(unit, isBehindSwitch(unit, bit) ? 'possible' : 'certain'),
          because: 'whoever answers is believed to be the server',
        }),
      ]
    : [];
}

/** Only where a person asked for it: `options.insecure ? { rejectUnauthorized: false } : {}` */
function isBehindSwitch(unit: Unit, bit: Bit): boolean {
  const before = unit.code.slice(Math.max(0, bit.start - 120), bit.start);
  return /\b\w*(?:insecure|selfSigned|allowSelf|skipVerify|isDev|localhost|sslmode|ssl)\w*[^;{]{0,60}(?:\?|&&)\s*\(?\{?\s*(?:ssl\s*:\s*)?\{?\s*$/i.test(
    before,
  );
}

/** Rules about calls that drop a protection. */
export const PROTECTIONS: readonly Rule[] = [hashed, random, openedToAll, logged, permitted];
