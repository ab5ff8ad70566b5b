import { entropy, looksRandom } from '../../model/randomness.ts';

/** What stands for a value and is none: a reference, a template, a word that says "put yours here". */
export function isPlaceholder(value: string): boolean {
  const bare = value.trim();
  return REFERENCE.test(bare) || STANDS_FOR.test(bare) || TYPE.test(bare) || isMonotone(bare);
}

/** `${X}`, `{{ x }}`, `<x>`, `%(x)s`, `var.x`, `vault:…`, `arn:…`, a path, the name of a variable of the environment. */
const REFERENCE =
  /\$\{|\$\(|\{\{|^\{[\w.: -]*\}$|<[\w .:-]+>|^\$|^%|^#\{|#\{|^@|^&|^!|^\*+$|process\.env|import\.meta|os\.(environ|getenv)|getenv|ENV\[|^(var|local|data|module|each|self|env|vars|secrets?|params?|inputs|github|config|settings|props|this|req|args)\.[\w.[\]"'-]+$|^(vault|ref\+\w+|op|ssm|awssm|gcpsm|secretsmanager|keyvault|doppler|sops|env|file|enc|encrypted|secretref|bitwarden|akv|arn|projects)[:/]|^ENC\[|^AQICA|^(\.{0,2}\/|~\/)[\w./-]*$|^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^https?:\/\/[^:@]*$/;
const STANDS_FOR =
  /change[-_ ]?(me|it|this)|^your|your[-_ ]|[-_ ]here$|^(my|some|a|the)[-_ ]|^x{3,}|x{6,}|\.{3}|…|example|placeholder|dummy|todo|fixme|replace|redacted|masked|hidden|insert|^fake|[-_]fake|fake[-_]|not[-_ ]?a[-_ ]?real|sample|^(foo|bar|baz|qux)+|lorem|^(secret|password|passwd|passw0rd|test(ing)?|tests?123|postgres(ql)?|mysql|mongo|redis|rabbitmq|root|admin|guest|user|default|local(host)?|none|null|nil|undefined|true|false|yes|no|on|off|required|optional|empty|unset|disabled|enabled|auto|dev|development|token|key|api[-_]?key|bearer|basic|unused|n\/a|tbd|abc(123)?|1234\d*)$/i;
const TYPE =
  /^(str(ing)?|number|int(eger)?|bool(ean)?|object|array|any|unknown|text|secret(str)?|optional\[.*|z\.\w+.*|sensitive|varchar.*|uuid)$/i;

/** `aaaaaaaa`, `00000000-0000…`, `0123456789abcdef`: typed, not made. */
function isMonotone(value: string): boolean {
  const letters = value.replace(/[-_.]/g, '').slice(0, 200);
  if (letters.length < 4) return true;
  if (new Set(letters).size <= 2) return true;
  let steps = 0;
  for (let index = 1; index < letters.length; index++) {
    const step = letters.charCodeAt(index) - letters.charCodeAt(index - 1);
    if (step === 0 || step === 1 || step === -1) steps += 1;
  }
  return steps / (letters.length - 1) > 0.7;
}

/** A hash, an id, a colour, a date: as random as a key, and public. */
export function isPublicId(value: string): boolean {
  return (
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value) ||
    /^(sha(1|256|384|512)|md5)[-:=]|^(ssh-(rsa|ed25519)|ecdsa-)|^data:|^-----BEGIN (CERTIFICATE|PUBLIC)/i.test(value)
  );
}

export function isRandom(value: string): boolean {
  return value.length >= 16 && looksRandom(value) && entropy(value) > 3;
}

/** What a person types when a form asks for a strong one: letters with digits or signs, no blanks. */
export function isTypedPassword(value: string): boolean {
  if (value.length < 6 || value.length > 80 || /\s/.test(value) || /^[\d.:]+$/.test(value)) return false;
  return /[A-Za-z]/.test(value) && /\d|[^\w\s.:/-]/.test(value);
}
