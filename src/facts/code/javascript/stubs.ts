import type { Certainty } from '../../secret-files.ts';
import { isDecision } from '../decisions.ts';
import type { Sighting } from '../sighting.ts';
import { type Bit, within } from './bits.ts';
import { classHead, type Func } from './functions.ts';
import { functionAt, see, soften } from './see.ts';
import { all, bareOf, codeOf, sourceOf, type Unit } from './unit.ts';

/** What is offered and is not there. */
export function stubs(unit: Unit): readonly Sighting[] {
  return [
    ...all(unit, 'throw_statement').flatMap((bit) => notImplemented(unit, bit)),
    ...unit.functions.flatMap((func) => hollow(unit, func)),
  ];
}

const NOT_YET =
  /not\s+(?:yet\s+)?(?:been\s+)?implemented|\bunimplemented\b|implement me|\bTODO\b|todo:|coming soon|not yet supported/i;
const ABSTRACT =
  /\b(?:sub-?class|override|overrid|abstract|derived|interface|must be implemented|should be implemented|platform|browser|environment|runtime|server)/i;

function notImplemented(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = bareOf(unit, bit, 400);
  if (!/^throw\s+(?:new\s+)?[\w$.]*\s*\(/.test(text) || !(NOT_YET.test(text) || /NotImplemented/.test(text))) return [];
  const func = functionAt(unit, bit);
  const isAlone = func !== null && onlyThrows(unit, func);
  const name = func?.name ?? '';
  const isOpen = ABSTRACT.test(text) || OPEN_OWNERS.test(classHead(bit, unit.code)) || /abstract|interface/i.test(name);
  return [
    see(unit, 'stub', 'not-implemented', bit, {
      name,
      certainty: soften(unit, isOpen ? 'possible' : isAlone ? 'certain' : 'likely'),
      because: isAlone ? 'all it does is to say that it is not implemented' : 'one of its ways is not implemented',
      text: `${name}${text}`.replaceAll(/[\s;]+/g, ''),
    }),
  ];
}

const OPEN_OWNERS = /\babstract\b|\b(?:Abstract|Base|Mock|Fake|Stub|Null|Noop|Dummy)/;

function onlyThrows(unit: Unit, func: Func): boolean {
  return /^\{?\s*throw\b[^;{}]*(?:;|\n|$)\s*\}?$/.test(codeOf(unit, func.body, 600));
}

const WORKS =
  /^(save|send|create|update|delete|remove|validate|verify|process|load|fetch|sync|notify|publish|upload|migrate|encrypt|decrypt|sanitize|escape|authorize|authenticate|refresh|apply|persist|store|insert|write|import|export|charge|refund|pay|cancel|subscribe|schedule|enqueue|backup|restore|install|deploy|parse|calculate|compute|convert|generate|transform|merge|enforce|audit|revoke|rotate|invalidate|flush|compress|index|archive)(?:[A-Z_]|$)/;
/** What an author says of code that only looks like work. */
const ADMITS =
  /\bin (?:a |an )?(?:real|actual|production)(?:[- ]world)? (?:implementation|app\w*|system|code|scenario|environment|world|setting|version|deployment|setup)\b|\bin production[,:]? (?:this |it |we |you )?(?:would|should|verify|validate|use|initiali[sz]e|call|implement|connect|replace|integrate|send|query|fetch|check)\b|\bplaceholder (?:implementation|logic|for now|until|response|result|return|function)|\bthis is (?:just )?a (?:stub|placeholder|simplified|mock|dummy)\b|\b(?:stub|mock|dummy|fake|simplified|naive) implementation\b|\bsimulat(?:e|es|ing|ed) (?:the |an? )?(?:api|network|delay|response|request|call|latency|async|server|backend|processing|database)|\bwould (?:normally|actually|really) (?:call|query|fetch|be|use|do|send|check)|\bnot (?:yet )?implemented\b|\b(?:implement|add|replace|wire|hook|finish)[^.\n]{0,40}\b(?:later|real implementation|actual implementation|real logic|real api)\b|\bfor now,? (?:just |we (?:just |simply )?)?(?:return|skip|ignore|assume|hard-?code|accept|allow|pretend)|\bhard-?coded for now\b/i;
const TASK = /\b(?:TODO|FIXME|XXX)\b/;

function hollow(unit: Unit, func: Func): readonly Sighting[] {
  const { bit, body, name } = func;
  if (body.end - body.start > 3000 || (name === '' && !func.isExported)) return [];
  const notes = within(bit)
    .filter(({ type }) => type === 'comment')
    .map((one) => sourceOf(unit, one, 400))
    .join('\n');
  const code = codeOf(unit, body, 3000).trim();
  const done = body.isBlock ? code.slice(1, -1).trim() : code;
  if (body.isBlock && done === '') return empty(unit, func, notes);
  if (notes === '') return [];
  return admitted(unit, func, notes, done);
}

function empty(unit: Unit, func: Func, notes: string): readonly Sighting[] {
  const { bit, name } = func;
  if (name === '' || isMeantEmpty(unit, func)) return [];
  if (TASK.test(notes) || ADMITS.test(notes))
    return [
      see(unit, 'stub', 'todo', bit, {
        name,
        certainty: soften(unit, func.isExported ? 'certain' : 'likely'),
        because: `${name} holds a note of what is to be done and nothing else`,
        text: `${name}//`,
      }),
    ];
  const params = codeOf(unit, { start: bit.start, end: func.body.start }, 400);
  if (!WORKS.test(name) || notes !== '' || /\b(?:private|protected)\s+readonly\b/.test(params)) return [];
  const isFree = bit.type !== 'method_definition' && bit.up?.type !== 'pair' && func.isExported;
  return [
    see(unit, 'stub', 'empty-body', bit, {
      name,
      certainty: soften(unit, isFree ? 'likely' : 'possible'),
      because: `${name} does nothing`,
      text: `${name}{}`,
    }),
  ];
}

function isMeantEmpty(unit: Unit, { bit, name }: Func): boolean {
  const owner = classHead(bit, unit.code);
  return (
    /\b(?:Mock|Fake|Stub|Null|No-?op|Dummy|Default|Base|Abstract|Silent|Empty|Test|Memory)/i.test(owner) ||
    /noop|no_op|^on[A-Z]|constructor/i.test(name)
  );
}

function admitted(unit: Unit, func: Func, notes: string, done: string): readonly Sighting[] {
  const says = ADMITS.exec(notes)?.[0];
  const isConstant = isWritten(bareOf(unit, func.body, 1500));
  if (func.name === '' || unit.place !== 'source' || (says === undefined && !(TASK.test(notes) && isConstant)))
    return [];
  const isOuter = within(func.bit).some((one) => unit.functionOf.has(one) && one.end - one.start > 400);
  if (isOuter || (/\bthrow\b/.test(done) && !isConstant)) return [];
  return [
    see(unit, 'stub', 'placeholder', func.bit, {
      name: func.name,
      certainty: isConstant || isShortWork(func.name, done) ? 'certain' : 'likely',
      because:
        says === undefined
          ? 'a constant is returned beside a note of what is to be done'
          : `a note says "${says.slice(0, 60)}"`,
      text: `${func.name}${(says ?? '').slice(0, 60)}`,
    }),
  ];
}

/** `verifySignature` that asks for a length: a line or two where the name promises work. */
function isShortWork(name: string, done: string): boolean {
  return done.replaceAll(/\s+/g, ' ').trim().length < 80 && (WORKS.test(name) || isDecision(name));
}

function isWritten(body: string): boolean {
  return CONSTANT.test(
    body
      .trim()
      .replace(/^\{\s*/, '')
      .replace(/\s*\}$/, ''),
  );
}

/** One return of something that is written down: no name is read, nothing is called. */
const CONSTANT =
  /^return\s+(?:true|false|null|undefined|-?[\d.]+|'[^']*'|"[^"]*"|`[^`$]*`|\[[^()=>]*\]|\{[^()=>]*\})\s*(?:as const)?;?$/;

/** What is returned whatever was asked. */
export function fixedResults(unit: Unit): readonly Sighting[] {
  if (unit.place !== 'source') return [];
  return unit.functions.flatMap((func) => fixedResult(unit, func));
}

const PROMISES =
  /^(calculate|compute|get|fetch|find|search|load|validate|verify|check|parse|convert|generate|process|estimate|predict|count|sum|detect|analy[sz]e|resolve|list|query|score|rank|measure|summari[sz]e|translate|classify|recommend|evaluate|lookup|is|has|can|total|average|price|tax|discount)(?=[A-Z_]|$)/;

function fixedResult(unit: Unit, func: Func): readonly Sighting[] {
  const { name, bit, params, body } = func;
  if (body.end - body.start > 3000 || !PROMISES.test(name)) return [];
  const table = cannedTable(unit, func);
  if (table) return table;
  const isNamed = params.length > 0 && params.every((one) => one !== '{}' && !one.startsWith('_'));
  if (!isNamed || !isConstantBody(unit, func)) return [];
  const value = bareOf(unit, body, 400);
  return [
    see(unit, 'fixed-result', 'constant', bit, {
      name,
      certainty: sureOfConstant(unit, func, value),
      because: `${name} answers the same whatever it is given`,
      text: `${name}${value}`.replaceAll(/[\s;]+/g, ''),
    }),
  ];
}

/** What fills in an interface may have nothing to say. */
function sureOfConstant(unit: Unit, { bit, name, isExported }: Func, value: string): Certainty {
  const isMember = bit.type !== 'function_declaration';
  const isOverride =
    isMember &&
    (bit.up?.type === 'pair' ||
      /\b(?:extends|implements)\b|Default|Base|Null|Noop|Abstract|Mock|Fake/.test(classHead(bit, unit.code)));
  const isFlag = /return\s+(?:true|false|null|undefined|0|''|""|\[\s*\]|\{\s*\})\s*;?\s*\}?$/.test(value);
  if (isOverride || !isExported || (isFlag && /^(?:is|has|can|get)/.test(name))) return 'possible';
  return isFlag ? 'likely' : 'certain';
}

