import { allOf, around, below, named, type Node, textOf } from '../tree.ts';
import { argumentsOf, functionAround, keyword, nameOf, type PythonFile } from './file.ts';
import type { Rule, Said } from './rule.ts';

const tls: Rule = (file, call, callee) => {
  if (/^ssl\._create_unverified_context$/.test(callee))
    return { how: 'tls-off', certainty: 'certain', because: 'no certificate is checked' };
  if (/^(requests\.packages\.)?urllib3\.disable_warnings$/.test(callee))
    return { how: 'tls-off', certainty: 'likely', because: 'the warning about unchecked certificates is off' };
  const isClient =
    /(^|\.)(get|post|put|patch|delete|head|options|request|send|Client|AsyncClient|Session|stream|urlopen|ClientSession|TCPConnector|client|resource|ws_connect)$/.test(
      callee,
    );
  if (!isClient) return null;
  const off =
    keyword(file, call, 'verify') === 'False' ||
    keyword(file, call, 'verify_ssl') === 'False' ||
    keyword(file, call, 'ssl') === 'False';
  return off
    ? {
        how: 'tls-off',
        certainty:
          /(^|\.)(get|post|put|patch|delete|head|request|Client|AsyncClient|TCPConnector|urlopen|client|Session)$/.test(
            callee,
          )
            ? 'certain'
            : 'likely',
        because: 'no certificate is checked',
      }
    : null;
};

const SECRET_NAME = /(^|_|\.)(password|passwd|pwd|passphrase)s?($|_(hash|digest|hashed))|pass_?word/i;

