import type { Certainty } from '../../secret-files.ts';
import { isCarefulYes, isDecision } from '../decisions.ts';
import type { Sighting } from '../sighting.ts';
import { around, type Bit, within } from './bits.ts';
import type { Func } from './functions.ts';
import { type Handler, LOGS } from './handler.ts';
import { goneOnAllowed, GUARDS, nameAround, opened } from './open-doors.ts';
import { functionAt, see, soften } from './see.ts';
import { all, bareOf, codeOf, sourceOf, type Unit } from './unit.ts';

/** Errors that are caught, and of which then nobody learns. */
export function hiddenErrors(unit: Unit): readonly Sighting[] {
  return [
    ...all(unit, 'catch_clause').flatMap((bit) => caught(unit, bit)),
    ...all(unit, 'call_expression').flatMap((bit) => caughtByCall(unit, bit)),
  ];
}

function caught(unit: Unit, bit: Bit): readonly Sighting[] {
  const body = bit.inside.findLast(({ type }) => type === 'statement_block');
  const attempt =
    bit.up?.type === 'try_statement' ? bit.up.inside.find(({ type }) => type === 'statement_block') : undefined;
  if (!body) return [];
  const handler: Handler = {
    bit,
    tried: attempt ? bareOf(unit, attempt) : '',
    done: inner(codeOf(unit, body)),
    bare: inner(bareOf(unit, body)),
    notes: notesIn(unit, body),
    param: /^catch\s*\(\s*([\w$]+)/.exec(codeOf(unit, bit, 100))?.[1] ?? '',
    func: functionAt(unit, bit),
  };
  const seen = goneOnAllowed(unit, handler) ?? judge(unit, handler);
  return seen ? [seen] : lostCause(unit, handler, body);
}

function inner(block: string): string {
  return block.replace(/^\{/, '').replace(/\}$/, '').trim();
}

function notesIn(unit: Unit, block: Bit): string {
  const notes = block.inside.filter(({ type }) => type === 'comment').map((one) => sourceOf(unit, one, 300));
  return notes
    .join(' ')
    .replaceAll(/[/*\s]+/g, ' ')
    .trim();
}

/** What ends or tidies up may fail without anybody missing it. */
const TIDYING =
  /\b(?:pkill|branch -D|worktree remove|docker rm|rm -rf?)\b|\b(unlink|unlinkSync|rm|rmSync|rmdir|rmdirSync|close|closeSync|destroy|abort|kill|dispose|cleanup|teardown|disconnect|release|removeItem|cancel|terminate|stop|unref|unwatch|revoke\w*|unsubscribe|removeChild|removeEventListener|releasePointerCapture|setPointerCapture|detach|quit|rollback|ROLLBACK|pause|resume|exitFullscreen|end|shutdown|clear\w*|remove\w*|un[a-z]+)\s*\(/;
/** What one can only ask by trying. */
const PROBING =
  /\b(JSON\.parse|new URL|decodeURI\w*|require\.resolve|require|import|stat|statSync|lstat|lstatSync|access|accessSync|realpath\w*|readlink\w*|localStorage|sessionStorage|new RegExp|new Intl|new Function|atob|matchMedia|getContext|document\.cookie|structuredClone|process\.kill|chmod\w*|mkdir\w*|captureStackTrace|navigator|play|focus|vibrate|querySelector|matches)\b/;

function judge(unit: Unit, handler: Handler): Sighting | null {
  if (handler.done === '') return nothingDone(unit, handler);
  return opened(unit, handler) ?? invented(unit, handler) ?? standIn(unit, handler) ?? onlyLogged(unit, handler);
}

function nothingDone(unit: Unit, { bit, tried, notes, func }: Handler): Sighting {
  const reason = notes
    .replaceAll(
      /\b(?:ignored?|noop|silent(?:ly)?|swallow|errors?|exceptions?|nothing|todo|empty|expected|fail(?:ed|ure)?|do|the|this|it|we|any)\b/gi,
      '',
    )
    .split(' ')
    .filter((word) => /[a-z]{2}/i.test(word)).length;
  return see(unit, 'error-hidden', 'empty', bit, {
    certainty: soften(unit, sureOfEmpty(tried, func?.name ?? '', notes, reason)),
    because: notes === '' ? 'the catch is empty' : 'the catch holds a comment and nothing else',
    text: `${tried.slice(0, 200)}${notes === '' ? '' : '//'}`.replaceAll(/[\s;]+/g, ''),
  });
}

function sureOfEmpty(tried: string, name: string, notes: string, reason: number): Certainty {
  const calls = tried.match(/\w+\s*\(/g)?.length ?? 0;
  if (calls <= 2 && (TIDYING.test(tried) || PROBING.test(tried))) return 'possible';
  if (
    /^(?:try|safe|maybe|attempt|quiet|silent|cleanup|close|dispose|is|has|can|noop|record|trace|end|castTo)/i.test(name)
  )
    return 'possible';
  if (reason >= 1 || CACHING.test(tried) || isOnlyReading(tried)) return 'possible';
  if (WORKING.test(tried)) return notes === '' ? 'certain' : 'likely';
  return calls > 2 ? 'likely' : 'possible';
}

/** What can be worked out again may be lost. */
const CACHING = /\b(?:\w*[cC]ache(?:File|Path|Dir)|(?:write|save|store|update)\w*Cache|cache\.(?:set|put|write))\b/;
/** A file or a folder that may not be there, or a program that is asked: done without where it is not. */
const LOOKING =
  /\b(?:await\s+)?(?:\w+\.){0,2}(?:readdir|readFile|readJson|readTextFile|exists|stat|lstat|access|realpath|execQuiet|pathExists)(?:Sync)?\s*\(/;

/** A text, a path or a file that may be no good: it asks by trying. */
function isOnlyReading(tried: string): boolean {
  return isOnlyLooking(tried) || (!WORKING.test(tried) && READABLE.test(tried));
}

const READABLE = /\bJSON\.parse\b|\bnew (?:URL|RegExp)\b|fileURLToPath|import\.meta/;

/** It reads what lies on the disk, and does nothing that leaves a trace. */
function isOnlyLooking(tried: string): boolean {
  return LOOKING.test(tried) && !EFFECT.test(tried);
}

const INVENTED =
  /^return\s*(null|undefined|void 0|\[\s*\]|\{\s*\}|''|""|``|false|true|-?\d+|new (?:Map|Set)\(\)|Promise\.resolve\((?:null|undefined|\[\]|\{\}|false|true)?\))?\s*(?:as [\w<>[\], ]+)?;?$/;

function invented(unit: Unit, { bit, bare, tried, func, notes }: Handler): Sighting | null {
  const match = INVENTED.exec(bare);
  if (!match) return null;
  const value = match[1] ?? '';
  return see(unit, 'error-hidden', 'default', bit, {
    certainty: soften(unit, sureOfDefault(unit, value, tried, notes, func)),
    because:
      value === ''
        ? 'the catch returns as if nothing had happened'
        : `the catch answers ${value.slice(0, 20)} instead of the error`,
    text: `${tried.slice(0, 200)}=>${bare}`.replaceAll(/[\s;]+/g, ''),
  });
}

const ASKING =
  /^(is|has|can|should|supports?|exists?|try|safe|maybe|parse|find|detect|validate|check|does|probe|match|compare|equals?|normali[sz]e|to|get\w*(OrNull|OrDefault|IfExists|Safe|Optional)|\w*(OrNull|OrDefault|OrUndefined|IfExists|Exists))([A-Z_]|$)/;
const EFFECT =
  /\b(?:fetch|query|save|insert|update|execute|request|axios|post|put|send|upload|persist|charge|refund|publish|embed|commit|delete|create|store|write|set|record|kvSet|sync|submit|deliver|notify)\w*\s*\(|\bwriteFile/;
const WORKING = /\b(await|fetch|query|save|insert|update|execute|request|axios|post|put|send|writeFile\w*|upload)\b/;

function sureOfDefault(unit: Unit, value: string, tried: string, notes: string, func: Func | null): Certainty {
  if (/^(?:false|true)$/.test(value) || notes.split(' ').length >= 4) return 'possible';
  if (isTrial(tried) || (func !== null && mayHaveNone(unit, func, value))) return 'possible';
  if (WORKING.test(tried)) return 'certain';
  // nothing in place of a thing says that there is none; an empty list says that all went well
  return NONE.test(value) ? 'possible' : 'likely';
}

const NONE = /^(?:null|undefined|void 0|''|""|``|)$/;

function isTrial(tried: string): boolean {
  const calls = tried.match(/\w+\s*\(/g)?.length ?? 0;
  return TIDYING.test(tried) || (calls <= 3 && PROBING.test(tried)) || isOnlyReading(tried);
}

function mayHaveNone(unit: Unit, func: Func, value: string): boolean {
  return ASKING.test(func.name) || (/^(?:null|undefined|)$/.test(value) && mayBeNone(unit, func));
}

/** Its type says that there may be none. */
function mayBeNone(unit: Unit, { bit, body }: Func): boolean {
  const head = codeOf(unit, { start: bit.start, end: body.start }, 600);
  return /\|\s*(?:null|undefined)\b|\?\s*:/.test(head.slice(-200));
}

const SAMPLE =
  /\b(?:mock|sample|fake|dummy|demo|stub|fixture|hardcoded|canned)[A-Z_]\w*|\b\w+(?:Mock|Sample|Fixtures?|Stub|Dummy)\b|\b(?:MOCK|SAMPLE|FAKE|DUMMY|DEMO)_\w+/;

function standIn(unit: Unit, { bit, done }: Handler): Sighting | null {
  const name = SAMPLE.exec(done)?.[0];
  if (name === undefined || unit.place !== 'source' || /\bthrow\b/.test(done)) return null;
  return see(unit, 'error-hidden', 'fallback', bit, {
    name,
    certainty: 'certain',
    because: `${name} stands in when the call fails`,
  });
}

/** Only a line in a log, and what follows works on what never came. */
function onlyLogged(unit: Unit, { bit, done, bare, func }: Handler): Sighting | null {
  const statements = done
    .split(/;|\n(?=\s*[\w$])/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (statements.length > 2 || !/^console\s*\.|^(?:\w+\.)*(?:log|logger)\./.test(done)) return null;
  if (!statements.every((one) => /^console\s*\.|^(?:\w+\.)*(?:log|logger)\.|^\W+$/.test(one))) return null;
  const outer = bit.up;
  if (outer === null || func === null || unit.place !== 'source') return null;
  const behind = codeOf(unit, { start: outer.end, end: func.bit.end }).replaceAll(/[\s}]+/g, '');
  if (behind === '' || !/[;(]/.test(behind)) return null;
  return see(unit, 'error-hidden', 'log-only', bit, {
    certainty: 'possible',
    because: 'it is written to a log, and the code behind goes on',
    text: bare.replaceAll(/[\s;]+/g, ''),
  });
}

/** Another error takes its place, and the first one is gone. */
function lostCause(unit: Unit, { param, done, bit }: Handler, body: Bit): readonly Sighting[] {
  if (param !== '' && new RegExp(`(^|[^\\w$.])${param.replaceAll('$', '\\$')}(?![\\w$])`).test(done)) return [];
  if (LOGS.test(done) || /\bif\b|\bswitch\b/.test(done)) return [];
  const thrown = body.inside.find(({ type }) => type === 'throw_statement');
  const made = thrown ? /^throw\s+new\s+([\w$.]+)\s*\(/.exec(codeOf(unit, thrown, 120))?.[1] : undefined;
  if (!thrown || made === undefined) return [];
  const isPlain =
    /^(Error|TypeError|RangeError|SyntaxError)$/.test(made) &&
    !/\b(?:not a|invalid|unknown|unsupported|missing|not found|not available)\b/i.test(bareOf(unit, thrown, 300));
  const attempt = bit.up?.inside[0];
  const isProbe = attempt !== undefined && PROBING.test(bareOf(unit, attempt, 300));
  return [
    see(unit, 'error-hidden', 'cause-lost', thrown, {
      name: made,
      certainty: soften(unit, isPlain && !isProbe ? 'likely' : 'possible'),
      because: `a new ${made} does not name the error it replaces`,
    }),
  ];
}

const NOTHING =
  /^(?:async\s*)?(?:\(\s*(?:[\w$]+\s*(?::\s*\w+)?)?\s*\)|[\w$]+)\s*=>\s*(?:\{\s*\}|(?:\(\s*\{\s*\}\s*\)|undefined|null|void 0|\[\s*\]|''|""|false|true|0))$|^(?:function\s*\(\s*\w*\s*\)\s*\{\s*\})$|^(?:noop|_\.noop)$/;

/** `.catch(() => {})` */
function caughtByCall(unit: Unit, bit: Bit): readonly Sighting[] {
  const args = bit.inside.findLast(({ type }) => type === 'arguments');
  if (!args || !/\.catch\s*$/.test(unit.code.slice(Math.max(bit.start, args.start - 12), args.start))) return [];
  const given = bareOf(unit, args, 300)
    .replace(/^\(\s*/, '')
    .replace(/,?\s*\)$/, '')
    .trim();
  if (!NOTHING.test(given)) return [];
  const value = /=>\s*([^{\s].*)$/.exec(given)?.[1] ?? '';
  const subject = unit.bare
    .slice(bit.start, args.start)
    .slice(-400)
    .replace(/\.catch\s*$/, '');
  const open = value === 'true' ? sureOfYes(unit, bit, subject) : null;
  const isEmpty = value === '' || value === 'undefined';
  return [
    see(unit, 'error-hidden', open !== null ? 'fail-open' : isEmpty ? 'empty' : 'default', bit, {
      certainty: soften(unit, open ?? sureOfCall(unit, bit, args, subject, value)),
      because:
        value === ''
          ? 'a rejected promise ends in an empty function'
          : `a rejected promise becomes ${value.slice(0, 20)}`,
      text: `${subject.slice(-200)}${given}`.replaceAll(/[\s;]+/g, ''),
    }),
  ];
}

/** Null: what is asked is no matter of who may. */
function sureOfYes(unit: Unit, bit: Bit, subject: string): Certainty | null {
  const name = nameAround(unit, bit, functionAt(unit, bit));
  const asked = /([\w$]+)\s*\([^()]*\)\s*$/.exec(subject)?.[1] ?? '';
  if (isCarefulYes(name)) return null;
  if (isDecision(name) || isDecision(asked)) return 'certain';
  return GUARDS.test(`${subject} ${name}`) ? 'likely' : null;
}

/** Said to whoever listens, or got ready in case it is wanted: nothing is owed to anybody. */
const TELLING =
  /\b(?:publish|emit|notify|broadcast|track|embed|warm\w*|preload\w*|prime|ping|capture\w*|finally)\s*\(|[tT]elemetry|[aA]nalytics/;

/** A promise that somebody else waits for is only kept from being reported; what tidies up may fail. */
function sureOfCall(unit: Unit, bit: Bit, args: Bit, subject: string, value: string): Certainty {
  const notes = within(args).filter(({ type }) => type === 'comment');
  const isReason = notes.some((one) => sourceOf(unit, one, 200).split(/\s+/).length >= 4);
  const isHeld = !/\)\s*$/.test(subject) || /^Promise\.resolve|\.(?:text|json|body)\(\)\s*$/.test(subject);
  const isSmall = TIDYING.test(subject) || /\b(?:preload|prefetch|play|stat|access|lstat|import)\b/.test(subject);
  const isAwaited = /\bawait\s*$/.test(unit.code.slice(Math.max(0, bit.start - 8), bit.start)) && value === 'null';
  const isMild = isSmall || isHeld || isReason || isAwaited || TELLING.test(subject) || isOnlyLooking(subject);
  if (isMild || /^(?:true|false)$/.test(value) || around(bit, CATCHES) !== null) return 'possible';
  return EFFECT.test(subject) || value !== '' ? 'likely' : 'possible';
}

/** What is undone on the way out may fail: the first error is the one that counts. */
const CATCHES: ReadonlySet<string> = new Set(['catch_clause']);
