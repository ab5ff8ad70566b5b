import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { type Call, callOf, type Rule } from './call.ts';
import { option, PROTECTIONS } from './protections.ts';
import { functionAt, see, soften } from './see.ts';
import { all, bareOf, codeOf, type Unit } from './unit.ts';

/** Calls that hand input to an interpreter, or drop a protection. */
export function unsafeCalls(unit: Unit): readonly Sighting[] {
  if (unit.place === 'declaration') return [];
  return [
    ...all(unit, 'call_expression', 'new_expression').flatMap((bit) => {
      const call = callOf(unit, bit);
      return call === null ? [] : RULES.flatMap((rule) => rule(unit, call));
    }),
    ...all(unit, 'pair').flatMap((bit) => option(unit, bit)),
    ...all(unit, 'assignment_expression').flatMap((bit) => assigned(unit, bit)),
    ...all(unit, 'jsx_attribute').flatMap((bit) => rawMarkup(unit, bit)),
  ];
}

const RULES: readonly Rule[] = [...PROTECTIONS, evaluated, shelled, queried, markedUp, joined];

/** A template with something in it, or texts that are added up. */
function isBuilt(unit: Unit, { first, args, text }: Call): boolean {
  if (first?.type === 'template_string') return first.inside.some(({ type }) => type === 'template_substitution');
  if (first?.type !== 'string') return /^[\w$.[\]()]+\s*\+\s*['"`]|^[\w$.]+\s*\+\s*[\w$.]+\s*[,)]/.test(text);
  return /^\s*\+\s*(?!['"`\s])|^\s*\+\s*(?:['"`][^'"`]*['"`]\s*\+\s*)+(?!['"`\s])/.test(
    unit.bare.slice(first.end, Math.min(args.end, first.end + 300)),
  );
}

const EVALUATORS: readonly (readonly [pattern: RegExp, what: 'text' | 'function' | 'timer'])[] = [
  [/^(?:(?:window|globalThis|global)\.)?eval$/, 'text'],
  [/^(?:new)?Function$/, 'function'],
  [/^(?:window\.|globalThis\.)?set(?:Timeout|Interval)$/, 'timer'],
];

function evaluated(unit: Unit, call: Call): readonly Sighting[] {
  const { bit, callee, first } = call;
  const what = EVALUATORS.find(([pattern]) => pattern.test(callee))?.[1];
  if (what === undefined || isNoText(call, what)) return [];
  // a function that is made and dropped asks whether the text can be read
  const isDropped = what === 'function' && bit.up?.type === 'expression_statement' && bit.type === 'new_expression';
  const isFixed = (what === 'text' && first?.type === 'string') || isDropped;
  const because =
    what === 'timer' ? 'a timer is handed a text to run' : `${callee.replace(/^new/, 'new ')} runs a text as code`;
  return [
    see(unit, 'unsafe-call', 'eval', bit, {
      name: callee,
      certainty: soften(unit, isFixed ? 'possible' : 'certain'),
      because,
    }),
  ];
}

/** Nothing is handed over, a timer gets a function, a function is made of one fixed text. */
function isNoText({ first, text }: Call, what: 'text' | 'function' | 'timer'): boolean {
  if (text.startsWith(')')) return true;
  if (what === 'timer') return first === null || !first.type.endsWith('string');
  return what === 'function' && first?.type === 'string' && !/['"`]\s*\+|,\s*[\w$`]/.test(text);
}

const SHELLS =
  /^(?:(?:child_process|childProcess|cp|util)\.)?(?:exec|execSync|execAsync|execPromise|execP|execPromisified)$/;

function shelled(unit: Unit, call: Call): readonly Sighting[] {
  const { bit, callee, text } = call;
  const isShell = SHELLS.test(callee) && unit.text.includes('child_process');
  const isSpawn =
    /^(?:\w+\.)?(?:spawn|spawnSync|execFile|execFileSync|execa)$/.test(callee) && /\bshell\s*:\s*true\b/.test(text);
  if (!(isShell || isSpawn) || !isBuilt(unit, call)) return [];
  const holes = [...text.slice(0, 600).matchAll(/\$\{([^}]{0,100})\}/g)].map(([, one = '']) => one.trim());
  const areOwn =
    holes.length > 0 &&
    holes.every((one) =>
      /^[A-Z][A-Z0-9_]*$|^process\.(?:execPath|pid|platform)|__dirname|[Pp]ort$|quote|escape|JSON\.stringify|version$|\.length$/.test(
        one,
      ),
    );
  return [
    see(unit, 'unsafe-call', 'shell', bit, {
      name: callee,
      certainty: soften(unit, areOwn ? 'possible' : 'likely'),
      because: 'a command line is put together from values',
    }),
  ];
}

const STATEMENT =
  /^(?:\w*\(\s*)?['"`]\s*(?:--[^\n]*\n\s*)?(?:select\s|insert\s+(?:or\s+\w+\s+)?into|update\s+\S+\s+set|delete\s+from|drop\s+|alter\s+table|create\s+|truncate\s|with\s+\w+\s+as|replace\s+into|grant\s)/i;

/** A value stands where one is compared or stored: in quotes, or behind an equals sign. */
const VALUE = /(?:'%?|=\s*|\blike\s+)(?:\$\{[a-z][\w.]{0,60}\}|['"`]\s*\+\s*[a-z])/i;

function queried(unit: Unit, call: Call): readonly Sighting[] {
  const { bit, callee, text } = call;
  if (
    !/(?:^|[.?])(?:query|execute|raw|exec|prepare|unsafe|run|all|get|each|one|none|many|any|oneOrNone|\$queryRawUnsafe|\$executeRawUnsafe|queryRaw|whereRaw|orderByRaw|havingRaw|selectRaw|sql|executeSql|execSQL|queryObject)$/.test(
      callee,
    )
  )
    return [];
  if (!/whereRaw|orderByRaw|havingRaw|Unsafe$/.test(callee) && !STATEMENT.test(text.slice(0, 200))) return [];
  if (!isBuilt(unit, call)) return [];
  const holes = [...text.slice(0, 3000).matchAll(/\$\{([^}]{0,160})\}/g)].map(([, one = '']) => one.trim());
  if (holes.length > 0 && holes.every((one) => isPlaceholders(unit, one))) return [];
  const plus = holes.length === 0;
  const areOwn =
    !plus &&
    holes.every((one) =>
      /^[A-Z][A-Z0-9_.]*$|placeholder|\.map\(\s*\(?\)?[^)]*\)?\s*=>\s*['"`][?$]|quote|escape|identifier|^(?:\w+\.)?(?:table\w*|schema\w*|columns?\w*|fields?\w*|colNames?|\w*(?:Table|Column|Columns|Schema|Clause|Sql|SQL|Where|Order|Fields|Set|Sets|Filter|Conditions))(?:\.\w+(?:\([^)]*\))?)?$|^(?:where|order|clause|conditions?|updates|sets?|joins?|whereClause|limit|offset|sql)(?:\.\w+\([^)]*\))?$|join\(|^\$?\w*(?:idx|index|Idx|Index)\w*(?:\s*\+\+)?$|paramCount|^params\.length|Number\(|parseInt|\?.*:/.test(
        one,
      ),
    );
  return [
    see(unit, 'unsafe-call', 'sql', bit, {
      name: callee.slice(-60),
      certainty: soften(unit, areOwn ? 'possible' : VALUE.test(withoutNames(text)) ? 'certain' : 'likely'),
      because: 'a statement is put together from values',
    }),
  ];
}

/** `ids.map(() => '?').join(', ')`, or a name that was given such a text: it holds no value. */
function isPlaceholders({ bare }: Unit, hole: string): boolean {
  if (MARKS.test(hole)) return true;
  if (!/^[\w$]{1,60}$/.test(hole)) return false;
  const pattern = new RegExp(
    `\\b(?:const|let|var)\\s+${hole.replaceAll('$', '\\$')}\\s*(?::\\s*string\\s*)?=\\s*([^;]{1,300})`,
    'g',
  );
  const given = [...bare.matchAll(pattern)].map(([, one = '']) => one);
  return given.length > 0 && given.every((one) => MARKS.test(one));
}

/** A mark for each of a list: `=> '?'`, `fill('?')`, `'?, '.repeat(n)`, a template of a dollar sign and a number. */
const MARKS =
  /=>\s*(?:\(\s*)?(?:['"`][?][,\s]*['"`]|['"]\$['"]\s*\+|['"`][:@][\w$]*['"`]\s*\+|`\(?[$:@]\w*\$\{)|fill\(\s*['"`]\?['"`]|['"`][?,\s]+['"`]\s*\.repeat\(/;

/** Holes that also stand where a column or a table does hold names and no values. */
function withoutNames(text: string): string {
  const names = [...text.matchAll(/\b(?:set|from|into|update|table|join|by|select|,)\s+\$\{([^}]{1,60})\}/gi)].map(
    ([, one]) => one,
  );
  const left = text.replaceAll(/\$\{([^}]{1,60})\}\s*(?==)/g, '');
  return left.replaceAll(/\$\{([^}]{1,60})\}/g, (hole: string, one: string) => (names.includes(one) ? '' : hole));
}

const CLEAN =
  /sanitiz|purify|escape|encode|highlight|hljs|prism|shiki|katex|marked|markdown|render|JSON\.stringify|trusted|snarkdown|icon|svg|static|styles?\b|css|html\s*`|i18n|\bt\(|template|theme|script/i;

function markedUp(unit: Unit, { bit, callee, first, text }: Call): readonly Sighting[] {
  if (!/(?:^|\.)(?:insertAdjacentHTML|write|writeln|createContextualFragment|bypassSecurityTrust\w+)$/.test(callee))
    return [];
  if (/(?:^|\.)writel?n?$/.test(callee) && !/^(?:window\.)?document\.write/.test(callee)) return [];
  const value = callee.endsWith('insertAdjacentHTML') ? text.replace(/^[^,]*,\s*/, '') : text;
  if (
    /^(?:['"][^'"]*['"]|`[^`$]*`)\s*,?\s*\)?$/.test(value) ||
    (first?.type === 'string' && callee.includes('write') && /^['"][^'"]*['"]\s*\)/.test(text))
  )
    return [];
  return [
    see(unit, 'unsafe-call', 'markup', bit, {
      name: callee.slice(-60),
      certainty: soften(unit, CLEAN.test(value) ? 'possible' : 'likely'),
      because: 'a value is put into the page as markup',
    }),
  ];
}

const REQUEST =
  /\b(?:req|request|ctx|context|event|c\.req)\.(?:params|query|body|headers|url|path|param\(|queryStringParameters|pathParameters|request\.(?:body|query|params))/;

function joined(unit: Unit, { bit, callee, text }: Call): readonly Sighting[] {
  if (
    !/(?:^|\.)(?:join|resolve|readFile|readFileSync|createReadStream|writeFile|writeFileSync|unlink|unlinkSync|sendFile|rm|rmSync)$/.test(
      callee,
    ) ||
    !REQUEST.test(text.slice(0, 400))
  )
    return [];
  if (
    /^(?:join|resolve)$/.test(callee.split('.').at(-1) ?? '') &&
    !/^(?:path|nodePath|join|resolve|posix)/.test(callee)
  )
    return [];
  const func = functionAt(unit, bit);
  const own = func === null ? '' : codeOf(unit, func.bit, 4000) + bareOf(unit, func.bit, 4000);
  if (
    /basename|startsWith|normalize|relative\(|includes\(\s*['"`]\.\.|sanitiz|realpath|allowed|whitelist|isSafe|safeJoin|\broot\s*:/i.test(
      own,
    )
  )
    return [];
  return [
    see(unit, 'unsafe-call', 'path', bit, {
      name: callee,
      certainty: soften(unit, 'likely'),
      because: 'a path is made of what a request says',
    }),
  ];
}

function assigned(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = bareOf(unit, bit, 1500);
  if (
    /^process\.env(?:\.NODE_TLS_REJECT_UNAUTHORIZED|\[['"]NODE_TLS_REJECT_UNAUTHORIZED['"]\])\s*=\s*['"]?0/.test(text)
  )
    return [
      see(unit, 'unsafe-call', 'tls-off', bit, {
        name: 'NODE_TLS_REJECT_UNAUTHORIZED',
        certainty: soften(unit, 'certain'),
        because: 'whoever answers is believed to be the server',
      }),
    ];
  const value = /\.(?:innerHTML|outerHTML)\s*\+?=\s*([\s\S]*)$/.exec(text)?.[1];
  const right = bit.inside.at(-1);
  const isFixed =
    right !== undefined &&
    right.end >= bit.end - 1 &&
    (right.type === 'string' ||
      (right.type === 'template_string' && right.inside.every(({ type }) => type !== 'template_substitution')));
  if (isFixed || value === undefined || /^(?:['"][^'"]*['"]|`[^`$]*`|''|\w+\.innerHTML)\s*$/.test(value)) return [];
  const holes = [...value.matchAll(/\$\{([^}]{0,160})\}/g)].map(([, one = '']) => one);
  const areNumbers =
    holes.length > 0 &&
    holes.every((one) =>
      /\.length$|count|index|width|height|Number|toFixed|percent|size|escape|sanitiz|encode|\bt\(|^[A-Z_]+$/.test(one),
    );
  return [
    see(unit, 'unsafe-call', 'markup', bit, {
      name: 'innerHTML',
      certainty: soften(
        unit,
        areNumbers || CLEAN.test(value.replaceAll(/<[^>]*>/g, '').slice(0, 200)) ? 'possible' : 'likely',
      ),
      because: 'a value is put into the page as markup',
    }),
  ];
}

function rawMarkup(unit: Unit, bit: Bit): readonly Sighting[] {
  const value = /^dangerouslySetInnerHTML\s*=\s*\{\s*\{\s*__html\s*:\s*([\s\S]*?)\}?\s*\}$/
    .exec(bareOf(unit, bit, 600))?.[1]
    ?.trim();
  if (value === undefined || /^(?:['"][^'"]*['"]|`[^`$]*`)$/.test(value)) return [];
  return [
    see(unit, 'unsafe-call', 'markup', bit, {
      name: 'dangerouslySetInnerHTML',
      certainty: soften(unit, CLEAN.test(value) || /^[A-Z][A-Z0-9_]+$/.test(value) ? 'possible' : 'likely'),
      because: 'a value is put into the page as markup',
    }),
  ];
}