function isConstantBody(unit: Unit, { body }: Func): boolean {
  const text = bareOf(unit, body, 3000).trim();
  if (body.isBlock) {
    const lines = text.slice(1, -1).trim();
    return (
      CONSTANT.test(lines.replaceAll(/^(?:await\s+(?:delay|sleep|new Promise)\([^\n]*\n\s*)/g, '')) &&
      !/\b(?!true|false|null|undefined|return|as|const)[a-zA-Z_$][\w$]*\b(?!\s*:)/.test(
        codeOf(unit, body, 3000).slice(1, -1),
      )
    );
  }
  return (
    CONSTANT.test(`return ${text.replace(/^\(\s*/, '').replace(/\s*\)$/, '')}`) &&
    !/\b(?!true|false|null|undefined|as|const)[a-zA-Z_$][\w$]*\b(?!\s*:)/.test(codeOf(unit, body, 3000))
  );
}

/** `if (x === 'a') return 1; if (x === 'b') return 2; return 0`: three and more, and nothing else. */
function cannedTable(unit: Unit, func: Func): readonly Sighting[] | null {
  const text = bareOf(unit, func.body, 3000);
  const rows = [
    ...text.matchAll(
      /\bif\s*\(\s*[\w$.[\]]+\s*===?\s*(?:'[^']*'|"[^"]*"|-?[\d.]+)(?:\s*&&\s*[\w$.]+\s*===?\s*(?:'[^']*'|"[^"]*"|-?[\d.]+))*\s*\)\s*\{?\s*return\s+(?:'[^']*'|"[^"]*"|-?[\d.]+|true|false)\s*;?\s*\}?/g,
    ),
  ];
  if (
    rows.length < 3 ||
    /^(is|has|can|get\w*(Name|Label|Title|Color|Icon|Text|Type|Class|Status|Weight|Priority|Level|Size|Extension|Mime|Key|Code)|convert|parse|resolve|list)/.test(
      func.name,
    )
  )
    return null;
  const rest = rows.reduce((left, [row]) => left.replace(row, ''), text).replaceAll(/\belse\b|[{}\s;]/g, '');
  if (!/^(?:return(?:'[^']*'|"[^"]*"|-?[\d.]+|null|undefined|true|false)?)?$/.test(rest)) return null;
  return [
    see(unit, 'fixed-result', 'table', func.bit, {
      name: func.name,
      certainty: 'possible',
      because: `${func.name} looks its answers up in ${rows.length} written cases`,
      text: `${func.name}table`,
    }),
  ];
}

/** The very values that the tests of this change ask for. */
export function testLiterals(unit: Unit, asked: string): readonly Sighting[] {
  if (unit.place !== 'source' || asked === '') return [];
  return all(unit, 'if_statement').flatMap((bit): readonly Sighting[] => {
    const text = bareOf(unit, bit, 400);
    const row =
      /^if\s*\(\s*[\w$.[\]]+\s*===?\s*('[^']{2,80}'|"[^"]{2,80}"|-?\d[\d.]+)[^)]{0,80}\)\s*\{?\s*return\s+('[^']{2,80}'|"[^"]{2,80}"|-?\d[\d.]*|true|false|\{[^}]{4,80}\})\s*;?/.exec(
        text,
      );
    const [, given = '', answer = ''] = row ?? [];
    if (
      !/^['"].{4}[\s\S]*['"]$|^-?\d{3}/.test(given) ||
      /^['"]?(?:true|false|null|undefined|yes|no)['"]?$/.test(given) ||
      unquoted(given).toLowerCase() === unquoted(answer).toLowerCase() ||
      !isAskedTogether(asked, unquoted(given), unquoted(answer))
    )
      return [];
    const func = functionAt(unit, bit);
    if (
      func !== null &&
      hasFreeSibling(bareOf(unit, func.body, 6000), /^if\s*\(\s*([\w$.[\]]+)/.exec(text)?.[1] ?? '', asked)
    )
      return [];
    return [
      see(unit, 'fixed-result', 'test-literal', bit, {
        name: func?.name ?? '',
        certainty: 'likely',
        because: `${given} and its answer ${answer.slice(0, 40)} stand so in a test of this change`,
      }),
    ];
  });
}

/** More cases than this are a table that tests go through. */
const MOST_ANSWERS = 3;

/** The same is compared with a value that no test names: then it is a rule with its cases and not an answer to a test. */
function hasFreeSibling(body: string, subject: string, asked: string): boolean {
  const compared = [...body.matchAll(/([\w$.[\]]{1,80})\s*===?\s*('[^']{0,80}'|"[^"]{0,80}"|-?\d[\d.]*)/g)];
  const own = compared.filter(([, left]) => left === subject);
  return own.length > MOST_ANSWERS || own.some(([, , value = '']) => !standsIn(asked, value));
}

/** As a value of its own and not within a word. */
function standsIn(asked: string, value: string): boolean {
  const plain = unquoted(value);
  if (plain === value) return new RegExp(`(?<![\\w.])${value.replaceAll('.', '\\.')}(?![\\w.])`).test(asked);
  return ["'", '"', '`'].some((quote) => asked.includes(`${quote}${plain}${quote}`));
}

function unquoted(text: string): string {
  return text.replace(/^['"]|['"]$/g, '');
}

/** Both in one line of an assertion. */
function isAskedTogether(asked: string, given: string, answer: string): boolean {
  let at = asked.indexOf(given);
  for (let tries = 0; at !== -1 && tries < 50; tries++) {
    const from = asked.lastIndexOf('\n', at) + 1;
    const to = asked.indexOf('\n', at);
    const line = asked.slice(from, to === -1 ? asked.length : to);
    if (/expect|assert|\bis\(|equal/i.test(line) && line.replace(given, '').includes(answer)) return true;
    at = asked.indexOf(given, at + given.length);
  }
  return false;
}