const hash: Rule = (file, call, callee) => {
  const named_ =
    /^(hashlib\.)?(md5|sha1)$/.exec(callee)?.[2] ??
    (callee === 'hashlib.new' ? /^["'](md5|sha1)["']/i.exec(textOf(file, argumentsOf(call)[0]))?.[1] : undefined);
  if (named_ === undefined || keyword(file, call, 'usedforsecurity') === 'False') return null;
  const given = textOf(file, call, 300);
  const target = textOf(file, around(call, 'assignment')?.children[0], 80);
  const owner = nameOf(file, functionAround(call));
  const isPassword =
    SECRET_NAME.test(given.replaceAll(/["'][^"']*["']/g, '')) ||
    SECRET_NAME.test(target) ||
    /password|passwd/i.test(owner);
  if (
    !isPassword ||
    /pwned|hibp|breach|leak|digest_?auth|mysql|native|htpasswd|apr1|migrat|legacy/i.test(`${file.path} ${owner}`)
  )
    return null;
  return { how: 'weak-hash', certainty: 'certain', because: `${named_} is too fast for passwords` };
};

const random: Rule = (file, call, callee) => {
  if (!/^random\.(choice|choices|randint|randrange|random|sample|getrandbits|randbytes|shuffle)$/.test(callee))
    return null;
  const target = textOf(
    file,
    around(call, 'assignment', 'function_definition')?.children.find(
      ({ type }) => type === 'identifier' || type === 'attribute',
    ),
    80,
  );
  const owner = nameOf(file, functionAround(call));
  const subject = [target, owner].find((one) =>
    /(^|_|\.)(password|passwd|secret|otp|csrf|api_?key|session_?(id|key|token)|salt|(access|auth|reset|verification|invite|refresh|bearer)_(token|code)|token)s?$/i.test(
      one,
    ),
  );
  if (
    subject === undefined ||
    /sample|fake|mock|test|vocab|_ids?$/i.test(`${owner} ${subject.replace(/session_?id$/, '')}`)
  )
    return null;
  const isText = /string\.|ascii|hex|digits|join|["'][A-Za-z0-9]{10,}/.test(
    textOf(file, around(call, 'assignment', 'return_statement', 'expression_statement') ?? call, 400),
  );
  return {
    how: 'weak-random',
    certainty: isText ? 'certain' : 'likely',
    because: 'random can be foretold; secrets cannot',
    name: subject,
  };
};

const permissions: Rule = (file, call, callee) => {
  if (!/(^|\.)(chmod|fchmod|lchmod)$/.test(callee)) return null;
  const mode = argumentsOf(call)
    .map((one) => textOf(file, one, 60))
    .find((one) => /^(mode=)?0o?[0-7]?[0-7]{2}[2367]$|S_IWOTH|S_IRWXO/.test(one));
  return mode === undefined
    ? null
    : { how: 'permissions', certainty: 'likely', because: 'everybody on the machine may write it', name: mode };
};

const cors: Rule = (file, call) => {
  const text = textOf(file, call, 1500);
  if (!/(allow_origins|origins|allow_origin_regex|resources)\s*=/.test(text)) return null;
  const everyone = /(allow_origins|origins)\s*=\s*(\[\s*)?["']\*["']|allow_origin_regex\s*=\s*r?["']\.\*["']/.test(
    text,
  );
  if (!everyone) return null;
  const withCredentials = /(allow_credentials|supports_credentials)\s*=\s*True/.test(text);
  return {
    how: 'cors-open',
    certainty: withCredentials ? 'certain' : 'possible',
    because: withCredentials ? 'every site may call it with the cookies of its visitors' : 'every site may call it',
  };
};

const LOGS = /(^|\.)(debug|info|warning|warn|error|critical|exception|log)$|^print$/;
const SECRETS =
  /^[\w.]*(password|passwd|secret|api_?key|private_?key|access_token|refresh_token|auth_token|bearer_token|credentials|authorization)$/i;

const leak: Rule = (file, call, callee) => {
  if (!LOGS.test(callee) || (callee !== 'print' && !/log|LOG|current_app|warnings/.test(callee))) return null;
  const values = argumentsOf(call).flatMap((one) => {
    const inside = below(one, ['call', 'conditional_expression'])
      .filter(({ type }) => type === 'interpolation')
      .map((hole) => named(hole)[0]);
    return one.type === 'string' || one.type === 'concatenated_string' ? inside : [one];
  });
  const found = values
    .map((one) => textOf(file, one, 120))
    .find(
      (one) =>
        SECRETS.test(one) &&
        !/^(has|is|no|use|missing|num|n|len)_|_(file|path|url|name|id|type|field|env|hint|prefix)$|masked|redacted|hashed|^[A-Z_]+_(NAME|ENV|VAR)$/i.test(
          one,
        ),
    );
  if (found === undefined) return null;
  return {
    how: 'log-secret',
    certainty: callee === 'print' || file.isProgram ? 'possible' : 'likely',
    because: `${found} is written to a log`,
    name: found,
  };
};

/** Calls that do without a protection. */
export const PROTECTIONS: readonly Rule[] = [tls, hash, random, permissions, cors, leak];

/** `context.check_hostname = False`, `CORS_ORIGIN_ALLOW_ALL = True` */
export function settings(file: PythonFile): readonly { readonly node: Node; readonly said: Said }[] {
  return allOf(file, 'assignment').flatMap((one): readonly { readonly node: Node; readonly said: Said }[] => {
    const text = textOf(file, one, 200).replaceAll(/\s+/g, '');
    if (
      /\.check_hostname=False$|\.verify_mode=(ssl\.)?CERT_NONE$|^ssl\._create_default_https_context=ssl\._create_unverified_context$|\.verify=False$/.test(
        text,
      )
    ) {
      const isChosen = /verify|insecure|check|ssl|cert/i.test(
        textOf(file, around(one, 'if_statement', 'elif_clause'), 120),
      );
      const isSession =
        !text.startsWith('self.') && (!text.endsWith('.verify=False') || /session|client|http|requests/i.test(text));
      return [
        {
          node: one,
          said: {
            how: 'tls-off',
            certainty: isChosen ? 'possible' : isSession ? 'certain' : 'possible',
            because: 'no certificate is checked',
            name: text.split('=')[0] ?? '',
          },
        },
      ];
    }
    if (/^CORS_(ORIGIN_ALLOW_ALL|ALLOW_ALL_ORIGINS)=True$/.test(text)) {
      const withCredentials = /^CORS_ALLOW_CREDENTIALS\s*=\s*True/m.test(file.text);
      return [
        {
          node: one,
          said: {
            how: 'cors-open',
            certainty: withCredentials ? 'likely' : 'possible',
            because: 'every site may call it',
            name: text.split('=')[0] ?? '',
          },
        },
      ];
    }
    return [];
  });
}
