import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { around, type Bit, FUNCTIONS } from './bits.ts';
import type { Func } from './functions.ts';
import { functionAt, see, soften } from './see.ts';
import { all, bareOf, codeOf, type Unit } from './unit.ts';

/** Promises nobody waits for, and work without an end. */
export function looseWork(unit: Unit): readonly Sighting[] {
  if (unit.place === 'declaration') return [];
  return [
    ...all(unit, 'expression_statement').flatMap((bit) => [...floating(unit, bit), ...thenOnly(unit, bit)]),
    ...all(unit, 'call_expression').flatMap((bit) => [...eachAsync(unit, bit), ...withoutLimit(unit, bit)]),
    ...all(unit, 'await_expression').flatMap((bit) => oneByOne(unit, bit)),
    ...all(unit, 'while_statement', 'for_statement', 'do_statement').flatMap((bit) => forever(unit, bit)),
  ];
}

const WRITES =
  /^(?:save|write|send|create|update|delete|remove|insert|persist|store|commit|publish|upload|charge|refund|sync|flush|append|record|upsert|put|post|submit|set)(?:[A-Z]|$)/;

function floating(unit: Unit, bit: Bit): readonly Sighting[] {
  const [, mark = '', path = '', name = ''] =
    /^(void\s+)?((?:this\.|[\w$]+\.){0,4})([\w$]+)\s*\(/.exec(codeOf(unit, bit, 200)) ?? [];
  if (name === '' || !isOnlyCall(unit, bit, mark, path, name)) return [];
  if (mark !== '') return voided(unit, bit, name);
  const func = functionAt(unit, bit);
  if (func === null || !isOwnAsync(unit, path, name, func.owner)) return [];
  return [
    see(unit, 'promise-loose', 'floating', bit, {
      name,
      certainty: soften(unit, sureOfFloating(func, name)),
      because: `nobody waits for ${name}`,
    }),
  ];
}

/** What is known to be a promise: `fetch(…)`, `axios.get(…)`, `import(…)`, and what this file declares asynchronous. */
const PROMISED =
  /^(?:window\.|globalThis\.)?(?:fetch|axios(?:\.\w+)?|got(?:\.\w+)?|ky(?:\.\w+)?|Promise\.(?:all|race|any))\s*(?:<[^()]{0,60}>)?\(/;

/** `fetch(url).then(…).then(…);` and nothing that hears of an error. */
function thenOnly(unit: Unit, bit: Bit): readonly Sighting[] {
  const [call] = bit.inside;
  if (call?.type !== 'call_expression' || call.start !== bit.start || !isAlone(unit, bit, call)) return [];
  const links = chainOf(unit, call);
  if (!links.some(({ name }) => name === 'then') || links.some((one) => isHeard(unit, one))) return [];
  const head = codeOf(unit, bit, 120);
  if (!isPromise(unit, bit, head)) return [];
  const told = /^[\w$.]+/.exec(head)?.[0] ?? '';
  return [
    see(unit, 'promise-loose', 'then-only', bit, {
      name: told,
      certainty: soften(unit, 'likely'),
      because: `nobody learns that ${told} failed`,
    }),
  ];
}

function isPromise(unit: Unit, bit: Bit, head: string): boolean {
  const [, self = '', name = ''] = /^(this\.)?([\w$]+)\s*\(/.exec(head) ?? [];
  return PROMISED.test(head) || (name !== '' && isOwnAsync(unit, self, name, functionAt(unit, bit)?.owner ?? ''));
}

type Link = { readonly name: string; readonly args: Bit };

/** The calls of a chain from its end: `then`, `then`, `fetch`. */
function chainOf(unit: Unit, last: Bit): readonly Link[] {
  const links: Link[] = [];
  let call: Bit | undefined = last;
  for (let turn = 0; call !== undefined && turn < 20; turn++) {
    const args: Bit | undefined = call.inside.findLast(({ type }) => type === 'arguments');
    if (!args) break;
    const name = /([\w$]+)\s*(?:<[^()]{0,60}>)?\s*$/.exec(
      unit.code.slice(Math.max(call.start, args.start - 80), args.start),
    )?.[1];
    links.push({ name: name ?? '', args });
    const from: number = call.start;
    call = nextOf(call, from, args.start);
  }
  return links;
}

function nextOf(call: Bit, from: number, before: number): Bit | undefined {
  return call.inside.find(({ type, start, end }) => type === 'call_expression' && start === from && end <= before);
}

/** A `catch`, or a second function for the error. */
function isHeard(unit: Unit, { name, args }: Link): boolean {
  if (name !== 'then') return name === 'catch';
  const first = args.inside.find(({ type }) => type !== 'comment');
  const behind = codeOf(unit, { start: first?.end ?? args.start + 1, end: args.end - 1 }, 400);
  return /,\s*[^\s)]/.test(behind);
}

function isOnlyCall(unit: Unit, bit: Bit, mark: string, path: string, name: string): boolean {
  const [first] = bit.inside;
  const call = mark === '' ? first : first?.inside[0];
  return call?.type === 'call_expression' && isAlone(unit, bit, call) && isWholeCall(unit, call, mark, path, name);
}

function isAlone({ code }: Unit, bit: Bit, call: Bit): boolean {
  return /^[;\s]*$/.test(code.slice(call.end, bit.end));
}

function sureOfFloating({ isAsync, name: outer }: Func, name: string): Certainty {
  if (!isAsync || outer === '' || BACKGROUND.test(name)) return 'possible';
  return WRITES.test(name) ? 'certain' : 'likely';
}

/** Declared in this file, asynchronous, and it lets its errors out. */
function isOwnAsync(unit: Unit, path: string, name: string, owner: string): boolean {
  if (path !== '' && path !== 'this.') return false;
  const own = unit.functions.filter((one) => one.name === name);
  if (own.some(({ isAsync }) => !isAsync)) return false;
  return own.some(
    (one) =>
      (path === '' ? one.owner === '' : one.owner !== '' && one.owner === owner) && !handlesItself(unit, one.body),
  );
}

/** Begun on purpose, for somebody else to end. */
const BACKGROUND =
  /^(?:process|run|start|monitor|poll|prefetch|schedule|watch|loop|init|initialize|refresh|warm|tick|drain|main|bootstrap|listen|serve|consume|next)(?:[A-Z]|$)/;

/** `save(x)` and not `save(x).then(…)`. */
function isWholeCall(unit: Unit, call: Bit, mark: string, path: string, name: string): boolean {
  const args = call.inside.findLast(({ type }) => type === 'arguments');
  if (!args) return false;
  return (
    unit.code.slice(call.start, args.start).replaceAll(/\s+/g, '') === `${path}${name}` ||
    (mark !== '' && args.start - call.start < 120)
  );
}

/** All of it lies in a try: then nothing is lost. */
function handlesItself(unit: Unit, body: { readonly start: number; readonly end: number }): boolean {
  return /^\{\s*(?:(?:const|let|if|set\w+\()[^\n]*\n\s*){0,6}try\b/.test(codeOf(unit, body, 1000));
}

function voided(unit: Unit, bit: Bit, name: string): readonly Sighting[] {
  if (!WRITES.test(name) || /\.catch\b/.test(codeOf(unit, bit, 600))) return [];
  return [
    see(unit, 'promise-loose', 'void', bit, {
      name,
      certainty: 'possible',
      because: `nobody learns whether ${name} failed`,
    }),
  ];
}

function eachAsync(unit: Unit, bit: Bit): readonly Sighting[] {
  const args = bit.inside.findLast(({ type }) => type === 'arguments');
  if (!args || !/\.forEach\s*$/.test(unit.code.slice(Math.max(bit.start, args.start - 14), args.start))) return [];
  const [first] = args.inside;
  const func = first ? unit.functionOf.get(first) : undefined;
  if (!func?.isAsync || !/\bawait\b/.test(codeOf(unit, func.body))) return [];
  return [
    see(unit, 'promise-loose', 'floating', bit, {
      name: 'forEach',
      certainty: soften(unit, 'likely'),
      because: 'forEach waits for none of its promises',
    }),
  ];
}

const LOOPS: ReadonlySet<string> = new Set([
  ...FUNCTIONS,
  'for_in_statement',
  'for_statement',
  'while_statement',
  'do_statement',
]);
const REMOTE =
  /^await\s+(?:fetch|axios|got|ky|request)\b|^await\s+(?:this\.)?(?:db|prisma|knex|client|pool|conn|connection|repo|repository|api|http|model|collection|supabase|trx|tx|em|redis|s3|\w+(?:Repo|Repository|Client|Api|Service|Model|DB|Db))\.(?:\w+\.)?(?:find\w*|get\w*|query|select|fetch\w*|count|one|execute|send|post|put|update\w*|create\w*|insert\w*|delete\w*|save)\b/;

function oneByOne(unit: Unit, bit: Bit): readonly Sighting[] {
  const call = REMOTE.exec(codeOf(unit, bit, 160))?.[0];
  if (call === undefined) return [];
  const loop = around(bit, LOOPS);
  if (loop?.type !== 'for_in_statement' || unit.place !== 'source') return [];
  const head = codeOf(unit, loop, 200);
  if (/^for\s+await/.test(head) || /batch|chunk|page|retry|attempt|delay|sleep/i.test(head)) return [];
  return [
    see(unit, 'promise-loose', 'in-loop', bit, {
      name: call.replace(/^await\s+/, ''),
      certainty: 'possible',
      because: 'each turn of the loop waits for its own request',
    }),
  ];
}

function withoutLimit(unit: Unit, bit: Bit): readonly Sighting[] {
  const head = unit.code.slice(bit.start, bit.start + 60);
  const name =
    /^(fetch|axios(?:\.(?:get|post|put|delete|patch|request))?|got(?:\.\w+)?|https?\.(?:get|request))\s*(?:<[^>]{0,40}>)?\(/.exec(
      head,
    )?.[1];
  if (name === undefined || unit.place !== 'source') return [];
  const args = bareOf(unit, bit, 2000);
  if (/\bsignal\b|timeout|abort|\.\.\.|,\s*(?:options|opts|init|config|params)\b/i.test(args)) return [];
  const func = functionAt(unit, bit);
  const whole = func === null ? '' : codeOf(unit, func.bit, 6000);
  if (
    /AbortController|AbortSignal|setTimeout|timeout|Promise\.race/i.test(whole) ||
    (name.startsWith('axios') && /axios\.(?:create|defaults)/.test(unit.code))
  )
    return [];
  if (/^fetch\s*\(\s*['"`]\//.test(args) || /\.(tsx|jsx|vue|svelte)$/.test(unit.path)) return [];
  return [
    see(unit, 'unbounded', 'no-timeout', bit, {
      name,
      certainty: 'possible',
      because: 'the request may wait for ever',
    }),
  ];
}

/** `while (true)` around a try whose catch goes round again. */
function forever(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = codeOf(unit, bit, 4000);
  if (!/^while\s*\(\s*(?:true|1)\s*\)|^for\s*\(\s*;\s*;/.test(text)) return [];
  if (/\.read\(|\.next\(|\bdone\b|readline|\.shift\(|\.pop\(|\.exec\(/.test(text)) return [];
  const handler = /\bcatch\b[^{]*\{((?:[^{}]|\{[^{}]*\})*)\}/.exec(text)?.[1];
  if (handler === undefined || /\b(?:throw|return|break|reject)\b|process\.exit/.test(handler)) return [];
  if (
    /attempt|retr(?:y|ies)\w*\s*(?:>=?|\+\+|<|--)|tries|deadline|maxR|Date\.now\(\)|signal|aborted|stopped|closed/i.test(
      text,
    ) ||
    /loop|poll|worker|listen|consume|watch|daemon|run|reconnect/i.test(functionAt(unit, bit)?.name ?? '')
  )
    return [];
  return [
    see(unit, 'unbounded', 'retry', bit, {
      name: functionAt(unit, bit)?.name ?? '',
      certainty: soften(unit, 'likely'),
      because: 'it tries again without a limit',
      text: `forever${handler.replaceAll(/\s+/g, '').slice(0, 200)}`,
    }),
  ];
}
